import { maskIdNumber } from '../../lib/mask';
import { beijingDay, dayInWords } from '../../lib/time';
import type { CreditRecord } from '../../platform/ports';
import { clockOfRecord } from '../../policy/clock-of';
import { repairIsFree } from '../../policy/repair';
import { sectionPolicy } from '../../policy/sections';
import type { SubjectRecord } from '../offers';
import { type AgencyContact, stepsOf } from './present-record';
import type { SectionResult } from './read-file';

/** 办事单: one page that a person takes to a counter about one record. Plain data: who draws it adds nothing. */
export interface CounterSlip {
  readonly cityName: string;
  readonly title: string;
  readonly subjectName: string;
  /** A person's is masked: a lost slip must not give the number away. A merchant's is public, and the counter asks for it. */
  readonly subjectIdNumber: string;
  readonly printedOn: string;
  readonly record: {
    readonly sectionTitle: string;
    readonly title: string;
    readonly documentNo: string | null;
    readonly decidedOn: string | null;
    readonly agency: string | null;
    readonly source: string;
    readonly asOf: string | null;
  };
  /** Penalties only. */
  readonly clockNote: string | null;
  readonly contact: AgencyContact | null;
  /** Where to turn when the agency cannot be found. */
  readonly fallback: string;
  readonly steps: readonly string[];
  readonly papers: readonly string[];
  readonly freeNote: string;
  readonly demo: boolean;
}

export interface SlipCity {
  readonly name: string;
  readonly demo: boolean;
  readonly office: { readonly name: string; readonly phone: string; readonly address: string; readonly hours: string };
  readonly hotline: { readonly phone: string };
}

export const counterSlipOf = (
  subject: SubjectRecord,
  record: CreditRecord,
  section: SectionResult,
  contact: AgencyContact | null,
  city: SlipCity,
  at: Date,
): CounterSlip => {
  const policy = sectionPolicy(record.sectionId);
  const clock = clockOfRecord(record);
  return {
    cityName: city.name,
    title: clock ? '办事单：信用修复或更正' : '办事单：核对与更正',
    subjectName: subject.name,
    subjectIdNumber: subject.idType === null ? subject.idNumber : maskIdNumber(subject.idNumber),
    printedOn: beijingDay(at),
    record: {
      sectionTitle: section.title,
      title: record.title,
      documentNo: record.documentNo,
      decidedOn: record.decidedOn,
      agency: record.agencyName,
      source: section.source,
      asOf: record.asOf ?? section.asOf,
    },
    clockNote:
      clock &&
      `${clock.penaltyClassLabel}${clock.repairFrom ? `，${dayInWords(clock.repairFrom)}起可申请修复` : ''}${clock.endsOn ? `，最迟公示到 ${dayInWords(clock.endsOn)}` : ''}。${clock.note}`,
    contact,
    fallback: `找不到办理单位时：${city.office.name}，${city.office.phone}，${city.office.address}（${city.office.hours}）；或打 ${city.hotline.phone}。`,
    steps: stepsOf(record, contact),
    papers: policy.papers,
    freeNote: clock ? repairIsFree : '核对和更正免费，不用找代办。',
    demo: city.demo,
  };
};
