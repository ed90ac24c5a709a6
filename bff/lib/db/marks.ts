import { type Sql, UniqueViolation } from '../db';

/**
 * The table `mark`: small durable facts, one row a name. This file alone knows its columns; a name belongs to the store that writes it:
 * `credit.feed` to profile, `report.changed:*` to report, `help:*` to help.
 */
export interface DurableMark {
  readonly value: string;
  /** UTC instant of the last writing. */
  readonly at: string;
}

export const readMark = async (sql: Sql, name: string): Promise<DurableMark | null> =>
  (await sql.query<DurableMark>('SELECT value, at FROM mark WHERE name = ?', [name]))[0] ?? null;

/** Two writers at once meet at the primary key; the second one updates. */
export const updateOrInsert = async (update: () => Promise<number>, insert: () => Promise<number>): Promise<void> => {
  if ((await update()) > 0) return;
  try {
    await insert();
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error;
    await update();
  }
};

const insertMark = (sql: Sql, name: string, { value, at }: DurableMark): Promise<number> =>
  sql.run('INSERT INTO mark (name, value, at) VALUES (?, ?, ?)', [name, value, at]);

export const writeMark = (sql: Sql, name: string, mark: DurableMark): Promise<void> =>
  updateOrInsert(
    () => sql.run('UPDATE mark SET value = ?, at = ? WHERE name = ?', [mark.value, mark.at, name]),
    () => insertMark(sql, name, mark),
  );

/** Keeps the greater of two texts, in whatever order they are told. false: what is there is as great or greater. */
export const raiseValue = async (sql: Sql, name: string, mark: DurableMark): Promise<boolean> => {
  const { value, at } = mark;
  const raise = async (): Promise<boolean> =>
    (await sql.run('UPDATE mark SET value = ?, at = ? WHERE name = ? AND value < ?', [value, at, name, value])) > 0;
  if (await raise()) return true;
  // Looked for before it is inserted: an insert that fails on MySQL keeps a lock that the next writer would wait for.
  if ((await readMark(sql, name)) !== null) return false;
  try {
    await insertMark(sql, name, mark);
    return true;
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error;
    return raise();
  }
};

/** Keeps the later of two instants, in whatever order they are told. */
export const raiseMark = async (sql: Sql, name: string, at: string): Promise<void> => {
  await raiseValue(sql, name, { value: at, at });
};

/** The next number of a sequence, from 1. The row stays locked until the transaction ends, so no two get one number. */
export const nextOfMark = async (tx: Sql, name: string, at: string): Promise<number> => {
  await updateOrInsert(
    () => tx.run('UPDATE mark SET value = CAST(value AS SIGNED) + 1, at = ? WHERE name = ?', [at, name]),
    () => insertMark(tx, name, { value: '1', at }),
  );
  return Number((await readMark(tx, name))?.value);
};

/** Marks whose name begins with `prefix` and that were last written before an instant. */
export const dropMarks = (sql: Sql, prefix: string, before: string): Promise<number> =>
  sql.run('DELETE FROM mark WHERE name LIKE ? AND at < ?', [`${prefix}%`, before]);
