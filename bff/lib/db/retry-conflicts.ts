import { setTimeout as pause } from 'node:timers/promises';

/** Deadlock, lock wait timeout, MariaDB's snapshot conflict: the transaction was undone and may be tried again. */
const conflictNumbers = new Set([1213, 1205, 1020]);

/** Looks through causes too: a feature that says a failure in its own words must not turn a conflict into a refusal. */
export const isWriteConflict = (error: unknown): boolean =>
  error instanceof Error && (('errno' in error && conflictNumbers.has(error.errno as number)) || isWriteConflict(error.cause));

/** Repeats `work` on a write conflict, five times at most, a little later each time. */
export const retryConflicts = async <T>(work: () => Promise<T>, isConflict: (error: unknown) => boolean): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 5 || !isConflict(error)) throw error;
      await pause(Math.random() * 10 * 2 ** attempt);
    }
  }
};
