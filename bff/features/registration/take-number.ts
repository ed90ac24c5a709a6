import type { Db, Sql } from '../../lib/db';
import { raiseValue } from '../../lib/db/marks';
import { beijingDay, toInstant } from '../../lib/time';
import type { RegistrationDeps } from './deps';
import { nextOfDay } from './store';

/** A number of an entry to be: `ZY20261123-0042`; `rank` compares as text. */
export interface TakenNumber {
  readonly number: string;
  readonly rank: string;
}

/** A later number of the same subject was committed while this one waited. */
class Overtaken extends Error {}

/** More than a subject has submissions under way at once. */
const tries = 50;

const takeNumber = async (db: Db, at: Date): Promise<TakenNumber> => {
  const day = beijingDay(at).replaceAll('-', '');
  const sequence = await db.inTx(tx => nextOfDay(tx, day, toInstant(at)));
  return { number: `ZY${day}-${String(sequence).padStart(4, '0')}`, rank: `${day}-${String(sequence).padStart(9, '0')}` };
};

/**
 * Numbers of one subject are committed in their order, and its submissions one after the other, as its row in `mark` is held until the
 * transaction ends. No other subject waits for it.
 * @throws Overtaken
 */
export const holdOrder = async (tx: Sql, subjectId: string, { rank }: TakenNumber, at: string): Promise<void> => {
  if (!(await raiseValue(tx, `registration.last:${subjectId}`, { value: rank, at }))) throw new Overtaken();
};

/**
 * A transaction with a number that was taken in another one before it: the counter of the day is one for the city, and nobody waits at it
 * until somebody else's submission is written. What is rolled back leaves a gap (decision 0012).
 */
export const inTxWithNumber =
  ({ db, now }: Pick<RegistrationDeps, 'db' | 'now'>) =>
  async <T>(work: (tx: Sql, number: TakenNumber) => Promise<T>): Promise<T> => {
    for (let nth = 1; ; nth += 1) {
      const number = await takeNumber(db, now());
      try {
        return await db.inTx(tx => work(tx, number));
      } catch (error) {
        if (!(error instanceof Overtaken) || nth === tries) throw error;
      }
    }
  };
