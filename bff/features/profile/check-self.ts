import type { Reply } from '../../contract/types';
import { beijingDay, dayInWords } from '../../lib/time';
import type { CreditRecord } from '../../platform/ports';
import { clockOfRecord } from '../../policy/clock-of';
import { effectOf } from '../../policy/effect-of';
import { sectionPolicy } from '../../policy/sections';
import type { SectionResult } from './read-file';

type SelfCheck = Reply<'profile.checkSelf'>;
type Item = SelfCheck['items'][number];

/** Sections whose records once harmed or may harm: they are explained even when they are neutral now. */
const watched = new Set(['penalty', 'serious_list', 'abnormal', 'judicial', 'rectification']);
const rank = { harm: 0, help: 1, neutral: 2 } as const;

const untilOf = (record: CreditRecord): Pick<Item, 'until' | 'untilNote'> => {
  const clock = clockOfRecord(record);
  if (clock) return { until: clock.endsOn, untilNote: clock.endsOn === null ? clock.note : `最迟公示到这一天，${clock.note}` };
  if (record.validUntil !== null) return { until: record.validUntil, untilNote: '来源写明的有效期。' };
  return { until: null, untilNote: `${sectionPolicy(record.sectionId).untilNote}。` };
};

const nextOf = (record: CreditRecord, today: string): string => {
  const clock = clockOfRecord(record);
  const agency = record.agencyName ?? sectionPolicy(record.sectionId).source;
  if (record.underObjection) return `异议正在处理，等${agency}答复。`;
  if (record.repairState === 'repaired') return '已经修复，不用再做什么。';
  if (record.repairState === 'applied') return `修复正在办理，等${agency}答复。`;
  if (clock?.endsOn && today > clock.endsOn) return `公示期已满；如果别处还能查到，请联系${agency}。`;
  if (clock?.repairFrom && today < clock.repairFrom)
    return `先履行完处罚决定，${dayInWords(clock.repairFrom)}起可以申请修复；免费，只要两份材料。`;
  if (clock?.repairFrom) return '履行完处罚决定就可以申请修复；免费，只要两份材料。';
  if (clock) return `先向${agency}问清失信类别，再看什么时候可以修复。`;
  return (sectionPolicy(record.sectionId).steps[0] ?? '').replaceAll('{agency}', agency);
};

const itemOf = (record: CreditRecord, section: SectionResult, today: string): Item => ({
  recordId: record.id,
  sectionId: record.sectionId,
  sectionTitle: section.title,
  title: record.title,
  agency: record.agencyName,
  ...effectOf(record),
  ...untilOf(record),
  next: nextOf(record, today),
  underObjection: record.underObjection === true,
});

/** Never "nothing wrong" while a section is missing or a record could not be read. */
const headlineOf = (items: readonly Item[], missing: number, partial: number): string => {
  const harm = items.filter(({ effect }) => effect === 'harm').length;
  const help = items.filter(({ effect }) => effect === 'help').length;
  const found = harm === 0 ? '取到的记录里没有对您不利的' : `有 ${harm} 条记录需要留意`;
  const good = help === 0 ? '' : `，${help} 条对您有帮助`;
  if (missing > 0) return `${found}${good}；还有 ${missing} 类没取到，这次自测不完整`;
  if (partial > 0) return `${found}${good}；有 ${partial} 类的数据较旧或没有取全，请看说明`;
  return harm === 0 ? `查过了，没有对您不利的记录${good}` : `${found}${good}`;
};

/** The platform's own evaluation, word for word. Source: docs/rules/sections.md F3. */
const evaluationOf = (section: SectionResult | undefined): Pick<SelfCheck, 'evaluation' | 'evaluationNote'> => {
  if (!section?.records) return { evaluation: null, evaluationNote: '信用评价这次没取到，不表示没有评价。本应用不打分。' };
  const record = section.records[0];
  const grade = record?.facts.find(({ key }) => key === 'grade')?.value;
  if (!record || !grade) return { evaluation: null, evaluationNote: '平台没有给出您的评价。本应用不打分。' };
  return {
    evaluation: { name: record.title, grade, source: record.agencyName ?? section.source, asOf: record.asOf ?? section.asOf },
    evaluationNote: '这是评价部门给出的结果，照原样显示；本应用不打分，也不参与评价。',
  };
};

/** Which records help or harm, why, until when and what next: facts and rules, never a score of ours. */
export const checkSelf = (sections: readonly SectionResult[], at: Date): SelfCheck => {
  const today = beijingDay(at);
  const items = sections
    .flatMap(section => (section.records ?? []).map(record => itemOf(record, section, today)))
    .filter(({ effect, sectionId, underObjection }) => effect !== 'neutral' || underObjection || watched.has(sectionId))
    .sort((a, b) => rank[a.effect] - rank[b.effect]);
  const missing = sections.filter(({ state }) => state === 'unavailable').map(({ sectionId, title }) => ({ sectionId, title }));
  const partial = sections.filter(({ state, reason }) => state !== 'unavailable' && reason !== null).length;
  return {
    readAt: at.toISOString(),
    headline: headlineOf(items, missing.length, partial),
    missing,
    items,
    ...evaluationOf(sections.find(({ sectionId }) => sectionId === 'evaluation')),
  };
};
