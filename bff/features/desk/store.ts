import { type Sql, UniqueViolation } from '../../lib/db';
import type { Instant } from '../../platform/ports';

/** The desk's side of one case. */
export interface DeskRow {
  readonly number: string;
  readonly heldBy: string | null;
  readonly heldUntil: Instant | null;
  readonly proposalSealed: string | null;
  readonly proposedBy: string | null;
  readonly proposedAt: Instant | null;
  readonly objectionSealed: string | null;
  readonly objectedBy: string | null;
  readonly objectedAt: Instant | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
}

/** Who holds a case, at what time: every change of a case asks for it. */
export interface Holding {
  readonly number: string;
  readonly staffId: string;
  readonly at: Instant;
}

const columns =
  'number, heldBy, heldUntil, proposalSealed, proposedBy, proposedAt, objectionSealed, objectedBy, objectedAt, decidedBy, decidedAt';

export const readRows = (sql: Sql, numbers: readonly string[]): Promise<DeskRow[]> =>
  numbers.length === 0
    ? Promise.resolve([])
    : sql.query<DeskRow>(`SELECT ${columns} FROM desk_case WHERE number IN (${numbers.map(() => '?').join(', ')})`, numbers);

export const readRow = async (sql: Sql, number: string): Promise<DeskRow | null> => (await readRows(sql, [number]))[0] ?? null;

/** Outside a transaction: a refused insert on MySQL would keep its lock. */
export const ensureRow = async (sql: Sql, number: string): Promise<void> => {
  if ((await readRow(sql, number)) !== null) return;
  try {
    await sql.run('INSERT INTO desk_case (number) VALUES (?)', [number]);
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error;
  }
};

/** 0: somebody else holds it. */
export const takeHold = (sql: Sql, { number, staffId, at }: Holding, until: Instant): Promise<number> =>
  sql.run('UPDATE desk_case SET heldBy = ?, heldUntil = ? WHERE number = ? AND (heldBy IS NULL OR heldBy = ? OR heldUntil <= ?)', [
    staffId,
    until,
    number,
    staffId,
    at,
  ]);

export const dropHold = (sql: Sql, { number, staffId }: Holding): Promise<number> =>
  sql.run('UPDATE desk_case SET heldBy = NULL, heldUntil = NULL WHERE number = ? AND heldBy = ?', [number, staffId]);

/** 0: not held any more, or something was proposed since `seenAt` was the newest proposal. */
export const propose = (sql: Sql, { number, staffId, at }: Holding, proposalSealed: string, seenAt: Instant | null): Promise<number> =>
  sql.run(
    `UPDATE desk_case SET proposalSealed = ?, proposedBy = ?, proposedAt = ?, objectionSealed = NULL, objectedBy = NULL, objectedAt = NULL,
       heldBy = NULL, heldUntil = NULL
     WHERE number = ? AND heldBy = ? AND heldUntil > ? AND (proposedAt IS NULL OR proposedAt = ?)`,
    [proposalSealed, staffId, at, number, staffId, at, seenAt],
  );

/** 0: not held any more, or another proposal than that of `proposedAt` stands there by now; null: none may stand there. */
export const decide = (sql: Sql, { number, staffId, at }: Holding, proposedAt: Instant | null): Promise<number> =>
  sql.run(
    `UPDATE desk_case SET decidedBy = ?, decidedAt = ?, proposalSealed = NULL, heldBy = NULL, heldUntil = NULL
     WHERE number = ? AND heldBy = ? AND heldUntil > ? AND ${proposedAt === null ? 'proposalSealed IS NULL' : 'proposedAt = ? AND proposedBy <> ?'}`,
    [staffId, at, number, staffId, at, ...(proposedAt === null ? [] : [proposedAt, staffId])],
  );

/** A proposal of a revision that is no more. */
export const dropStaleProposal = (sql: Sql, number: string, proposedAt: Instant): Promise<number> =>
  sql.run('UPDATE desk_case SET proposalSealed = NULL WHERE number = ? AND proposedAt = ?', [number, proposedAt]);

/** 0: as `decide`. */
export const object = (sql: Sql, { number, staffId, at }: Holding, objectionSealed: string, proposedAt: Instant): Promise<number> =>
  sql.run(
    `UPDATE desk_case SET proposalSealed = NULL, objectionSealed = ?, objectedBy = ?, objectedAt = ?, heldBy = NULL, heldUntil = NULL
     WHERE number = ? AND heldBy = ? AND heldUntil > ? AND proposedAt = ? AND proposedBy <> ? AND proposalSealed IS NOT NULL`,
    [objectionSealed, staffId, at, number, staffId, at, proposedAt, staffId],
  );

/** Cases of one view at one time; as many as a person has before them. */
const most = 200;

const numbersOf = async (rows: Promise<{ number: string }[]>): Promise<string[]> => (await rows).map(({ number }) => number);

export const listHeldBy = (sql: Sql, staffId: string, at: Instant): Promise<string[]> =>
  numbersOf(sql.query(`SELECT number FROM desk_case WHERE heldBy = ? AND heldUntil > ? ORDER BY number LIMIT ${most}`, [staffId, at]));

export const listProposedByOthers = (sql: Sql, staffId: string): Promise<string[]> =>
  numbersOf(
    sql.query(`SELECT number FROM desk_case WHERE proposedBy <> ? AND proposalSealed IS NOT NULL ORDER BY proposedAt LIMIT ${most}`, [
      staffId,
    ]),
  );

/** The newest first. */
export const listDecidedBy = (sql: Sql, staffId: string): Promise<string[]> =>
  numbersOf(sql.query('SELECT number FROM desk_case WHERE decidedBy = ? ORDER BY decidedAt DESC, number DESC LIMIT 50', [staffId]));
