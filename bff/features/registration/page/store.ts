import type { Db, Sql } from '../../../lib/db';
import type { Instant } from '../../../platform/ports';
import { type EntryWithContent, withContent } from '../store';

export interface PageRow {
  readonly subjectId: string;
  readonly code: string;
  readonly createdAt: Instant;
}

export const findPage = async (db: Sql, by: { subjectId: string } | { code: string }): Promise<PageRow | null> => {
  const [column, value] = 'code' in by ? ['code', by.code] : ['subjectId', by.subjectId];
  return (await db.query<PageRow>(`SELECT subjectId, code, createdAt FROM merchant_page WHERE ${column} = ?`, [value]))[0] ?? null;
};

/** @throws UniqueViolation this merchant has its page already */
export const insertPage = async (db: Sql, { subjectId, code, createdAt }: PageRow): Promise<void> => {
  await db.run('INSERT INTO merchant_page (subjectId, code, createdAt) VALUES (?, ?, ?)', [subjectId, code, createdAt]);
};

/** What stands on a merchant's page: published entries, the newest first. */
export const listPublished = (db: Db, subjectId: string, limit: number): Promise<EntryWithContent[]> =>
  db.query<EntryWithContent>(
    `${withContent} WHERE e.subjectId = ? AND e.state = 'published' ORDER BY e.publishedAt DESC, e.id DESC LIMIT ${Math.trunc(limit)}`,
    [subjectId],
  );
