import type { Log } from './lib/log';

export interface ClockJob {
  readonly name: string;
  readonly everyMs: number;
  readonly run: () => Promise<unknown>;
}

export interface ClockJobs {
  start(): void;
  /** Starts nothing more and waits for what is under way. */
  stop(): Promise<void>;
}

/** Runs each job again and again, never twice at once; a job that failed is logged and runs again at its next time. */
export const makeClockJobs = (jobs: readonly ClockJob[], log: Log): ClockJobs => {
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Set<Promise<unknown>>();
  let stopping = false;

  const plan = (job: ClockJob, inMs: number): void => {
    if (stopping) return;
    const timer = setTimeout(() => {
      const work = job
        .run()
        .catch((err: unknown) => log.error({ err, job: job.name }, 'clock job failed'))
        .finally(() => {
          running.delete(work);
          plan(job, job.everyMs);
        });
      running.add(work);
    }, inMs);
    timer.unref();
    timers.set(job.name, timer);
  };

  return {
    // A little apart, so that a restart does not do everything in its first instant.
    start: () => {
      for (const [at, job] of jobs.entries()) plan(job, 200 + at * 150);
    },
    async stop() {
      stopping = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running);
    },
  };
};
