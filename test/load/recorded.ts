import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'mysql2/promise';
import type { Db, Sql, SqlValue } from '../../bff/lib/db';

interface Statement {
  readonly text: string;
  readonly values: readonly SqlValue[];
  readonly inTx: boolean;
}
export type Recorded = readonly Statement[];

/** The same database; `record` gives every statement that `work` sent, in order. */
export const recordingDb = (db: Db): { db: Db; record: (work: () => Promise<unknown>) => Promise<Recorded> } => {
  const tape = new AsyncLocalStorage<Statement[]>();
  const over = (sql: Sql, inTx: boolean): Sql => ({
    query(text, values = []) {
      tape.getStore()?.push({ text, values, inTx });
      return sql.query(text, values);
    },
    run(text, values = []) {
      tape.getStore()?.push({ text, values, inTx });
      return sql.run(text, values);
    },
  });
  return {
    db: { ...db, ...over(db, false), inTx: work => db.inTx(tx => work(over(tx, true))) },
    async record(work) {
      const statements: Statement[] = [];
      await tape.run(statements, work);
      return statements;
    },
  };
};

const letters = (length: number): string => randomBytes(length).toString('hex').slice(0, length);

/** Another value of the same form, for one that was another in both recordings. */
const fresh = (value: string | number, nth: number): string | number => {
  if (typeof value === 'number') return 1_000_000 + nth;
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return value;
  if (/^ZY\d{8}-\d+$/.test(value)) return `${value.slice(0, 11)}${1_000_000 + nth}`;
  return letters(value.length);
};

/**
 * The statements of one piece of work again, by hand: the same text over the same pool, what is its own each time (ids, digests, numbers)
 * made anew and the same throughout, and one digest as the chain of the ledger has it. `first` and `second` are two recordings of it.
 */
export const replay = (pool: Pool, first: Recorded, second: Recorded): (() => Promise<void>) => {
  if (first.length !== second.length || first.some(({ text }, at) => text !== second[at]?.text))
    throw new Error('the two recordings are not of the same statements');
  const isOwn = first.map(({ values }, at) => values.map((value, nth) => value !== second[at]?.values[nth]));
  let times = 0;
  return async () => {
    times += 1;
    const nth = times;
    const made = new Map<string | number, string | number>();
    const valuesOf = ({ values }: Statement, at: number): SqlValue[] =>
      values.map((value, place) => {
        if (value === null || !isOwn[at]?.[place]) return value;
        if (!made.has(value)) made.set(value, fresh(value, nth));
        return made.get(value) ?? null;
      });
    createHash('sha256').update(letters(200)).digest('hex');
    const connections = { tx: null as Awaited<ReturnType<Pool['getConnection']>> | null };
    for (const [at, statement] of first.entries()) {
      if (statement.inTx && !connections.tx) {
        connections.tx = await pool.getConnection();
        await connections.tx.beginTransaction();
      }
      if (!statement.inTx && connections.tx) {
        await connections.tx.commit();
        connections.tx.release();
        connections.tx = null;
      }
      await (connections.tx ?? pool).execute(statement.text, valuesOf(statement, at));
    }
    if (connections.tx) {
      await connections.tx.commit();
      connections.tx.release();
    }
  };
};
