import type { Db, Sql } from '../lib/db';

export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly key: readonly string[];
}

interface ColumnRow {
  readonly tableName: string;
  readonly columnName: string;
  /** Place in the primary key from 1; 0: not part of it. */
  readonly keyPlace: number;
}

const columnsOf = {
  sqlite: `SELECT m.name AS tableName, c.name AS columnName, c.pk AS keyPlace
    FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.pk`,
  mysql: `SELECT c.TABLE_NAME AS tableName, c.COLUMN_NAME AS columnName, COALESCE(k.ORDINAL_POSITION, 0) AS keyPlace
    FROM information_schema.COLUMNS c
    LEFT JOIN information_schema.KEY_COLUMN_USAGE k ON k.TABLE_SCHEMA = c.TABLE_SCHEMA AND k.TABLE_NAME = c.TABLE_NAME
      AND k.COLUMN_NAME = c.COLUMN_NAME AND k.CONSTRAINT_NAME = 'PRIMARY'
    WHERE c.TABLE_SCHEMA = DATABASE() ORDER BY c.TABLE_NAME, keyPlace`,
};

/** Every column named *Sealed, as the database itself has them: none can be forgotten here. */
export const findSealedColumns = async (db: Db): Promise<SealedColumn[]> => {
  const rows = await db.query<ColumnRow>(columnsOf[db.engine]);
  return rows
    .filter(row => row.columnName.endsWith('Sealed'))
    .map(({ tableName: table, columnName: column }) => ({
      table,
      column,
      key: rows.filter(row => row.tableName === table && row.keyPlace > 0).map(row => row.columnName),
    }));
};

type Key = readonly (string | number)[];

const quoted = (name: string): string => `\`${name}\``;

/** Values in order of the primary key, from after `after`. What was erased (null, or '' where a column must have a value) is sealed with nothing. */
export const readSealedAfter = async (
  sql: Sql,
  { table, column, key }: SealedColumn,
  after: Key | null,
  limit: number,
): Promise<{ id: Key; sealed: string }[]> => {
  const keys = key.map(quoted);
  const place = after ? `AND (${keys.join(', ')}) > (${keys.map(() => '?').join(', ')})` : '';
  const rows = await sql.query<Record<string, string | number>>(
    `SELECT ${keys.join(', ')}, ${quoted(column)} AS sealedValue FROM ${quoted(table)} WHERE ${quoted(column)} <> '' ${place} ORDER BY ${keys.join(', ')} LIMIT ${limit}`,
    after ?? [],
  );
  return rows.map(row => ({ id: key.map(name => row[name] ?? ''), sealed: String(row.sealedValue) }));
};

/** Rows changed: 0 when somebody else wrote the value in between. */
export const replaceSealed = (sql: Sql, { table, column, key }: SealedColumn, id: Key, from: string, to: string): Promise<number> =>
  sql.run(
    `UPDATE ${quoted(table)} SET ${quoted(column)} = ? WHERE ${key.map(name => `${quoted(name)} = ?`).join(' AND ')} AND ${quoted(column)} = ?`,
    [to, ...id, from],
  );

/** Values still sealed with a key, over all columns. */
export const countSealedWith = async (db: Db, keyId: string): Promise<number> => {
  let count = 0;
  for (const { table, column } of await findSealedColumns(db)) {
    const [row] = await db.query<{ n: number }>(`SELECT COUNT(*) AS n FROM ${quoted(table)} WHERE ${quoted(column)} LIKE ?`, [
      `${keyId}.%`,
    ]);
    count += row?.n ?? 0;
  }
  return count;
};

export const countRows = async (sql: Sql, table: 'citizen' | 'subject' | 'session' | 'report' | 'ledger_row'): Promise<number> =>
  (await sql.query<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.n ?? 0;

/** A whole copy of the SQLite database into an empty file, as of this moment. */
export const copyInto = (sql: Sql, path: string): Promise<number> => sql.run('VACUUM INTO ?', [path]);
