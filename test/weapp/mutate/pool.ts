import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Unit } from './circus';
import type { Done, Order } from './worker';

const env = { ...process.env, JOURNEYS_ON: 'weapp', TEST_DB: 'sqlite', PATIENCE_MS: '8000' };
/** A process that has run this many is replaced by a fresh one. */
const runsPerProcess = 40;

/** One worker process after another, one order at a time. */
export class Worker {
  #child: ChildProcess | null = null;
  #runs = 0;

  /** @returns null when it did not end within `limitMs`, or ended its process */
  async do(order: Order, limitMs: number): Promise<Done | null> {
    if (this.#runs >= runsPerProcess) this.end();
    this.#runs += 1;
    this.#child ??= fork(join(__dirname, 'worker.ts'), { env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const child = this.#child;
    return new Promise(resolve => {
      const finish = (done: Done | null): void => {
        clearTimeout(timer);
        child.removeAllListeners();
        if (!done) this.end();
        resolve(done);
      };
      const timer = setTimeout(() => finish(null), limitMs);
      child.once('message', done => finish(done as Done));
      child.once('exit', () => finish(null));
      child.send(order);
    });
  }

  async units(file: string): Promise<readonly Unit[]> {
    const done = await this.do({ kind: 'list', file }, 60_000);
    if (done?.kind !== 'list') throw new Error(`${file} does not load: ${done?.kind === 'broken' ? done.words : 'no answer'}`);
    return done.units;
  }

  end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
    this.#runs = 0;
  }
}

/** Works a list off. Three for two cores: a phone waits for the BFF and for its own pauses half of the time. */
export const inParallel = async <T>(items: readonly T[], work: (item: T, worker: Worker) => Promise<void>): Promise<void> => {
  const waiting = [...items];
  await Promise.all(
    [0, 1, 2].map(async () => {
      const worker = new Worker();
      try {
        for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item, worker);
      } finally {
        worker.end();
      }
    }),
  );
};
