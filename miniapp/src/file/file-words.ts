import type { Reply } from '../../../bff/contract/types';
import { daysBetween, dayWords, weekdayWords } from '../shared/dates';

export type File = Reply<'profile.read'>;
export type SectionHead = File['sections'][number];
export type RecordBrief = Reply<'profile.readSection'>['items'][number];
export type CreditRecord = Reply<'profile.readRecord'>;

/** 没取到 first and apart: an unavailable section is never among those that hold nothing. */
export const groupSections = (sections: readonly SectionHead[]) => ({
  missing: sections.filter(one => one.state === 'unavailable'),
  present: sections.filter(one => one.state !== 'unavailable' && (one.total ?? 0) > 0),
  none: sections.filter(one => one.state !== 'unavailable' && one.total === 0),
});

/** The title is the answer; it never says "none" while a section is missing. */
export const fileTitle = ({ kind, recordTotal, sections }: Pick<File, 'kind' | 'recordTotal' | 'sections'>): string => {
  const missing = sections.filter(one => one.state === 'unavailable').length;
  const whose = kind === 'person' ? '您的档案' : '这份档案';
  if (missing > 0 && missing === sections.length) return '这次一类也没取到';
  if (recordTotal === 0 && missing > 0) return `取到的里面没有记录，还有 ${missing} 类没取到`;
  if (recordTotal === 0) return kind === 'person' ? '目前没有关于您的记录' : '目前没有这家的记录';
  return missing > 0 ? `${whose}里有 ${recordTotal} 条记录，另有 ${missing} 类没取到` : `${whose}里有 ${recordTotal} 条记录`;
};

/** What the ticks of the page edges mean; null when they are all alike. */
export const edgesWords = (sections: readonly SectionHead[]): string | null => {
  const count = (state: SectionHead['state']): number => sections.filter(one => one.state === state).length;
  const parts = [
    { n: count('ok'), word: '取到' },
    { n: count('stale'), word: '较旧' },
    { n: count('unavailable'), word: '没取到' },
  ].filter(({ n }) => n > 0);
  return parts.length > 1 ? parts.map(({ n, word }) => `${word} ${n} 类`).join(' · ') : null;
};

export const sectionTitle = (head: SectionHead): string => {
  if (head.state === 'unavailable') return '暂未取到，不表示没有记录';
  return head.total === 0 ? '查过了，没有记录' : `有 ${head.total} 条记录`;
};

export const disclosureWords = { public: '公开公示', authorised: '您授权的人才能看', government: '政府部门之间共享' } as const;

export const trustWords = { agency_verified: '部门核验', document_checked: '材料已核', self_declared: '本人自述' } as const;

export interface ClockPoint {
  readonly label: string;
  readonly day: string;
  /** Place on the line, percent; the line is not to scale, its parts are. */
  readonly percent: number;
  readonly past: boolean;
}

export interface ClockView {
  readonly lead: string;
  /** Whole days until `lead` comes true; null when there is nothing to count. */
  readonly days: number | null;
  readonly from: string | null;
  readonly points: readonly ClockPoint[];
  readonly todayPercent: number | null;
}

const share = (from: string, to: string, at: string): number =>
  Math.min(1, Math.max(0, daysBetween(from, at) / Math.max(1, daysBetween(from, to))));

/** Publication clock in words. Nothing is computed where the platform gave no class or date. */
export const clockView = (clock: NonNullable<CreditRecord['clock']>, today: string): ClockView => {
  const { decidedOn, repairFrom, endsOn } = clock;
  const words = (day: string): string => dayWords(day, Date.parse(`${today}T04:00:00.000Z`));
  const known = [
    { label: '决定', day: decidedOn, percent: 0 },
    { label: '可申请修复', day: repairFrom, percent: 36 },
    { label: '最迟停止公示', day: endsOn, percent: 100 },
  ];
  const points = known.flatMap(({ label, day, percent }) => (day === null ? [] : [{ label, day, percent, past: day <= today }]));
  const whole = decidedOn !== null && endsOn !== null;
  const middle = repairFrom ?? null;
  const todayPercent = !whole
    ? null
    : middle !== null && today <= middle
      ? 36 * share(decidedOn, middle, today)
      : middle !== null
        ? 36 + 64 * share(middle, endsOn, today)
        : 100 * share(decidedOn, endsOn, today);
  if (endsOn !== null && endsOn <= today)
    return { lead: '最长公示期已经满了', days: null, from: `${words(endsOn)}起应停止公示`, points, todayPercent };
  if (repairFrom !== null && repairFrom > today) {
    return {
      lead: '离可以申请修复，还有',
      days: daysBetween(today, repairFrom),
      from: `${words(repairFrom)}（${weekdayWords(repairFrom)}）起`,
      points,
      todayPercent,
    };
  }
  if (repairFrom !== null) return { lead: '现在就可以申请修复', days: null, from: `${words(repairFrom)}起可以`, points, todayPercent };
  if (endsOn !== null) return { lead: '最迟停止公示', days: null, from: words(endsOn), points, todayPercent };
  return { lead: clock.penaltyClassLabel, days: null, from: null, points, todayPercent };
};
