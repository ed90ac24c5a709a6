import type { Db, Sql } from '../../../lib/db';
import type { Day, Instant } from '../../../platform/ports';
import { type EntryWithContent, selectContent } from '../store';

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

export interface ShownEntry extends EntryWithContent {
  /** Since when its words are as they are: passed, or not decided on. */
  readonly textSince: Instant;
}

/**
 * What stands on a merchant's page, the newest first. Words that passed the check stand there from the submission on. Words that no machine
 * has looked at stand there only where a person of an agency or of the office has read and verified what they say (a permit compared by
 * machine is not that) and it was published; words that were stopped or are doubted never.
 */
export const listShown = (db: Db, subjectId: string, today: Day, limit: number): Promise<ShownEntry[]> =>
  db.query<ShownEntry>(
    `${selectContent(['t.since AS textSince'], 'JOIN registration_text t ON t.entryId = e.id AND t.revision = e.revision')}
     WHERE e.subjectId = ? AND (e.endsOn IS NULL OR e.endsOn >= ?) AND (
       (t.state = 'passed' AND e.state IN ('submitted', 'verified', 'published'))
       OR ((t.state = 'waiting' OR (t.state = 'asked' AND t.why = 'stranger')) AND e.state = 'published' AND r.recordId IS NULL))
     ORDER BY e.submittedAt DESC, e.id DESC LIMIT ${Math.trunc(limit)}`,
    [subjectId, today],
  );
