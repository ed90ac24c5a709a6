import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Edit, plant } from './build';
import { type Outcome, titleOf, type Unit } from './circus';
import type { Executed } from './executed';
import { inParallel, type Worker } from './pool';

/** A test of the suite as it is without a fault. */
export interface Known {
  readonly unit: Unit;
  readonly ms: number;
  readonly executed: Executed;
}

export interface Fault {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** The tests it is shown to until one fails: these, and then the others, those first that have found most in the least time. */
  readonly first: readonly Known[];
  readonly others: readonly Known[];
}

export interface Judged {
  readonly name: string;
  /** null: no test noticed. */
  readonly caughtBy: Outcome['failed'];
  readonly ran: number;
}

const run = async (worker: Worker, unit: Unit, dist: string, limitMs: number, counting = false) => {
  const done = await worker.do({ kind: 'run', unit, dist, counting }, limitMs);
  if (done?.kind === 'broken') throw new Error(`${titleOf(unit)}: ${done.words}`);
  return done?.kind === 'run' ? done : null;
};

/** Every test, each on a database of its own, on the dist as it was built. @throws with the names of those that fail */
export const readBaseline = async (units: readonly Unit[], dist: string): Promise<Known[]> => {
  const known: Known[] = [];
  const failed: string[] = [];
  await inParallel(units, async (unit, worker) => {
    const look = () => run(worker, unit, dist, 180_000, true);
    const once = await look();
    // As below: only what fails twice fails.
    const done = once && !once.outcome.failed ? once : await look();
    if (!done || done.outcome.failed) failed.push(`${titleOf(unit)}: ${done?.outcome.failed?.words ?? 'did not end'}`);
    else known.push({ unit, ms: done.outcome.ms, executed: done.executed ?? {} });
  });
  if (failed.length > 0) throw new Error(`without any fault these fail:\n${failed.join('\n')}`);
  return known.sort((a, b) => a.ms - b.ms);
};

/** Plants each fault by itself and shows it to its tests. */
export const judge = async (faults: readonly Fault[], onJudged: (judged: Judged) => void): Promise<Judged[]> => {
  const judged = new Map<Fault, Judged>();
  const found = new Map<Known, number>();
  const worth = (known: Known): number => (1 + (found.get(known) ?? 0)) / known.ms;
  await inParallel(faults, async (fault, worker) => {
    const dist = join(tmpdir(), `chengxin-fault-${process.pid}-${faults.indexOf(fault)}`);
    const remove = plant(dist, fault.edits);
    let caughtBy: Judged['caughtBy'] = null;
    let ran = 0;
    const others = [...fault.others].sort((a, b) => worth(b) - worth(a));
    for (const known of [...fault.first, ...others]) {
      const { unit, ms } = known;
      ran += 1;
      const look = async (): Promise<Judged['caughtBy']> => {
        const done = await run(worker, unit, dist, 3 * ms + 60_000);
        return done ? done.outcome.failed : { test: titleOf(unit), words: 'did not end' };
      };
      // Caught is what fails twice: a machine that was busy for a moment catches nothing.
      caughtBy = (await look()) && (await look());
      if (!caughtBy) continue;
      found.set(known, (found.get(known) ?? 0) + 1);
      break;
    }
    remove();
    const one = { name: fault.name, caughtBy, ran };
    judged.set(fault, one);
    onJudged(one);
  });
  return faults.map(fault => judged.get(fault) as Judged);
};
