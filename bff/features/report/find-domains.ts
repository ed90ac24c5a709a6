import { beijingDay, dayInWords } from '../../lib/time';
import type { CreditRecord } from '../../platform/ports';
import type { SectionResult } from '../offers';
import type { ReportCity } from './deps';
import { agencyWords, mandatoryDomains } from './domains';
import type { DomainFinding } from './report-data';
import { isCriminal } from './select-records';
import type { Wish } from './wish';

/** Domains asked for, with those a 信用代证 must always answer, in the city's order. */
export const domainsOf = (wish: Wish, city: ReportCity): ReportCity['report']['domains'] =>
  wish.variant === 'full' ? [] : city.report.domains.filter(({ code }) => wish.domains.includes(code) || mandatoryDomains.includes(code));

const domainOfRecord = (record: CreditRecord): string | null => {
  if (isCriminal(record)) return 'criminal_judgment';
  if (record.sectionId === 'judicial') return 'court_enforcement';
  const agency = record.agencyName ?? '';
  return Object.entries(agencyWords).find(([, words]) => words.some(word => agency.includes(word)))?.[0] ?? null;
};

/** Sections that would tell of a domain. */
const sectionsFor = (code: string): readonly string[] =>
  mandatoryDomains.includes(code) ? ['judicial', 'serious_list'] : ['penalty', 'serious_list', 'admin_act'];

const noneWords = '所选期间内没有查到行政处罚、行政强制和严重失信名单记录。';
const noneAtCourt: Readonly<Record<string, string>> = {
  court_enforcement: '所选期间内没有查到法院执行和失信被执行人记录。',
  criminal_judgment: '所选期间内没有查到刑事裁判记录。',
};

const staleNote = (sections: readonly SectionResult[]): string =>
  sections
    .filter(({ state }) => state === 'stale')
    .map(({ title, asOf }) => `${title}的数据${asOf ? `停在 ${dayInWords(beijingDay(asOf))}` : '较旧'}，之后的情况不知道。`)
    .join('');

const findingOf = (domain: { code: string; title: string; covered: boolean }, sections: readonly SectionResult[]): DomainFinding => {
  const relevant = sections.filter(({ sectionId }) => sectionsFor(domain.code).includes(sectionId));
  const records = sections.flatMap(section => section.records ?? []).filter(record => domainOfRecord(record) === domain.code);
  const unfetched = relevant.filter(section => section.records === null).map(({ title }) => title);
  const { title } = domain;
  if (records.length > 0) {
    const rest = unfetched.length > 0 ? `${unfetched.join('、')}没有取到，可能还有。` : staleNote(relevant);
    return { title, state: 'found', count: records.length, note: rest };
  }
  if (!domain.covered)
    return { title, state: 'not_covered', count: null, note: '市平台没有这个领域的数据，本报告不能证明，请向主管部门另行开具。' };
  if (unfetched.length > 0)
    return { title, state: 'unknown', count: null, note: `${unfetched.join('、')}没有取到，不能说没有。请过后重新开一份。` };
  return { title, state: 'none', count: 0, note: `${noneAtCourt[domain.code] ?? noneWords}${staleNote(relevant)}` };
};

/** One answer a domain. "None" is said only where every section that would tell was fetched. */
export const findDomains = (sections: readonly SectionResult[], wish: Wish, city: ReportCity): DomainFinding[] => {
  const domains = domainsOf(wish, city);
  if (domains.length === 0) return [];
  const homeless = sections.flatMap(section => section.records ?? []).filter(record => domainOfRecord(record) === null);
  const findings = domains.map(domain => findingOf(domain, sections));
  if (homeless.length > 0)
    findings.push({ title: '没有写明领域', state: 'found', count: homeless.length, note: '来源没有写明机关，或机关不在列表里。' });
  return findings;
};

/** Records of domains nobody asked about are not shown. */
export const withinDomains = (sections: readonly SectionResult[], wish: Wish, city: ReportCity): readonly SectionResult[] => {
  if (wish.variant === 'full') return sections;
  const asked = new Set(domainsOf(wish, city).map(({ code }) => code));
  return sections.map(section => ({
    ...section,
    records:
      section.records?.filter(record => {
        const code = domainOfRecord(record);
        return code === null || asked.has(code);
      }) ?? null,
  }));
};
