import type { Db } from '../../../lib/db';
import type { CaseFilter } from '../../offers';
import { type EntryWithContent, withContent } from '../store';

/** Entries without a day come last. */
const noDay = '9999-12-31';

/** Which is due first comes first, then by number; from after `after`. `subjectId`: all of this merchant, whatever became of them. */
export const listCaseRows = (
  db: Db,
  { regionCode, numbers, kind, after, limit }: CaseFilter,
  subjectId: string | null,
): Promise<EntryWithContent[]> => {
  const due = `COALESCE(e.dueOn, '${noDay}')`;
  const parts: { text: string; values: readonly string[] }[] = [];
  if (subjectId !== null) parts.push({ text: 'e.subjectId = ?', values: [subjectId] });
  else if (numbers === null) parts.push({ text: "e.state = 'submitted' AND e.holder = 'office'", values: [] });
  else if (numbers.length === 0) return Promise.resolve([]);
  else parts.push({ text: `e.number IN (${numbers.map(() => '?').join(', ')})`, values: numbers });
  if (regionCode !== null) parts.push({ text: 'e.regionCode = ?', values: [regionCode] });
  if (kind !== null) parts.push({ text: 'e.kind = ?', values: [kind] });
  if (after) {
    const day = after.dueOn ?? noDay;
    parts.push({ text: `(${due} > ? OR (${due} = ? AND e.number > ?))`, values: [day, day, after.number] });
  }
  return db.query<EntryWithContent>(
    `${withContent} WHERE ${parts.map(({ text }) => text).join(' AND ')} ORDER BY ${due}, e.number LIMIT ${Math.trunc(limit)}`,
    parts.flatMap(({ values }) => values),
  );
};

/** Other entries that say the same, at any merchant, over or not; the newest first. */
export const listSame = (db: Db, sameIndex: string, butId: string): Promise<EntryWithContent[]> =>
  db.query<EntryWithContent>(`${withContent} WHERE e.sameIndex = ? AND e.id <> ? ORDER BY e.submittedAt DESC, e.id DESC LIMIT 20`, [
    sameIndex,
    butId,
  ]);
