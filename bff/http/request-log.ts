import type { Log } from '../lib/log';
import type { Problem } from '../lib/problem';
import type { HttpMetrics } from './metrics';

export interface Answered {
  /** Route name; a URL may carry ids and is never logged. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  readonly requestId: string;
  readonly problem: Problem | null;
}

/** One line a request: no address, no body, no name, no number of a person. Faults carry their cause. */
export const makeRequestLog = (log: Log, metrics: HttpMetrics) => {
  // These lines hold five fields of our own making: looking through each for personal data would cost more than writing it.
  const plain = log.child({}, { redact: [] });
  return ({ route, status, ms, requestId, problem }: Answered): void => {
    metrics.answered(route, status, ms / 1000);
    const line = { route, status, ms: Math.round(ms * 10) / 10, requestId };
    if (!problem) {
      plain.info(line, 'answered');
      return;
    }
    metrics.refused(problem.code);
    const told = { ...line, code: problem.code };
    if (problem.code === 'server.fault') log.error({ ...told, err: problem.cause }, 'fault');
    else if (status >= 500) log.warn({ ...told, err: problem.cause }, 'unavailable');
    else plain.info(told, 'refused');
  };
};
