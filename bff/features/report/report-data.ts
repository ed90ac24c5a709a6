import type { Day, Instant, SectionId, SubjectKind } from '../../platform/ports';

/** Everything a report says, in the order it says it. Its canonical JSON is attached to the PDF and is what is signed. */
export interface ReportData {
  readonly format: 'chengxin-report/1';
  readonly demo: boolean;
  readonly number: string;
  readonly verifyId: string;
  readonly issuer: Issuer;
  readonly variant: 'full' | 'no_violation';
  readonly title: string;
  readonly subject: {
    readonly kind: SubjectKind;
    readonly name: string;
    readonly idLabel: string;
    /** Masked for persons; the unified code of a merchant is public. */
    readonly idShown: string;
  };
  readonly purpose: string;
  readonly recipient: string | null;
  readonly periodFrom: Day | null;
  readonly periodTo: Day | null;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  /** 信用代证 only: one line a domain asked for. */
  readonly domains: readonly DomainFinding[];
  readonly sections: readonly ReportSection[];
  readonly hints: readonly string[];
  /** What the report leaves out by rule. */
  readonly leftOut: readonly string[];
  readonly notices: readonly string[];
}

export interface Issuer {
  readonly city: string;
  readonly office: string;
  readonly phone: string;
  readonly hours: string;
  readonly address: string;
  readonly hotline: string;
}

export interface DomainFinding {
  readonly title: string;
  /** `unknown`: a section that would tell was not fetched, so nothing is claimed. */
  readonly state: 'none' | 'found' | 'unknown' | 'not_covered';
  readonly count: number | null;
  readonly note: string;
}

export interface ReportSection {
  readonly sectionId: SectionId;
  readonly title: string;
  readonly state: 'ok' | 'stale' | 'unavailable';
  readonly asOf: Instant | null;
  readonly source: string;
  readonly reason: string | null;
  /** null: not fetched, which says nothing about whether there are records. */
  readonly records: readonly ReportRecord[] | null;
}

export interface ReportRecord {
  readonly title: string;
  readonly agency: string | null;
  readonly documentNo: string | null;
  readonly decidedOn: Day | null;
  readonly validUntil: Day | null;
  readonly legalBasis: string | null;
  readonly trust: string;
  readonly marks: readonly string[];
  /** `value` null: the source did not give it. */
  readonly facts: readonly { readonly label: string; readonly value: string | null }[];
}
