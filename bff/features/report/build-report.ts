import { maskIdNumber } from '../../lib/mask';
import { byPlace } from '../../lib/record-order';
import { beijingDay, dayInWords } from '../../lib/time';
import type { CreditRecord, IdType, Instant } from '../../platform/ports';
import { clockOfRecord } from '../../policy/clock-of';
import { effectOf } from '../../policy/effect-of';
import { repairIsFree } from '../../policy/repair';
import { sectionPolicy } from '../../policy/sections';
import type { SectionResult, SubjectRecord } from '../offers';
import type { ReportCity } from './deps';
import { findDomains, withinDomains } from './find-domains';
import { maskFact, maskNumbers } from './mask-others';
import type { ReportData, ReportRecord, ReportSection } from './report-data';
import { leftOutWords, type Selected, selectRecords } from './select-records';
import { purposeTitle, variantTitles, type Wish } from './wish';

const idLabels: Readonly<Record<IdType, string>> = {
  resident_id: '居民身份证',
  hmt_residence: '港澳台居民居住证',
  foreign_permanent: '外国人永久居留身份证',
  hm_permit: '港澳居民来往内地通行证',
  tw_permit: '台湾居民来往大陆通行证',
  passport: '护照',
};

const trustWords = { agency_verified: '部门核验', document_checked: '材料已核', self_declared: '本人自述' } as const;

const marksOf = (record: CreditRecord, isPerson: boolean, city: ReportCity): string[] => {
  const clock = clockOfRecord(record);
  const simple = record.penalty?.simpleProcedure === true && isPerson && city.policy.simplePenaltiesOnPersonsNotUsed;
  return [
    record.underObjection ? '异议处理中：对这条记录有异议，正在核实' : null,
    record.repairState === 'applied' ? '修复办理中' : null,
    clock ? `失信类别：${clock.penaltyClassLabel}${clock.endsOn ? `；最迟公示到 ${dayInWords(clock.endsOn)}` : ''}` : null,
    simple ? '按简易程序作出，不作为联合惩戒的依据' : null,
    record.viaRole ? `因在${record.viaRole.orgName}担任${record.viaRole.role}而关联` : null,
  ].filter(mark => mark !== null);
};

const recordOf = (record: CreditRecord, subject: SubjectRecord, city: ReportCity): ReportRecord => ({
  title: maskNumbers(record.title),
  agency: record.agencyName,
  documentNo: record.documentNo,
  decidedOn: record.decidedOn,
  validUntil: record.validUntil,
  legalBasis: record.legalBasis,
  trust: trustWords[record.trust],
  marks: marksOf(record, subject.kind === 'person', city),
  facts: record.facts
    .filter(({ disclosure }) => disclosure !== 'government')
    .map(({ label, value }) => ({ label, value: value === null ? null : maskFact(label, value, subject.name) })),
});

const sectionOf = (section: SectionResult, subject: SubjectRecord, city: ReportCity): ReportSection => ({
  sectionId: section.sectionId,
  title: section.title,
  state: section.state,
  asOf: section.asOf,
  source: section.source,
  reason: section.reason,
  records: section.records === null ? null : [...section.records].sort(byPlace).map(record => recordOf(record, subject, city)),
});

/** What to do about what harms, in the order of the records; the wording of the file's self-check in one line. */
const hintsOf = (sections: readonly SectionResult[]): string[] =>
  sections.flatMap(({ records, sectionId }) =>
    (records === null ? [] : [...records].sort(byPlace))
      .filter(record => effectOf(record).effect === 'harm' && !record.viaRole)
      .map(record => {
        const agency = record.agencyName ?? sectionPolicy(sectionId).source;
        const clock = clockOfRecord(record);
        const step = (sectionPolicy(sectionId).steps[0] ?? '').replaceAll('{agency}', agency);
        const repair = clock?.repairFrom ? `${dayInWords(clock.repairFrom)}起可向${agency}申请修复。${repairIsFree}` : '';
        return `“${maskNumbers(record.title)}”：${step}${repair}`;
      }),
  );

const noticesOf = (city: ReportCity): string[] => [
  '数据来自各来源机关，以来源机关为准；与“信用中国”网站不一致的，以“信用中国”为准。',
  '“没有取到”是开具时来源没有应答，不表示没有记录；写“查过”的，是来源已经答复。',
  '证件号码只显示首尾各一位；他人的姓名、证件号码和电话已遮挡。',
  `认为内容不对的，持有人可以提出异议，免费。咨询电话 ${city.office.phone}（${city.office.hours}），服务热线 ${city.hotline.phone}。`,
  `请只用于写明的用途。${city.disclaimer}`,
];

/** General sentences on paper: a count there would tell a stranger of a repaired record. */
const leftOutLines = (wish: Wish): string[] => [
  leftOutWords.repaired,
  leftOutWords.ended,
  leftOutWords.government,
  leftOutWords.self_declared,
  ...(wish.periodFrom ? [leftOutWords.period] : []),
  ...(wish.variant === 'no_violation' ? [leftOutWords.via_role, '没有选的领域。'] : []),
];

export const selectForReport = (sections: readonly SectionResult[], wish: Wish, city: ReportCity, at: Date): Selected => {
  const { sections: selected, leftOut } = selectRecords(sections, wish, at);
  return { sections: withinDomains(selected, wish, city), leftOut };
};

interface Identity {
  readonly number: string;
  readonly verifyId: string;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
}

/** The whole report as data: what is printed, attached and signed. Pure; equal input, equal output. */
export const buildReport = (
  subject: SubjectRecord,
  wish: Wish,
  file: readonly SectionResult[],
  city: ReportCity,
  identity: Identity,
): ReportData => {
  const { sections } = selectForReport(file, wish, city, new Date(identity.issuedAt));
  return {
    format: 'chengxin-report/1',
    demo: city.demo,
    ...identity,
    issuer: {
      city: city.name,
      office: city.office.name,
      phone: city.office.phone,
      hours: city.office.hours,
      address: city.office.address,
      hotline: city.hotline.phone,
    },
    variant: wish.variant,
    title: variantTitles[wish.variant],
    subject: {
      kind: subject.kind,
      name: subject.name,
      idLabel: subject.idType === null ? '统一社会信用代码' : idLabels[subject.idType],
      idShown: subject.idType === null ? subject.idNumber : maskIdNumber(subject.idNumber),
    },
    purpose: purposeTitle(city, wish.purpose),
    recipient: wish.recipient,
    periodFrom: wish.periodFrom,
    periodTo: wish.periodTo,
    domains: findDomains(sections, wish, city),
    sections: sections.map(section => sectionOf(section, subject, city)),
    hints: wish.variant === 'full' ? hintsOf(sections) : [],
    leftOut: leftOutLines(wish),
    notices: noticesOf(city),
  };
};

/** Last Beijing day a report of today holds, and the instant it ends. */
export const validity = (at: Date, validDays: number): { lastDay: string; expiresAt: Instant } => {
  const today = Date.parse(`${beijingDay(at)}T00:00:00.000Z`);
  const lastDay = new Date(today + validDays * 24 * 3600_000).toISOString().slice(0, 10);
  return { lastDay, expiresAt: new Date(today + (validDays + 1) * 24 * 3600_000 - 8 * 3600_000).toISOString() };
};
