import type { Db, Sql } from '../../lib/db';
import type { Instant } from '../../platform/ports';

/** Whose draft: of one person acting for one subject. */
export interface DraftOwner {
  readonly citizenId: string;
  readonly subjectId: string;
}

export interface DraftRow extends DraftOwner {
  readonly id: string;
  readonly form: 'registration';
  readonly titleSealed: string;
  readonly device: string;
  readonly revision: number;
  readonly contentSealed: string;
  readonly changedAt: Instant;
}

const columns = 'id, citizenId, subjectId, form, titleSealed, device, revision, contentSealed, changedAt';
const owned = 'citizenId = ? AND subjectId = ?';

/** Newest change first; `since`: those that were not changed after it are gone. */
export const findDrafts = (db: Db, { citizenId, subjectId }: DraftOwner, since: Instant): Promise<DraftRow[]> =>
  db.query<DraftRow>(`SELECT ${columns} FROM draft WHERE ${owned} AND changedAt > ? ORDER BY changedAt DESC, id DESC LIMIT 100`, [
    citizenId,
    subjectId,
    since,
  ]);

export const findDraft = async (db: Sql, { citizenId, subjectId }: DraftOwner, id: string, since: Instant): Promise<DraftRow | null> => {
  const rows = await db.query<DraftRow>(`SELECT ${columns} FROM draft WHERE id = ? AND ${owned} AND changedAt > ?`, [
    id,
    citizenId,
    subjectId,
    since,
  ]);
  return rows[0] ?? null;
};

export const countDrafts = async (db: Sql, { citizenId, subjectId }: DraftOwner): Promise<number> => {
  const rows = await db.query<{ n: number }>(`SELECT COUNT(*) AS n FROM draft WHERE ${owned}`, [citizenId, subjectId]);
  return Number(rows[0]?.n ?? 0);
};

/** @throws UniqueViolation when the id is taken */
export const insertDraft = async (db: Sql, row: DraftRow): Promise<void> => {
  await db.run(`INSERT INTO draft (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, [
    row.id,
    row.citizenId,
    row.subjectId,
    row.form,
    row.titleSealed,
    row.device,
    row.revision,
    row.contentSealed,
    row.changedAt,
  ]);
};

/** Onto the revision it was made on, and onto no other. Rows changed. */
export const changeDraft = (db: Sql, row: DraftRow): Promise<number> =>
  db.run(
    `UPDATE draft SET titleSealed = ?, device = ?, revision = ?, contentSealed = ?, changedAt = ? WHERE id = ? AND ${owned} AND revision = ?`,
    [row.titleSealed, row.device, row.revision, row.contentSealed, row.changedAt, row.id, row.citizenId, row.subjectId, row.revision - 1],
  );

export const deleteDraft = (db: Sql, { citizenId, subjectId }: DraftOwner, id: string): Promise<number> =>
  db.run(`DELETE FROM draft WHERE id = ? AND ${owned}`, [id, citizenId, subjectId]);

export const deleteDraftsBefore = (db: Db, before: Instant): Promise<number> => db.run('DELETE FROM draft WHERE changedAt <= ?', [before]);
