import type { Db, Sql } from '../../lib/db';
import { raiseValue, readMark } from '../../lib/db/marks';
import { beijingDay, toInstant } from '../../lib/time';
import type { RegistrationDeps } from './deps';
import { nextOfDay } from './store';

/** A number of an entry to be: `ZY20261123-0042`; `rank` compares as text. */
export interface TakenNumber {
  readonly number: string;
  readonly rank: string;
}

/** A later number of the same subject is committed already. */
class Overtaken extends Error {
  constructor(readonly subjectId: string) {
    super();
  }
}

const lastMark = (subjectId: string): string => `registration.last:${subjectId}`;
/** More than a subject has submissions under way at once. */
const tries = 50;

const compactDay = (at: Date): string => beijingDay(at).replaceAll('-', '');
/** Day of a subject's newest number, `20261123`. */
const lastDayOf = async (db: Db, subjectId: string): Promise<string> =>
  (await readMark(db, lastMark(subjectId)))?.value.split('-')[0] ?? '';

const takeNumber = async (db: Db, at: Date, day: string): Promise<TakenNumber> => {
  const sequence = await db.inTx(tx => nextOfDay(tx, day, toInstant(at)));
  return { number: `ZY${day}-${String(sequence).padStart(4, '0')}`, rank: `${day}-${String(sequence).padStart(9, '0')}` };
};

/**
 * Numbers of one subject are committed in their order, and its submissions one after the other, as its row in `mark` is held until the
 * transaction ends. No other subject waits for it.
 * @throws Overtaken
 */
export const holdOrder = async (tx: Sql, subjectId: string, { rank }: TakenNumber, at: string): Promise<void> => {
  if (!(await raiseValue(tx, lastMark(subjectId), { value: rank, at }))) throw new Overtaken(subjectId);
};

/**
 * A transaction with a number that was taken in another one before it: the counter of the day is one for the city, and nobody waits at it
 * until somebody else's submission is written. What is rolled back leaves a gap (decision 0012). A clock that was fast over midnight and is
 * right again goes on in the day it had begun: numbers of a subject never go back.
 */
export const inTxWithNumber =
  ({ db, now }: Pick<RegistrationDeps, 'db' | 'now'>) =>
  async <T>(work: (tx: Sql, number: TakenNumber) => Promise<T>): Promise<T> => {
    let notBefore = '';
    for (let nth = 1; ; nth += 1) {
      const at = now();
      const today = compactDay(at);
      const number = await takeNumber(db, at, today > notBefore ? today : notBefore);
      try {
        return await db.inTx(tx => work(tx, number));
      } catch (error) {
        if (!(error instanceof Overtaken) || nth === tries) throw error;
        notBefore = await lastDayOf(db, error.subjectId);
      }
    }
  };
