import type { Reply } from '../../contract/types';
import type { Call } from '../../http/call';
import type { Db } from '../../lib/db';
import type { Seal } from '../../lib/seal';
import { beijingDay, type Clock, startOfBeijingDay, toInstant } from '../../lib/time';
import type { CreditPort, PlatformRef, UsageRecord } from '../../platform/ports';
import { contentPurpose } from './append-read';
import type { ReadContent } from './chain';
import { readHead, readRowsBefore, type StoredRow } from './store';

export interface ListDeps {
  readonly db: Db;
  readonly seal: Seal;
  readonly now: Clock;
  readonly credit: Pick<CreditPort, 'listUsage'>;
  readonly platformRefOf: (subjectId: string) => Promise<PlatformRef | null>;
  /** What the platform calls this app in its own record: no name that a person knows. */
  readonly platformAppId: string;
}

type Entry = Reply<'ledger.list'>['entries'][number];

const batch = 400;
/** How far back the platform is asked for its own usage record. */
const platformYears = 2;
const erased: ReadContent = { who: '内容已按要求删除', system: '', reason: '这条记录的内容已删除，链上的指纹仍在', fields: [], own: false };

const entryOfUsage = (usage: UsageRecord, platformAppId: string): Entry => ({
  entryId: `p-${usage.id}`,
  origin: 'platform',
  at: usage.at,
  who: usage.receiverName ?? `代码 ${usage.receiverCode} 的机构`,
  system: usage.receiverSystem === platformAppId ? '经由本应用' : usage.receiverSystem,
  reason: usage.action,
  fields: [],
  own: false,
  times: 1,
});

/** One's own reads of one Beijing day become one entry, placed at the newest of them. `rows` newest first. */
const entriesOfRows = (rows: readonly StoredRow[], contentOf: (row: StoredRow) => ReadContent): Entry[] => {
  const own = new Map<string, { entry: Entry; fields: Set<string>; times: number }>();
  const entries: Entry[] = [];
  for (const row of rows) {
    const content = contentOf(row);
    const group = content.own ? `${beijingDay(row.at)}|${content.who}` : null;
    const known = group === null ? undefined : own.get(group);
    if (known) {
      known.times += 1;
      for (const field of content.fields) known.fields.add(field);
      continue;
    }
    const entry: Entry = { ...content, fields: [...content.fields], entryId: row.id, origin: 'chengxin', at: row.at, times: 1 };
    if (group !== null) own.set(group, { entry, fields: new Set(content.fields), times: 1 });
    entries.push(entry);
  }
  const merged = new Map([...own.values()].map(({ entry, fields, times }) => [entry.entryId, { ...entry, fields: [...fields], times }]));
  return entries.map(entry => merged.get(entry.entryId) ?? entry);
};

/** Rows of whole Beijing days before `before`; a day is never cut in two, so that grouping is stable across pages. */
const readWholeDays = async (db: Db, subjectId: string, before: string): Promise<{ rows: StoredRow[]; complete: boolean }> => {
  const rows = await readRowsBefore(db, subjectId, '', before, batch);
  if (rows.length < batch) return { rows, complete: true };
  const oldest = beijingDay(rows.at(-1)?.at ?? before);
  const whole = rows.filter(row => beijingDay(row.at) !== oldest);
  if (whole.length > 0) return { rows: whole, complete: false };
  return { rows: await readRowsBefore(db, subjectId, startOfBeijingDay(oldest), before, 20_000), complete: false };
};

/**
 * Who looked at a file: our ledger and the platform's own usage record, newest first, each telling where it comes from.
 * The cursor is the first instant of the last Beijing day shown.
 */
export const listReads =
  ({ db, seal, now, credit, platformRefOf, platformAppId }: ListDeps) =>
  async ({ subject, query }: Call<'ledger.list'>): Promise<Reply<'ledger.list'>> => {
    const at = now();
    const earliest = toInstant(new Date(Date.UTC(at.getUTCFullYear() - platformYears, at.getUTCMonth(), at.getUTCDate())));
    const before =
      query.cursor !== undefined && !Number.isNaN(Date.parse(query.cursor))
        ? toInstant(new Date(query.cursor))
        : toInstant(new Date(at.getTime() + 1));
    const [head, { rows, complete }, ref] = await Promise.all([
      readHead(db, subject.subjectId),
      readWholeDays(db, subject.subjectId, before),
      platformRefOf(subject.subjectId),
    ]);
    const from = complete ? earliest : startOfBeijingDay(beijingDay(rows.at(-1)?.at ?? before));
    const usage = ref === null ? [] : await credit.listUsage(ref, from, before).catch(() => null);
    const contentOf = (row: StoredRow): ReadContent =>
      row.contentSealed === null ? erased : (JSON.parse(seal.openText(row.contentSealed, contentPurpose)) as ReadContent);
    const theirs = (usage ?? []).filter(one => one.at < before).map(one => entryOfUsage(one, platformAppId));
    const all = [...entriesOfRows(rows, contentOf), ...theirs].sort((a, b) => (a.at < b.at ? 1 : -1));

    const entries: Entry[] = [];
    for (const entry of all) {
      const last = entries.at(-1);
      if (last && entries.length >= query.limit && beijingDay(last.at) !== beijingDay(entry.at)) break;
      entries.push(entry);
    }
    const lastShown = entries.at(-1);
    const more = entries.length < all.length || !complete;
    return {
      entries,
      nextCursor: more && lastShown ? startOfBeijingDay(beijingDay(lastShown.at)) : null,
      completeFrom: head?.createdAt ?? toInstant(at),
      platformState: usage === null ? 'unavailable' : 'ok',
      platformNote: usage === null ? '市平台自己的使用记录这次没取到，可能还有别的查询没有列出来。' : null,
    };
  };
