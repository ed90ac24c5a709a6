import { beijingDay } from '../../lib/time';
import type { CreditRecord, Day } from '../../platform/ports';
import { clockOfRecord } from '../../policy/clock-of';
import { effectOf } from '../../policy/effect-of';
import type { SectionResult } from '../offers';
import type { Wish } from './wish';

type LeftOutRule = 'government' | 'repaired' | 'ended' | 'self_declared' | 'period' | 'via_role' | 'not_adverse';

/** Why a kind of record is not in the report; printed, so that nobody takes silence for completeness. */
export const leftOutWords: Readonly<Record<Exclude<LeftOutRule, 'not_adverse'>, string>> = {
  repaired: '已经修复的记录：修复后依法停止公示、共享和使用。',
  ended: '公示期已满的处罚：到期依法停止公示。',
  government: '标为“政务共享”的内容：只供政府部门使用。',
  self_declared: '本人自述、还没有核过材料的内容。',
  period: '所选期间以外的记录。',
  via_role: '因担任职务而关联的记录：属于所任职的单位，不属于本人。',
};

/** Sections a 信用代证 reads: penalties, enforcement, serious lists, judgments (R11: simple-procedure penalties included). */
export const adverseSections = ['penalty', 'serious_list', 'judicial', 'admin_act'] as const;

export const isCriminal = (record: CreditRecord): boolean =>
  record.sectionId === 'judicial' && [record.title, ...record.facts.map(({ value }) => value ?? '')].some(text => text.includes('刑事'));

/** What speaks against "no violation". A penalty or a list entry always does; acts and judgments where they are enforcement, harm, or criminal. */
const isAdverse = (record: CreditRecord): boolean => {
  if (record.sectionId === 'penalty') return true;
  if (record.sectionId === 'admin_act')
    return [record.title, ...record.facts.map(({ value }) => value ?? '')].some(text => text.includes('强制'));
  return isCriminal(record) || effectOf(record).effect === 'harm';
};

/** The rule that keeps a record out of this report; null: it is in. */
const leftOutBy = (record: CreditRecord, wish: Wish, today: Day): LeftOutRule | null => {
  if (record.disclosure === 'government') return 'government';
  if (record.repairState === 'repaired') return 'repaired';
  const endsOn = clockOfRecord(record)?.endsOn;
  if (endsOn && endsOn < today) return 'ended';
  if (record.trust === 'self_declared') return 'self_declared';
  // A record without a day may lie in the period: it stays.
  const { periodFrom, periodTo } = wish;
  const dated = record.decidedOn !== null && record.sectionId !== 'basics';
  if (dated && periodFrom && periodTo && record.decidedOn && (record.decidedOn < periodFrom || record.decidedOn > periodTo))
    return 'period';
  if (wish.variant === 'no_violation') {
    if (record.viaRole) return 'via_role';
    if (!isAdverse(record)) return 'not_adverse';
  }
  return null;
};

export interface Selected {
  readonly sections: readonly SectionResult[];
  /** How many records each rule kept out. */
  readonly leftOut: ReadonlyMap<LeftOutRule, number>;
}

/** The records a report may show. A section that was not fetched stays not fetched. */
export const selectRecords = (sections: readonly SectionResult[], wish: Wish, at: Date): Selected => {
  const today = beijingDay(at);
  const leftOut = new Map<LeftOutRule, number>();
  const wanted: readonly string[] = adverseSections;
  const read = wish.variant === 'full' ? sections : sections.filter(({ sectionId }) => wanted.includes(sectionId));
  const selected = read.map(section => ({
    ...section,
    records:
      section.records?.filter(record => {
        const rule = leftOutBy(record, wish, today);
        if (rule) leftOut.set(rule, (leftOut.get(rule) ?? 0) + 1);
        return rule === null;
      }) ?? null,
  }));
  return { sections: selected, leftOut };
};
