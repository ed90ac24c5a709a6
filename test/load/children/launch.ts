import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWeapp } from '../../support/weapp/host';
import { median } from '../measure';

/**
 * The weapp build from launch to the first words of its home page, against the same build whose home page draws nothing, until its first
 * data are in the view: what our own pages cost, apart from what WeChat's stand-in, Taro and React cost.
 */
const rounds = 7;
const dist = join(__dirname, '../../../.build/weapp');
const emptyDist = join(mkdtempSync(join(tmpdir(), 'empty-page-')), 'weapp');

const makeEmpty = (): void => {
  cpSync(dist, emptyDist, { recursive: true });
  const page = join(emptyDist, 'tabs/home/index.js');
  const source = readFileSync(page, 'utf8');
  const empty = source.replace(/(\(0,\w+\.\w+\)\()\w+(,"tabs\/home\/index")/, '$1function(){return null}$2');
  if (empty === source) throw new Error('the home page does not hand its component to Taro as it did');
  writeFileSync(page, empty);
};

/** Until `part` stands in the view; null: until it has its first data. */
const launchMs = async (dir: string, part: string | null): Promise<number> => {
  const host = startWeapp(dir, { serverOrigin: process.env.BFF_URL ?? '', loginCode: async () => '', agreesToPrivacy: true });
  const startedAt = performance.now();
  await host.launch();
  const view = host.pages.at(-1)?.view;
  if (!view || host.bridge.total.setDataCalls > 0) throw new Error('the page drew before it could be watched');
  const took = await new Promise<number>(resolve => {
    const draw = view.setData;
    view.setData = json => {
      draw.call(view, json);
      if (part === null || view.querySelectorAll(part).length > 0) resolve(performance.now() - startedAt);
    };
  });
  if (host.faults.length > 0) throw new Error(host.report());
  host.close();
  return took;
};

const launchEmpty = (): Promise<number> => launchMs(emptyDist, null);
const launchReal = (): Promise<number> => launchMs(dist, '.cover');

const main = async () => {
  makeEmpty();
  await launchEmpty();
  await launchReal();
  const empty: number[] = [];
  const real: number[] = [];
  for (let round = 0; round < rounds; round++) {
    empty.push(await launchEmpty());
    real.push(await launchReal());
  }
  rmSync(join(emptyDist, '..'), { recursive: true, force: true });
  process.send?.({ emptyMs: median(empty), realMs: median(real) });
  process.on('SIGTERM', () => process.exit(0));
};
void main();
