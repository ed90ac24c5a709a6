/**
 * `npm run shots`: every page in every state at 390 wide, to `.shots/`. Starts the app on a database of its own unless
 * SHOTS_URL names a running one. Arguments: names of pages to draw, e.g. `npm run shots -- home me`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountPages } from './account-pages';
import { draw, openAs, openBrowser } from './browse';
import { filePages } from './file-pages';
import { type PageShots, states } from './shot';

const root = join(__dirname, '../..');
const folder = join(root, '.shots');

interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

const start = async (): Promise<Running> => {
  const given = process.env.SHOTS_URL;
  if (given) return { url: given.replace(/\/$/, ''), stop: async () => undefined };
  const dataDir = mkdtempSync(join(tmpdir(), 'chengxin-shots-'));
  const port = process.env.SHOTS_PORT ?? '3917';
  const child = spawn(process.execPath, ['bff/start.mjs'], {
    cwd: root,
    env: { ...process.env, PORT: port, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', chunk => {
      text += String(chunk);
      const ready = /^ready (\S+)$/m.exec(text)?.[1];
      if (ready) resolve(ready);
    });
    void gone.then(() => reject(new Error('the app did not start')));
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await gone;
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { url, stop };
};

const statesOf = ({ only, api }: PageShots) => only ?? states.filter(state => api || !['loading', 'error', 'offline'].includes(state));

const main = async (): Promise<void> => {
  const wanted = process.argv.slice(2);
  const all = [...accountPages, ...filePages].filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const { url, stop } = await start();
  const browser = await openBrowser();
  let drawn = 0;
  let faulty = 0;
  try {
    for (const person of new Set(all.map(shots => shots.person))) {
      const visitor = await openAs(browser, url, person);
      for (const shots of all.filter(one => one.person === person)) {
        for (const state of statesOf(shots)) {
          const faults = await draw(visitor, shots, state, folder).catch((error: Error) => [error.message]);
          drawn += 1;
          if (faults.length > 0) {
            faulty += 1;
            console.log(`${shots.name}-${state}: ${faults.join('; ')}`);
          }
        }
      }
      await visitor.context.close();
    }
  } finally {
    await browser.close();
    await stop();
  }
  console.log(`${drawn} pictures in .shots/, ${faulty} with faults`);
  process.exitCode = faulty > 0 ? 1 : 0;
};

void main();
