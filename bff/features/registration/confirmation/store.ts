import type { Sql } from '../../../lib/db';
import type { Instant } from '../../../platform/ports';

export interface ConfirmationRow {
  readonly id: string;
  readonly entryId: string;
  readonly revision: number;
  /** Blind index of the other side's unified code: it may come to this app later. */
  readonly askedIndex: string;
  readonly state: 'asked' | 'confirmed' | 'declined' | 'over';
  readonly askedAt: Instant;
  readonly decidedAt: Instant | null;
  readonly decidedBy: string | null;
  /** The registered name of whoever decided, as it was then. */
  readonly decidedNameSealed: string | null;
}

const columns = 'id, entryId, revision, askedIndex, state, askedAt, decidedAt, decidedBy, decidedNameSealed';
const first = async <T>(rows: Promise<T[]>): Promise<T | null> => (await rows)[0] ?? null;

/** @throws UniqueViolation this revision asks already */
export const insertConfirmation = async (tx: Sql, row: ConfirmationRow): Promise<void> => {
  await tx.run(`INSERT INTO confirmation (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, [
    row.id,
    row.entryId,
    row.revision,
    row.askedIndex,
    row.state,
    row.askedAt,
    row.decidedAt,
    row.decidedBy,
    row.decidedNameSealed,
  ]);
};

/** Nobody is asked any more about what the entry said until now. */
export const endAsking = async (tx: Sql, entryId: string): Promise<void> => {
  await tx.run("UPDATE confirmation SET state = 'over' WHERE entryId = ? AND state = 'asked'", [entryId]);
};

export const findConfirmation = (sql: Sql, id: string): Promise<ConfirmationRow | null> =>
  first(sql.query<ConfirmationRow>(`SELECT ${columns} FROM confirmation WHERE id = ?`, [id]));

export const confirmationOf = (sql: Sql, entryId: string, revision: number): Promise<ConfirmationRow | null> =>
  first(sql.query<ConfirmationRow>(`SELECT ${columns} FROM confirmation WHERE entryId = ? AND revision = ?`, [entryId, revision]));

/** What still waits stands before the rest. */
const rank = "CASE WHEN state = 'asked' THEN 0 ELSE 1 END";

/** Where a page ends. */
export interface AskedPlace {
  readonly rank: number;
  readonly at: Instant;
  readonly id: string;
}

export const askedPlaceOf = ({ state, askedAt, id }: ConfirmationRow): AskedPlace => ({ rank: state === 'asked' ? 0 : 1, at: askedAt, id });

/** What still waits first, then the newest; `after` is the last row of the page before. */
export const listAskedOf = (sql: Sql, askedIndex: string, after: AskedPlace | null, limit: number): Promise<ConfirmationRow[]> =>
  sql.query<ConfirmationRow>(
    `SELECT ${columns} FROM confirmation WHERE askedIndex = ?
     ${after ? `AND (${rank} > ? OR (${rank} = ? AND (askedAt < ? OR (askedAt = ? AND id < ?))))` : ''}
     ORDER BY ${rank}, askedAt DESC, id DESC LIMIT ${Math.trunc(limit)}`,
    after ? [askedIndex, after.rank, after.rank, after.at, after.at, after.id] : [askedIndex],
  );

export const countAsked = async (sql: Sql, askedIndex: string): Promise<number> => {
  const rows = await sql.query<{ n: number | bigint }>("SELECT COUNT(*) AS n FROM confirmation WHERE askedIndex = ? AND state = 'asked'", [
    askedIndex,
  ]);
  return Number(rows[0]?.n ?? 0);
};

/** Of these entries, those whose newest revision was confirmed, with the sealed name of whoever did. */
export const listConfirmed = async (sql: Sql, entryIds: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  if (entryIds.length === 0) return new Map();
  const rows = await sql.query<{ entryId: string; decidedNameSealed: string }>(
    `SELECT c.entryId, c.decidedNameSealed FROM confirmation c JOIN registration_entry e ON e.id = c.entryId AND e.revision = c.revision
     WHERE c.state = 'confirmed' AND c.entryId IN (${entryIds.map(() => '?').join(', ')})`,
    entryIds,
  );
  return new Map(rows.map(row => [row.entryId, row.decidedNameSealed]));
};

/** One conditional update: of two who answer at once, and of an answer and a withdrawal, one is first. */
export const decideConfirmation = async (
  tx: Sql,
  id: string,
  decision: {
    readonly state: 'confirmed' | 'declined';
    readonly at: Instant;
    readonly citizenId: string;
    readonly nameSealed: string;
  },
): Promise<boolean> =>
  (await tx.run("UPDATE confirmation SET state = ?, decidedAt = ?, decidedBy = ?, decidedNameSealed = ? WHERE id = ? AND state = 'asked'", [
    decision.state,
    decision.at,
    decision.citizenId,
    decision.nameSealed,
    id,
  ])) === 1;
