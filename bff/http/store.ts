import { type Sql, UniqueViolation } from '../lib/db';
import type { Instant } from '../platform/ports';

/** One reservation of an Idempotency-Key. `createdAt` tells apart two reservations of one key. */
export interface Reservation {
  readonly citizenId: string;
  readonly key: string;
  readonly route: string;
  readonly bodyDigest: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

interface Row {
  readonly route: string;
  readonly bodyDigest: string;
  readonly replySealed: string | null;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

/** false: somebody holds this key. */
export const insertReservation = async (
  db: Sql,
  { citizenId, key, route, bodyDigest, createdAt, expiresAt }: Reservation,
): Promise<boolean> => {
  try {
    await db.run(
      'INSERT INTO idempotency (citizenId, `key`, route, bodyDigest, replySealed, createdAt, expiresAt) VALUES (?, ?, ?, ?, NULL, ?, ?)',
      [citizenId, key, route, bodyDigest, createdAt, expiresAt],
    );
    return true;
  } catch (error) {
    if (error instanceof UniqueViolation) return false;
    throw error;
  }
};

export const findReservation = async (db: Sql, citizenId: string, key: string): Promise<Row | null> => {
  const rows = await db.query<Row>(
    'SELECT route, bodyDigest, replySealed, createdAt, expiresAt FROM idempotency WHERE citizenId = ? AND `key` = ?',
    [citizenId, key],
  );
  return rows[0] ?? null;
};

/** false: this reservation was taken over or already has its reply. */
export const storeReply = async (tx: Sql, { citizenId, key, createdAt }: Reservation, replySealed: string): Promise<boolean> =>
  (await tx.run('UPDATE idempotency SET replySealed = ? WHERE citizenId = ? AND `key` = ? AND createdAt = ? AND replySealed IS NULL', [
    replySealed,
    citizenId,
    key,
    createdAt,
  ])) === 1;

/** Frees a key whose work did not happen; one that has its reply stays. */
export const deleteUnanswered = async (db: Sql, citizenId: string, key: string, createdAt: Instant): Promise<void> => {
  await db.run('DELETE FROM idempotency WHERE citizenId = ? AND `key` = ? AND createdAt = ? AND replySealed IS NULL', [
    citizenId,
    key,
    createdAt,
  ]);
};

export const deleteExpired = (db: Sql, now: Instant): Promise<number> => db.run('DELETE FROM idempotency WHERE expiresAt <= ?', [now]);

/** One statement that needs the database to answer. */
export const ping = async (db: Sql): Promise<void> => {
  await db.query('SELECT 1 AS one');
};
