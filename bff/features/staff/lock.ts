import { type Db, UniqueViolation } from '../../lib/db';
import { Problem } from '../../lib/problem';
import { type Clock, toInstant } from '../../lib/time';
import { lockAfter, staffPolicy } from '../../policy/staff';
import { insertLock, readLock, replaceLock } from './store';

/** Others may try in between; whoever loses this often is one of very many. */
const rounds = 5;

/**
 * Takes one try at an account before anything is compared, so that of many at once none is free. It counts as failed until it is
 * cleared, and counts alike for an account that does not exist: a lock tells nobody that there is one.
 * @throws Problem `staff.locked`
 */
export const takeTry =
  ({ db, now }: { readonly db: Db; readonly now: Clock }) =>
  async (accountIndex: string): Promise<void> => {
    const { forgottenHours } = staffPolicy.lock;
    for (let round = 0; round < rounds; round += 1) {
      const at = now();
      const nowMs = at.getTime();
      const seen = await readLock(db, accountIndex);
      const lockedMs = seen?.lockedUntil ? Date.parse(seen.lockedUntil) - nowMs : 0;
      if (lockedMs > 0) throw new Problem('staff.locked', { retryAfterSec: Math.ceil(lockedMs / 1000) });
      const forgotten = seen === null || nowMs - Date.parse(seen.at) > forgottenHours * 3600_000;
      const tries = forgotten ? 1 : seen.tries + 1;
      const untilMs = lockAfter(tries, nowMs);
      const next = { tries, at: toInstant(at), lockedUntil: untilMs === null ? null : toInstant(new Date(untilMs)) };
      try {
        if (seen === null) await insertLock(db, accountIndex, next);
        else if ((await replaceLock(db, accountIndex, seen, next)) === 0) continue;
        return;
      } catch (error) {
        if (!(error instanceof UniqueViolation)) throw error;
      }
    }
    throw new Problem('staff.locked', { retryAfterSec: 5 });
  };
