import { type Db, type Sql, UniqueViolation } from '../../lib/db';
import type { Instant, SectionId } from '../../platform/ports';

/** Small durable facts of the change feed. */
export interface Mark {
  readonly value: string;
  readonly at: Instant;
}

export const readMark = async (sql: Sql, name: string): Promise<Mark | null> =>
  (await sql.query<Mark>('SELECT value, at FROM mark WHERE name = ?', [name]))[0] ?? null;

/** Two writers at once meet at the primary key; the second one updates. */
const updateOrInsert = async (update: () => Promise<number>, insert: () => Promise<number>): Promise<void> => {
  if ((await update()) > 0) return;
  try {
    await insert();
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error;
    await update();
  }
};

export const writeMark = (sql: Sql, name: string, { value, at }: Mark): Promise<void> =>
  updateOrInsert(
    () => sql.run('UPDATE mark SET value = ?, at = ? WHERE name = ?', [value, at, name]),
    () => sql.run('INSERT INTO mark (name, value, at) VALUES (?, ?, ?)', [name, value, at]),
  );

/** False: this nonce was seen before, by this instance or another. */
export const takeNonce = async (sql: Sql, nonce: string, expiresAt: Instant): Promise<boolean> => {
  try {
    await sql.run('INSERT INTO callback_nonce (nonce, expiresAt) VALUES (?, ?)', [nonce, expiresAt]);
    return true;
  } catch (error) {
    if (error instanceof UniqueViolation) return false;
    throw error;
  }
};

/** A callback that could not be worked off may be sent again with the same nonce. */
export const giveBackNonce = async (sql: Sql, nonce: string): Promise<void> => {
  await sql.run('DELETE FROM callback_nonce WHERE nonce = ?', [nonce]);
};

export const dropOldNonces = (sql: Sql, before: Instant): Promise<number> =>
  sql.run('DELETE FROM callback_nonce WHERE expiresAt < ?', [before]);

/** Counts records outside the national catalogue (R10). Nothing of their content is kept. */
export const countQuarantined = async (
  db: Db,
  sectionId: SectionId,
  found: readonly { readonly recordId: string; readonly category: string }[],
  at: Instant,
): Promise<void> => {
  for (const { recordId, category } of found) {
    await updateOrInsert(
      () => db.run('UPDATE quarantine SET seen = seen + 1, lastSeenAt = ? WHERE recordId = ?', [at, recordId]),
      () =>
        db.run('INSERT INTO quarantine (recordId, category, sectionId, firstSeenAt, lastSeenAt, seen) VALUES (?, ?, ?, ?, ?, 1)', [
          recordId,
          category,
          sectionId,
          at,
          at,
        ]),
    );
  }
};
