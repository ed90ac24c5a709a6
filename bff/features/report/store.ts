import type { Db, Sql } from '../../lib/db';
import { dropMarks, raiseMark, readMark } from '../../lib/db/marks';
import type { Instant } from '../../platform/ports';

export type StoredState = 'making' | 'ready' | 'failed' | 'expired' | 'revoked' | 'superseded';

export interface ReportRow {
  readonly id: string;
  readonly number: string;
  readonly subjectId: string;
  readonly citizenId: string;
  readonly variant: 'full' | 'no_violation';
  readonly state: StoredState;
  readonly wishSealed: string;
  readonly verifyId: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  /** When its data were read; changes after this make it superseded. */
  readonly readyAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly endedReason: string | null;
  readonly dataDigest: string | null;
  readonly summarySealed: string | null;
  readonly verifySignature: string | null;
  readonly verifyKeyId: string | null;
  readonly clerkCodeSealed: string | null;
  readonly clerkTries: number;
  readonly pages: number | null;
  readonly sizeBytes: number | null;
}

const columns =
  'id, number, subjectId, citizenId, variant, state, wishSealed, verifyId, createdAt, expiresAt, readyAt, endedAt, endedReason, dataDigest, summarySealed, verifySignature, verifyKeyId, clerkCodeSealed, clerkTries, pages, sizeBytes';

type NewReport = Pick<
  ReportRow,
  'id' | 'number' | 'subjectId' | 'citizenId' | 'variant' | 'wishSealed' | 'verifyId' | 'createdAt' | 'expiresAt' | 'clerkCodeSealed'
>;

/** @throws UniqueViolation when the number is taken */
export const insertMaking = async (tx: Sql, row: NewReport): Promise<void> => {
  await tx.run(
    `INSERT INTO report (id, number, subjectId, citizenId, variant, state, wishSealed, verifyId, createdAt, expiresAt, clerkCodeSealed, clerkTries)
     VALUES (?, ?, ?, ?, ?, 'making', ?, ?, ?, ?, ?, 0)`,
    [
      row.id,
      row.number,
      row.subjectId,
      row.citizenId,
      row.variant,
      row.wishSealed,
      row.verifyId,
      row.createdAt,
      row.expiresAt,
      row.clerkCodeSealed,
    ],
  );
};

/** Holds the account's row until the transaction ends, so that requests at once are counted one after the other. */
export const holdCitizen = async (tx: Sql, citizenId: string): Promise<void> => {
  await tx.run('UPDATE citizen SET createdAt = createdAt WHERE id = ?', [citizenId]);
};

export const countSince = async (sql: Sql, citizenId: string, from: Instant): Promise<number> => {
  const [row] = await sql.query<{ n: number | bigint }>('SELECT COUNT(*) AS n FROM report WHERE citizenId = ? AND createdAt >= ?', [
    citizenId,
    from,
  ]);
  return Number(row?.n ?? 0);
};

/** The subject is part of the question: another subject's report answers like none. */
export const findReport = async (sql: Sql, subjectId: string, id: string): Promise<ReportRow | null> =>
  (await sql.query<ReportRow>(`SELECT ${columns} FROM report WHERE id = ? AND subjectId = ?`, [id, subjectId]))[0] ?? null;

export const findById = async (sql: Sql, id: string): Promise<ReportRow | null> =>
  (await sql.query<ReportRow>(`SELECT ${columns} FROM report WHERE id = ?`, [id]))[0] ?? null;

export const findByVerifyId = async (sql: Sql, verifyId: string): Promise<ReportRow | null> =>
  (await sql.query<ReportRow>(`SELECT ${columns} FROM report WHERE verifyId = ?`, [verifyId]))[0] ?? null;

export const listReports = (sql: Sql, subjectId: string, limit: number): Promise<ReportRow[]> =>
  sql.query<ReportRow>(`SELECT ${columns} FROM report WHERE subjectId = ? ORDER BY createdAt DESC, id DESC LIMIT ${Math.trunc(limit)}`, [
    subjectId,
  ]);

type Made = Pick<ReportRow, 'dataDigest' | 'summarySealed' | 'verifySignature' | 'verifyKeyId' | 'pages' | 'sizeBytes' | 'readyAt'>;

/** false: no longer being made (revoked meanwhile, or made by another delivery). */
export const markReady = async (tx: Sql, id: string, made: Made, pdfSealed: string): Promise<boolean> => {
  const changed = await tx.run(
    `UPDATE report SET state = 'ready', readyAt = ?, dataDigest = ?, summarySealed = ?, verifySignature = ?, verifyKeyId = ?, pages = ?, sizeBytes = ?
     WHERE id = ? AND state = 'making'`,
    [made.readyAt, made.dataDigest, made.summarySealed, made.verifySignature, made.verifyKeyId, made.pages, made.sizeBytes, id],
  );
  if (changed === 0) return false;
  await tx.run('INSERT INTO report_file (reportId, pdfSealed) VALUES (?, ?)', [id, pdfSealed]);
  return true;
};

export const markFailed = (tx: Sql, id: string, at: Instant, reason: string): Promise<number> =>
  tx.run(`UPDATE report SET state = 'failed', endedAt = ?, endedReason = ? WHERE id = ? AND state = 'making'`, [at, reason, id]);

export const markRevoked = (tx: Sql, id: string, at: Instant, reason: string): Promise<number> =>
  tx.run(
    `UPDATE report SET state = 'revoked', endedAt = ?, endedReason = ?, clerkCodeSealed = NULL WHERE id = ? AND state IN ('making', 'ready')`,
    [at, reason, id],
  );

export const setClerkCode = (sql: Sql, id: string, sealed: string | null): Promise<number> =>
  sql.run(`UPDATE report SET clerkCodeSealed = ?, clerkTries = 0 WHERE id = ? AND state IN ('making', 'ready')`, [sealed, id]);

/** Takes one of the tries; false: none left. Atomic, so that guesses at once are counted each. */
export const takeTry = async (sql: Sql, id: string, limit: number): Promise<boolean> =>
  (await sql.run('UPDATE report SET clerkTries = clerkTries + 1 WHERE id = ? AND clerkTries < ?', [id, limit])) > 0;

/** A right code takes no try. */
export const giveTryBack = (sql: Sql, id: string): Promise<number> =>
  sql.run('UPDATE report SET clerkTries = clerkTries - 1 WHERE id = ? AND clerkTries > 0', [id]);

export const readPdf = async (sql: Sql, id: string): Promise<string | null> =>
  (await sql.query<{ pdfSealed: string }>('SELECT pdfSealed FROM report_file WHERE reportId = ?', [id]))[0]?.pdfSealed ?? null;

/** Reports of a subject whose data were read before an instant and that still count. */
export const findReadBefore = (sql: Sql, subjectId: string, at: Instant): Promise<Pick<ReportRow, 'id' | 'citizenId' | 'number'>[]> =>
  sql.query(`SELECT id, citizenId, number FROM report WHERE subjectId = ? AND state = 'ready' AND readyAt <= ?`, [subjectId, at]);

export const markSuperseded = (tx: Sql, id: string, at: Instant, reason: string): Promise<number> =>
  tx.run(`UPDATE report SET state = 'superseded', endedAt = ?, endedReason = ? WHERE id = ? AND state = 'ready'`, [at, reason, id]);

const changeMark = (subjectId: string): string => `report.changed:${subjectId}`;

/** Notes the newest change of a subject, for reports that are being made just now. */
export const noteChange = (tx: Sql, subjectId: string, at: Instant): Promise<void> => raiseMark(tx, changeMark(subjectId), at);

export const readChange = async (sql: Sql, subjectId: string): Promise<Instant | null> =>
  (await readMark(sql, changeMark(subjectId)))?.value ?? null;

export const dropChangesBefore = (sql: Sql, at: Instant): Promise<number> => dropMarks(sql, changeMark(''), at);

/** `endedAt` is the end of its validity, not the time of this job. */
export const expireUntil = (sql: Sql, at: Instant): Promise<number> =>
  sql.run(`UPDATE report SET state = 'expired', endedAt = expiresAt WHERE state = 'ready' AND expiresAt <= ?`, [at]);

/** Reports past keeping, some at a time. */
export const findToDelete = (sql: Sql, expiredBefore: Instant, limit: number): Promise<Pick<ReportRow, 'id' | 'summarySealed'>[]> =>
  sql.query(`SELECT id, summarySealed FROM report WHERE expiresAt <= ? AND fileDeletedAt IS NULL LIMIT ${Math.trunc(limit)}`, [
    expiredBefore,
  ]);

export const deletePdf = (db: Db, id: string, at: Instant, summarySealed: string | null): Promise<void> =>
  db.inTx(async tx => {
    await tx.run('DELETE FROM report_file WHERE reportId = ?', [id]);
    await tx.run('UPDATE report SET fileDeletedAt = ?, summarySealed = ?, clerkCodeSealed = NULL WHERE id = ?', [at, summarySealed, id]);
  });
