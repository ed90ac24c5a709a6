import type { Sql } from '../../lib/db';
import type { Day, Instant } from '../../platform/ports';

export interface VerifiedRow {
  readonly personId: string | null;
  readonly verifiedMethod: 'face' | 'bank_card' | 'counter_code' | 'demo' | null;
  readonly verifiedAt: Instant | null;
}

export interface FaceRow {
  readonly id: string;
  readonly citizenId: string;
  readonly upstreamId: string;
  readonly documentSealed: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

export interface TieRow {
  readonly id: string;
  readonly guardianId: string;
  readonly childId: string;
  readonly provedBy: 'registry' | 'counter_code';
  readonly createdAt: Instant;
  readonly endsOn: Day;
}

const first = async <T>(rows: Promise<T[]>): Promise<T | null> => (await rows)[0] ?? null;

export const readVerified = async (sql: Sql, citizenId: string): Promise<VerifiedRow> =>
  (await first(sql.query<VerifiedRow>('SELECT personId, verifiedMethod, verifiedAt FROM citizen WHERE id = ?', [citizenId]))) ?? {
    personId: null,
    verifiedMethod: null,
    verifiedAt: null,
  };

/** 0: the account is verified already. @throws UniqueViolation the person has another account */
export const setPerson = (sql: Sql, citizenId: string, personId: string, method: string, at: Instant): Promise<number> =>
  sql.run('UPDATE citizen SET personId = ?, verifiedMethod = ?, verifiedAt = ? WHERE id = ? AND personId IS NULL', [
    personId,
    method,
    at,
    citizenId,
  ]);

export const clearPerson = async (sql: Sql, citizenId: string): Promise<void> => {
  await sql.run('UPDATE citizen SET personId = NULL, verifiedMethod = NULL, verifiedAt = NULL WHERE id = ?', [citizenId]);
};

/** Holds the account's row until the transaction ends, so that two phones count their attempts one after the other. */
export const holdCitizen = async (tx: Sql, citizenId: string): Promise<void> => {
  await tx.run('UPDATE citizen SET createdAt = createdAt WHERE id = ?', [citizenId]);
};

/** Attempts that failed or are still open. */
export const countAttempts = async (sql: Sql, citizenId: string, kind: string, since: Instant): Promise<number> => {
  const rows = await sql.query<{ n: number }>(
    `SELECT COUNT(*) AS n FROM identity_attempt WHERE citizenId = ? AND kind = ? AND at >= ? AND outcome IN ('open', 'failed')`,
    [citizenId, kind, since],
  );
  return Number(rows[0]?.n ?? 0);
};

export const insertAttempt = async (tx: Sql, id: string, citizenId: string, kind: string, at: Instant): Promise<void> => {
  await tx.run(`INSERT INTO identity_attempt (id, citizenId, kind, outcome, at) VALUES (?, ?, ?, 'open', ?)`, [id, citizenId, kind, at]);
};

export const settleAttemptRow = async (sql: Sql, id: string, outcome: 'passed' | 'failed' | 'unanswered'): Promise<void> => {
  await sql.run('UPDATE identity_attempt SET outcome = ? WHERE id = ?', [outcome, id]);
};

export const insertFaceCheck = async (sql: Sql, row: FaceRow): Promise<void> => {
  await sql.run('INSERT INTO face_check (id, citizenId, upstreamId, documentSealed, createdAt, expiresAt) VALUES (?, ?, ?, ?, ?, ?)', [
    row.id,
    row.citizenId,
    row.upstreamId,
    row.documentSealed,
    row.createdAt,
    row.expiresAt,
  ]);
};

export const readFaceCheck = (sql: Sql, id: string, citizenId: string, at: Instant): Promise<FaceRow | null> =>
  first(
    sql.query<FaceRow>(
      `SELECT id, citizenId, upstreamId, documentSealed, createdAt, expiresAt FROM face_check
       WHERE id = ? AND citizenId = ? AND expiresAt > ?`,
      [id, citizenId, at],
    ),
  );

/** A check that has its result is over; the document in it goes with it. */
export const dropFaceCheck = async (sql: Sql, id: string): Promise<void> => {
  await sql.run('DELETE FROM face_check WHERE id = ?', [id]);
};

export const dropFaceChecks = async (sql: Sql, citizenId: string): Promise<void> => {
  await sql.run('DELETE FROM face_check WHERE citizenId = ?', [citizenId]);
};

/** @throws UniqueViolation this tie is there already */
export const insertTie = async (tx: Sql, row: TieRow): Promise<void> => {
  await tx.run('INSERT INTO guardianship (id, guardianId, childId, provedBy, createdAt, endsOn, liveKey) VALUES (?, ?, ?, ?, ?, ?, ?)', [
    row.id,
    row.guardianId,
    row.childId,
    row.provedBy,
    row.createdAt,
    row.endsOn,
    `${row.guardianId}:${row.childId}`,
  ]);
};

export const endTie = (sql: Sql, guardianId: string, childId: string, at: Instant): Promise<number> =>
  sql.run('UPDATE guardianship SET endedAt = ?, liveKey = NULL WHERE liveKey = ?', [at, `${guardianId}:${childId}`]);

export const endTiesOf = async (sql: Sql, citizenId: string, at: Instant): Promise<void> => {
  await sql.run(
    'UPDATE guardianship SET endedAt = ?, liveKey = NULL WHERE liveKey IS NOT NULL AND guardianId = (SELECT personId FROM citizen WHERE id = ?)',
    [at, citizenId],
  );
};

export const sweepRows = async (sql: Sql, at: Instant, today: Day, attemptsBefore: Instant): Promise<void> => {
  await sql.run('UPDATE guardianship SET endedAt = ?, liveKey = NULL WHERE endedAt IS NULL AND endsOn < ?', [at, today]);
  await sql.run('DELETE FROM face_check WHERE expiresAt < ?', [at]);
  await sql.run('DELETE FROM identity_attempt WHERE at < ?', [attemptsBefore]);
};
