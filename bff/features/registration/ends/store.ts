import type { Db, Sql } from '../../../lib/db';
import type { Day } from '../../../platform/ports';
import { type EntryRow, type EntryWithContent, withContent } from '../store';

/** Verified or published entries whose last day was before `today`. */
export const listOver = (db: Db, today: Day, limit: number): Promise<EntryWithContent[]> =>
  db.query<EntryWithContent>(
    `${withContent} WHERE e.state IN ('verified', 'published') AND e.endsOn < ? ORDER BY e.endsOn, e.id LIMIT ${Math.trunc(limit)}`,
    [today],
  );

/** Entries that end on or before `until` and were not told so at `days` before. */
export const listEnding = (db: Db, today: Day, until: Day, days: number, limit: number): Promise<EntryWithContent[]> =>
  db.query<EntryWithContent>(
    `${withContent} WHERE e.state IN ('verified', 'published') AND e.endsOn >= ? AND e.endsOn <= ?
     AND (e.announcedDays IS NULL OR e.announcedDays > ?) ORDER BY e.endsOn, e.id LIMIT ${Math.trunc(limit)}`,
    [today, until, days],
  );

/** false: it moved meanwhile, or somebody else announced it. */
export const markAnnounced = async (tx: Sql, row: EntryRow, days: number): Promise<boolean> =>
  (await tx.run(
    `UPDATE registration_entry SET announcedDays = ? WHERE id = ? AND state = ? AND moves = ? AND (announcedDays IS NULL OR announcedDays > ?)`,
    [days, row.id, row.state, row.moves, days],
  )) === 1;

export const listExpectedDue = (db: Db, after: string, limit: number): Promise<EntryRow[]> =>
  db.query<EntryRow>(`${withContent} WHERE e.dueExpected = 1 AND e.id > ? ORDER BY e.id LIMIT ${Math.trunc(limit)}`, [after]);

export const setDue = (db: Sql, row: EntryRow, due: { day: Day; expected: boolean }): Promise<number> =>
  db.run('UPDATE registration_entry SET dueOn = ?, dueExpected = ? WHERE id = ? AND moves = ?', [
    due.day,
    due.expected ? 1 : 0,
    row.id,
    row.moves,
  ]);
