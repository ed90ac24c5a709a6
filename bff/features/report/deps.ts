import type { Db, Sql } from '../../lib/db';
import type { Log } from '../../lib/log';
import type { ReportKeys } from '../../lib/report-keys';
import type { Seal } from '../../lib/seal';
import type { Clock } from '../../lib/time';
import type { CreditRecord, IdType, Instant, OrgType, PlatformRef, SectionId, SubjectKind } from '../../platform/ports';
import type { PdfPool } from './pdf/pool';

export interface SubjectRecord {
  readonly subjectId: string;
  readonly kind: SubjectKind;
  readonly name: string;
  readonly idType: IdType | null;
  readonly idNumber: string;
  readonly orgType: OrgType | null;
  readonly platformRef: PlatformRef | null;
}

/** One section as the credit file gives it. */
export interface SectionResult {
  readonly sectionId: SectionId;
  readonly title: string;
  readonly state: 'ok' | 'stale' | 'unavailable';
  readonly asOf: Instant | null;
  readonly source: string;
  readonly reason: string | null;
  readonly records: readonly CreditRecord[] | null;
}

/** What a report takes from the city file. */
export interface ReportCity {
  readonly name: string;
  readonly appName: string;
  readonly regionCode: string;
  readonly brandRgb: string;
  readonly demo: boolean;
  readonly disclaimer: string;
  readonly office: { readonly name: string; readonly phone: string; readonly hours: string; readonly address: string };
  readonly hotline: { readonly phone: string };
  readonly report: {
    readonly validDays: number;
    /** Reports an account may ask for in one Beijing day. */
    readonly perDay: number;
    readonly purposes: readonly { readonly code: string; readonly title: string }[];
    readonly domains: readonly { readonly code: string; readonly title: string; readonly covered: boolean }[];
  };
  readonly policy: { readonly simplePenaltiesOnPersonsNotUsed: boolean };
}

export interface ReportDeps {
  readonly db: Db;
  readonly seal: Seal;
  readonly now: Clock;
  readonly newId: () => string;
  readonly log: Log;
  readonly city: ReportCity;
  /** Origin of the verify link, no slash at the end. */
  readonly publicUrl: string;
  readonly keys: ReportKeys;
  readonly pdf: Pick<PdfPool, 'renderPdf'>;
  readonly readSubject: (subjectId: string) => Promise<SubjectRecord | null>;
  readonly readFile: (
    subject: SubjectRecord,
    options: { sections?: readonly SectionId[]; refresh?: boolean; signal: AbortSignal },
  ) => Promise<readonly SectionResult[]>;
  readonly appendRead: (
    tx: Sql,
    subjectId: string,
    content: { who: string; system: string; reason: string; fields: readonly string[]; own: boolean },
  ) => Promise<void>;
  readonly enqueue: (tx: Sql, topic: string, orderKey: string, payload: unknown) => Promise<void>;
  readonly notify: (
    tx: Sql,
    citizenId: string,
    notice: { eventKey: string; title: string; text: string; target: { page: 'report'; id: string; subjectId: string } },
  ) => Promise<void>;
}
