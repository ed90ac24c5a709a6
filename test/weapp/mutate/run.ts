import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { plant, readScripts } from './build';
import type { Unit } from './circus';
import { ran } from './executed';
import { type Fault, type Judged, judge, type Known, readBaseline } from './faults';
import { asMarkdown, asText } from './list';
import { type Planted, planted } from './planted';
import { Worker } from './pool';
import { drawSites, type Site, sitesIn } from './sites';

/**
 * `npm run mutate:weapp`: can the suite of the mini-program fail? Puts one fault at a time into a copy of the production dist and shows it
 * to the tests: the planted ones, all to be caught, and random ones from a seed, of which four in five are to be caught.
 */
const { values } = parseArgs({
  options: { seed: { type: 'string' }, count: { type: 'string' }, only: { type: 'string' } },
});
const seed = Number(values.seed ?? 20_261_123);
const count = Number(values.count ?? 60);
const share = 0.8;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** These look at no running dist, at its files alone, or at the looks of it in Chromium. */
const apart = /\/(harness|static|accessible|desk|desk-session)\.test\.ts$/;
const testFiles = ['test/journeys', 'test/weapp']
  .flatMap(folder => readdirSync(folder).map(name => `${folder}/${name}`))
  .filter(file => file.endsWith('.test.ts') && !apart.test(file))
  .sort();

const readUnits = async (): Promise<Unit[]> => {
  const worker = new Worker();
  const units: Unit[] = [];
  for (const file of testFiles) units.push(...(await worker.units(file)));
  worker.end();
  return units;
};

const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  const startedMs = Date.now();
  const result = await work();
  say(`(${what}: ${Math.round((Date.now() - startedMs) / 1000)} s)`);
  return result;
};

const tell = ({ name, caughtBy, ran: shown }: Judged): void =>
  say(caughtBy ? `caught   ${name}\n         by ${caughtBy.test}: ${caughtBy.words}` : `SURVIVED ${name} (${shown} tests ran)`);

const isNear = ({ near }: Planted, { file, name }: Unit): boolean => `${file} ${name}`.includes(near);

const plantedFaults = (sites: readonly Site[], known: readonly Known[]): Fault[] =>
  planted
    .filter(({ name }) => !values.only || name.includes(values.only))
    .map(fault => {
      const first = known.filter(({ unit }) => isNear(fault, unit));
      return { name: fault.name, edits: fault.edits(sites), first, others: known.filter(one => !first.includes(one)) };
    });

/** Of the sites that some test runs, in the order of the seed. */
const randomFaults = (sites: readonly Site[], known: readonly Known[]): { site: Site; fault: Fault }[] => {
  const executed = sites.filter(({ script, at }) => known.some(one => ran(one.executed, script, at)));
  say(`${sites.length} places for a fault in the app's own code, ${executed.length} of them run in some test`);
  return drawSites(executed, seed, count).map(site => ({
    site,
    fault: {
      name: `${site.kind} · ${site.place.file}:${site.place.line} · ${site.words}`,
      edits: site.edits,
      first: [],
      others: known.filter(one => ran(one.executed, site.script, site.at)),
    },
  }));
};

const main = async (): Promise<boolean> => {
  const temporary = resolve('.build/mutate');
  mkdirSync(temporary, { recursive: true });
  process.env.TMPDIR = temporary;
  try {
    const scripts = readScripts();
    const sites = scripts.flatMap(sitesIn);
    const units = await readUnits();
    for (const fault of planted) if (!units.some(unit => isNear(fault, unit))) throw new Error(`no test is called ${fault.near}`);
    for (const fault of planted) fault.edits(sites);
    const whole = join(temporary, 'whole');
    plant(whole, []);
    const known = await timed(`${units.length} tests without a fault`, () => readBaseline(units, whole));
    const own = await timed('planted', () => judge(plantedFaults(sites, known), tell));
    say(`seed ${seed}`);
    const drawn = values.only ? [] : randomFaults(sites, known);
    const random = await timed('random', () =>
      judge(
        drawn.map(({ fault }) => fault),
        tell,
      ),
    );
    const list = { seed, tests: units.length, planted: own, random: random.map((judged, n) => ({ judged, site: drawn[n]?.site as Site })) };
    if (!values.only && count >= 60) writeFileSync(join('docs/acceptance', 'weapp-mutants.md'), asMarkdown(list));
    say(asText(list));
    const caught = random.filter(({ caughtBy }) => caughtBy).length;
    return own.every(({ caughtBy }) => caughtBy) && caught >= share * random.length;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
};

main().then(
  good => process.exit(good ? 0 : 1),
  (error: unknown) => {
    say(`mutate:weapp: ${(error as Error).message}`);
    process.exit(1);
  },
);
