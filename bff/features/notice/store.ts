import { type Db, type Sql, UniqueViolation } from '../../lib/db';
import type { Instant } from '../../platform/ports';

interface NoticeRow {
  readonly id: string;
  readonly bodySealed: string;
  readonly at: Instant;
  readonly readAt: Instant | null;
}

/** false: this event already has its notice. */
export const insertNotice = async (
  tx: Sql,
  row: { id: string; citizenId: string; eventKey: string; bodySealed: string; at: Instant },
): Promise<boolean> => {
  const known = await tx.query('SELECT id FROM notice WHERE eventKey = ?', [row.eventKey]);
  if (known.length > 0) return false;
  try {
    await tx.run('INSERT INTO notice (id, citizenId, eventKey, bodySealed, at) VALUES (?, ?, ?, ?, ?)', [
      row.id,
      row.citizenId,
      row.eventKey,
      row.bodySealed,
      row.at,
    ]);
    return true;
  } catch (error) {
    if (error instanceof UniqueViolation) return false;
    throw error;
  }
};

/** Newest first; `before` is the last row of the page before. */
export const findNotices = (db: Db, citizenId: string, before: { at: Instant; id: string } | null, limit: number): Promise<NoticeRow[]> =>
  db.query<NoticeRow>(
    `SELECT id, bodySealed, at, readAt FROM notice WHERE citizenId = ? ${before ? 'AND (at < ? OR (at = ? AND id < ?))' : ''}
     ORDER BY at DESC, id DESC LIMIT ${Math.trunc(limit)}`,
    before ? [citizenId, before.at, before.at, before.id] : [citizenId],
  );

export const countUnread = async (db: Db, citizenId: string): Promise<number> => {
  const rows = await db.query<{ count: number | bigint }>('SELECT COUNT(*) AS count FROM notice WHERE citizenId = ? AND readAt IS NULL', [
    citizenId,
  ]);
  return Number(rows[0]?.count ?? 0);
};

export const isNoticeOf = async (db: Db, citizenId: string, id: string): Promise<boolean> =>
  (await db.query('SELECT id FROM notice WHERE id = ? AND citizenId = ?', [id, citizenId])).length > 0;

export const markNoticeRead = (db: Db, citizenId: string, id: string, at: Instant): Promise<number> =>
  db.run('UPDATE notice SET readAt = ? WHERE id = ? AND citizenId = ? AND readAt IS NULL', [at, id, citizenId]);
