import type { Reply } from '../../contract/types';
import type { CreditPort, CreditRecord } from '../../platform/ports';
import { clockOfRecord } from '../../policy/clock-of';
import { effectOf } from '../../policy/effect-of';
import { sectionPolicy } from '../../policy/sections';
import { marksOfRecord } from './marks';
import type { SectionResult } from './read-file';

export type RecordBrief = Reply<'profile.readSection'>['items'][number];
export type FullRecord = Reply<'profile.readRecord'>;
export type AgencyContact = NonNullable<FullRecord['contact']>;

export const briefOf = (record: CreditRecord, at: Date): RecordBrief => ({
  recordId: record.id,
  sectionId: record.sectionId,
  title: record.title,
  agency: record.agencyName,
  documentNo: record.documentNo,
  decidedOn: record.decidedOn,
  effect: effectOf(record).effect,
  marks: marksOfRecord(record, at),
  trust: record.trust,
  underObjection: record.underObjection === true,
  viaRole: record.viaRole,
});

/** Who to turn to. A contact that cannot be looked up is no reason to hide the record: the agency's name stays. */
export const contactOf = async (credit: Pick<CreditPort, 'readAgency'>, record: CreditRecord): Promise<AgencyContact | null> => {
  const found = record.agencyCode === null ? null : await credit.readAgency(record.agencyCode).catch(() => null);
  if (found) return { agency: found.name, phone: found.phone, office: found.office, hours: found.hours };
  return record.agencyName === null ? null : { agency: record.agencyName, phone: null, office: null, hours: null };
};

/** A repaired penalty asks nothing more, one under repair only patience; what remains is to say that something is wrong, a section's last step. */
const stepsByRepair = (record: CreditRecord): readonly string[] => {
  const { steps } = sectionPolicy(record.sectionId);
  if (record.repairState === 'repaired') return ['已经修复，停止公示、共享和使用，不用再做什么。', ...steps.slice(-1)];
  if (record.repairState === 'applied') return ['修复正在办理，等{agency}答复。', ...steps.slice(-1)];
  return steps;
};

/** What to do, with the agency's name put in. */
export const stepsOf = (record: CreditRecord, contact: AgencyContact | null): string[] => {
  const policy = sectionPolicy(record.sectionId);
  const agency = contact?.agency ?? record.agencyName ?? policy.source;
  const steps = stepsByRepair(record).map(step => step.replaceAll('{agency}', agency));
  const objection = record.underObjection ? ['这条记录正在异议处理中，结果出来前请留意通知。'] : [];
  const viaRole = record.viaRole ? [`这条记录是${record.viaRole.orgName}的，因您担任${record.viaRole.role}而关联到您的档案。`] : [];
  const noPhone = contact?.phone ? [] : ['不知道找哪个科室？打 12345，请接线员转接。'];
  return [...viaRole, ...objection, ...steps, ...noPhone];
};

/** Nothing to count any more once it is repaired; while that is under way nobody is told to ask for it. */
const clockShown = (record: CreditRecord): FullRecord['clock'] => {
  const clock = clockOfRecord(record);
  if (clock === null || record.repairState === 'repaired') return null;
  return record.repairState === 'applied' ? { ...clock, repairFrom: null } : clock;
};

export const presentRecord = (record: CreditRecord, section: SectionResult, contact: AgencyContact | null, at: Date): FullRecord => {
  const policy = sectionPolicy(record.sectionId);
  return {
    ...briefOf(record, at),
    facts: [...record.facts],
    asOf: record.asOf ?? section.asOf,
    source: section.source,
    disclosure: record.disclosure,
    legalBasis: record.legalBasis,
    meaning: `${policy.meaning}${effectOf(record).why}`,
    clock: clockShown(record),
    steps: stepsOf(record, contact),
    // Papers of a repair are for one that is still to be asked for.
    papers: record.repairState === 'repaired' || record.repairState === 'applied' ? [] : [...policy.papers],
    contact,
    hasCounterSlip: policy.counterSlip,
  };
};
