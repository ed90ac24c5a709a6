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
}

const columns = 'id, entryId, revision, askedIndex, state, askedAt, decidedAt, decidedBy';
const first = async <T>(rows: Promise<T[]>): Promise<T | null> => (await rows)[0] ?? null;

/** @throws UniqueViolation this revision asks already */
export const insertConfirmation = async (tx: Sql, row: ConfirmationRow): Promise<void> => {
  await tx.run(`INSERT INTO confirmation (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, [
    row.id,
    row.entryId,
    row.revision,
    row.askedIndex,
    row.state,
    row.askedAt,
    row.decidedAt,
    row.decidedBy,
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

/** Newest first. */
export const listAskedOf = (sql: Sql, askedIndex: string): Promise<ConfirmationRow[]> =>
  sql.query<ConfirmationRow>(`SELECT ${columns} FROM confirmation WHERE askedIndex = ? ORDER BY askedAt DESC, id DESC LIMIT 200`, [
    askedIndex,
  ]);

/** Of these entries, those whose newest revision was confirmed. */
export const listConfirmed = async (sql: Sql, entryIds: readonly string[]): Promise<ReadonlySet<string>> => {
  if (entryIds.length === 0) return new Set();
  const rows = await sql.query<{ entryId: string }>(
    `SELECT c.entryId FROM confirmation c JOIN registration_entry e ON e.id = c.entryId AND e.revision = c.revision
     WHERE c.state = 'confirmed' AND c.entryId IN (${entryIds.map(() => '?').join(', ')})`,
    entryIds,
  );
  return new Set(rows.map(({ entryId }) => entryId));
};

/** One conditional update: of two who answer at once, and of an answer and a withdrawal, one is first. */
export const decideConfirmation = async (
  tx: Sql,
  id: string,
  state: 'confirmed' | 'declined',
  at: Instant,
  citizenId: string,
): Promise<boolean> =>
  (await tx.run("UPDATE confirmation SET state = ?, decidedAt = ?, decidedBy = ? WHERE id = ? AND state = 'asked'", [
    state,
    at,
    citizenId,
    id,
  ])) === 1;
