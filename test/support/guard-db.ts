import { AsyncLocalStorage } from 'node:async_hooks';
import type { Db } from '../../bff/lib/db';

/**
 * The same database, which refuses what its lanes forbid: asking `db` instead of `tx` inside a transaction. On SQLite that waits for
 * itself until the transaction times out, on MySQL it silently leaves the transaction.
 */
export const guardDb = (db: Db): Db => {
  const inside = new AsyncLocalStorage<{ open: boolean }>();
  const outside =
    <Args extends unknown[], T>(what: string, work: (...args: Args) => T) =>
    (...args: Args): T => {
      if (inside.getStore()?.open) throw new Error(`db.${what} inside inTx: use the transaction's own tx`);
      return work(...args);
    };
  return {
    engine: db.engine,
    query: outside('query', db.query) as Db['query'],
    run: outside('run', db.run),
    inTx: outside('inTx', <T>(work: (tx: Parameters<Parameters<Db['inTx']>[0]>[0]) => Promise<T>) =>
      db.inTx(async tx => {
        // A timer set inside (the relay's kick) keeps this context when the transaction is long over.
        const state = { open: true };
        try {
          return await inside.run(state, () => work(tx));
        } finally {
          state.open = false;
        }
      }),
    ) as Db['inTx'],
    get prisma() {
      return outside('prisma', () => db.prisma)();
    },
    close: () => db.close(),
  };
};
