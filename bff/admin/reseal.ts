import type { Db } from '../lib/db';
import type { Log } from '../lib/log';
import type { Seal } from '../lib/seal';
import { findSealedColumns, readSealedAfter, replaceSealed, type SealedColumn } from './store';

/** Rows of a batch; a pause lets requests through between two on the one writer of SQLite. */
const batch = 100;

const resealColumn = async (db: Db, seal: Seal, column: SealedColumn): Promise<number> => {
  const purpose = `${column.table}.${column.column}`;
  let changed = 0;
  for (let after: readonly (string | number)[] | null = null; ; ) {
    const rows = await readSealedAfter(db, column, after, batch);
    for (const { id, sealed } of rows) {
      if (seal.keyIdOf(sealed) === seal.currentKeyId) continue;
      // Only if nobody has written it since: whoever did used the current key already.
      changed += await replaceSealed(db, column, id, sealed, seal.seal(seal.open(sealed, purpose), purpose));
    }
    const last = rows.at(-1);
    if (!last || rows.length < batch) return changed;
    after = last.id;
  }
};

/** Seals every sealed value anew with the current key, while requests go on. Values changed, by column. */
export const reseal = async ({ db, seal, log }: { db: Db; seal: Seal; log: Log }): Promise<Record<string, number>> => {
  const changed: Record<string, number> = {};
  for (const column of await findSealedColumns(db)) {
    const count = await resealColumn(db, seal, column);
    changed[`${column.table}.${column.column}`] = count;
    log.info({ table: column.table, column: column.column, changed: count, keyId: seal.currentKeyId }, 'resealed');
  }
  return changed;
};
