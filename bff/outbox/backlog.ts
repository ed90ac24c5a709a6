import type { Db } from '../lib/db';
import type { Clock } from '../lib/time';
import { readBacklog } from './store';

/** A delivery that waits longer than this means that somebody behind us is away. */
const patienceMs = 10 * 60_000;

/** What /readyz says of the deliveries; null: all is well. */
export const backlogFault =
  ({ db, now }: { readonly db: Db; readonly now: Clock }) =>
  async (): Promise<string | null> => {
    const { dead, oldestAt } = await readBacklog(db);
    if (dead > 0) return `${dead} dead letters`;
    return oldestAt !== null && now().getTime() - Date.parse(oldestAt) > patienceMs ? `oldest delivery waits since ${oldestAt}` : null;
  };
