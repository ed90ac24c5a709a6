import { Worker } from 'node:worker_threads';
import { Problem } from '../../../lib/problem';
import type { Rendered, RenderJob } from './render';
import type { WorkerSetup } from './worker';

export interface PdfPool {
  /** @throws Problem `server.busy` when too many wait; Error when the drawing failed. */
  renderPdf(job: RenderJob): Promise<Rendered>;
  /** Resolves when every thread has its fonts open. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

type Answer = { readonly ready: true } | { readonly fault: string } | Rendered;

interface Waiting {
  readonly job: RenderJob;
  readonly resolve: (rendered: Rendered) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly ready: Promise<void>;
  current: Waiting | null;
}

/** Test runs execute the sources as they are; the build has JavaScript here. */
const workerFile = require.resolve('./worker');
const execArgv = workerFile.endsWith('.ts') ? ['--require', require.resolve('tsx/cjs')] : [];

/** Threads that draw PDFs, so that drawing never holds up a request. A thread that dies fails its job and is replaced. */
export const makePdfPool = (setup: WorkerSetup, { threads = 1, maxWaiting = 64, deadlineMs = 60_000 } = {}): PdfPool => {
  const queue: Waiting[] = [];
  let closed = false;
  const pool: Thread[] = [];

  const next = (thread: Thread): void => {
    if (thread.current || closed) return;
    const waiting = queue.shift();
    if (!waiting) return;
    thread.current = waiting;
    thread.worker.postMessage(waiting.job);
  };

  const start = (): void => {
    const worker = new Worker(workerFile, { workerData: setup, execArgv });
    let markReady: () => void = () => undefined;
    const thread: Thread = { worker, current: null, ready: new Promise(resolve => (markReady = resolve)) };
    worker.unref();
    worker.on('message', (answer: Answer) => {
      if ('ready' in answer) return markReady();
      const waiting = thread.current;
      thread.current = null;
      if ('fault' in answer) waiting?.reject(new Error(`pdf: ${answer.fault}`));
      else waiting?.resolve(answer);
      next(thread);
    });
    const died = (error: Error): void => {
      markReady();
      const at = pool.indexOf(thread);
      if (at < 0) return;
      pool.splice(at, 1);
      // Each death fails one job, so that a thread that cannot start is not started for ever.
      (thread.current ?? queue.shift())?.reject(error);
      thread.current = null;
      if (queue.length > 0) refill();
    };
    worker.on('error', died);
    worker.on('exit', () => died(new Error('pdf: thread ended')));
    pool.push(thread);
    next(thread);
  };

  const refill = (): void => {
    while (!closed && pool.length < threads) start();
  };
  refill();

  return {
    renderPdf(job) {
      if (closed) return Promise.reject(new Error('pdf: pool is closed'));
      if (queue.length >= maxWaiting) return Promise.reject(new Problem('server.busy', { retryAfterSec: 5 }));
      refill();
      return new Promise<Rendered>((resolve, reject) => {
        const late = setTimeout(() => {
          const at = queue.indexOf(waiting);
          if (at >= 0) queue.splice(at, 1);
          void pool.find(({ current }) => current === waiting)?.worker.terminate();
          reject(new Error('pdf: not drawn in time'));
        }, deadlineMs);
        late.unref();
        const settle =
          <T>(give: (value: T) => void) =>
          (value: T) => {
            clearTimeout(late);
            give(value);
          };
        const waiting: Waiting = { job, resolve: settle(resolve), reject: settle(reject) };
        queue.push(waiting);
        const free = pool.find(({ current }) => current === null);
        if (free) next(free);
      });
    },
    warm: async () => {
      await Promise.all(pool.map(({ ready }) => ready));
    },
    async close() {
      closed = true;
      for (const { reject } of queue.splice(0)) reject(new Error('pdf: pool is closed'));
      await Promise.all([...pool].map(({ worker }) => worker.terminate()));
    },
  };
};
