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

export type ReminderAnswer = 'accept' | 'reject' | 'ban';
/** More than this many are never kept: who taps on cannot make us send without an end. */
const mostPermissions = 20;

export const listPermissions = (db: Db, citizenId: string) =>
  db.query<{ readonly templateId: string; readonly remaining: number; readonly answer: ReminderAnswer }>(
    'SELECT templateId, remaining, answer FROM reminder_permission WHERE citizenId = ?',
    [citizenId],
  );

export const isPermitted = async (tx: Sql, citizenId: string, templateId: string): Promise<boolean> =>
  (
    await tx.query('SELECT remaining FROM reminder_permission WHERE citizenId = ? AND templateId = ? AND remaining > 0', [
      citizenId,
      templateId,
    ])
  ).length > 0;

/** One more after `accept`; any other answer leaves the count as it is. */
export const addPermission = async (
  tx: Sql,
  { citizenId, templateId, answer, at }: { citizenId: string; templateId: string; answer: ReminderAnswer; at: Instant },
): Promise<void> => {
  const more = answer === 'accept' ? 1 : 0;
  const known = await tx.run(
    `UPDATE reminder_permission SET answer = ?, answeredAt = ?, remaining = CASE WHEN remaining + ${more} > ${mostPermissions} THEN remaining
     ELSE remaining + ${more} END WHERE citizenId = ? AND templateId = ?`,
    [answer, at, citizenId, templateId],
  );
  if (known > 0) return;
  await tx.run('INSERT INTO reminder_permission (citizenId, templateId, remaining, answer, answeredAt) VALUES (?, ?, ?, ?, ?)', [
    citizenId,
    templateId,
    more,
    answer,
    at,
  ]);
};

/** false: none is left. */
export const spendPermission = async (tx: Sql, citizenId: string, templateId: string): Promise<boolean> =>
  (await tx.run('UPDATE reminder_permission SET remaining = remaining - 1 WHERE citizenId = ? AND templateId = ? AND remaining > 0', [
    citizenId,
    templateId,
  ])) === 1;

export const returnPermission = (tx: Sql, citizenId: string, templateId: string): Promise<number> =>
  tx.run('UPDATE reminder_permission SET remaining = remaining + 1 WHERE citizenId = ? AND templateId = ?', [citizenId, templateId]);

export const forgetPermissions = (sql: Sql, citizenId: string, templateId: string): Promise<number> =>
  sql.run('UPDATE reminder_permission SET remaining = 0 WHERE citizenId = ? AND templateId = ?', [citizenId, templateId]);

/** false: it was begun before, or the notice has been read and needs none. */
export const beginReminder = async (tx: Sql, noticeId: string, citizenId: string): Promise<boolean> =>
  (await tx.run("UPDATE notice SET reminder = 'sending' WHERE id = ? AND citizenId = ? AND reminder IS NULL AND readAt IS NULL", [
    noticeId,
    citizenId,
  ])) === 1;

export const noteReminder = (sql: Sql, noticeId: string, state: 'sent' | 'refused' | 'unknown' | 'needless' | null): Promise<number> =>
  sql.run('UPDATE notice SET reminder = ? WHERE id = ?', [state, noticeId]);
