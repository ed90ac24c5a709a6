import type { Sql } from '../lib/db';
import type { BindInput, BoundAttachment, OpenedAttachment } from './attachment/bind-attachments';
import type { SubjectRecord } from './directory/read-subject';
import type { ReadContent } from './ledger/chain';
import type { NewNotice } from './notice';
import type { ReminderKind } from './notice/reminders';
import type { CounterSlip } from './profile/counter-slip';
import type { ReadFileOptions, SectionResult } from './profile/read-file';
import type { StaffAct } from './staff/audit';

/**
 * What features offer each other, as types; each is defined by the feature that offers it, and container.ts hands the functions over.
 * A feature takes these from here and never from another feature.
 */
export type {
  BindInput,
  BoundAttachment,
  CounterSlip,
  NewNotice,
  OpenedAttachment,
  ReadContent,
  ReminderKind,
  SectionResult,
  SubjectRecord,
};

/** null: there is no such subject. */
export type ReadSubject = (subjectId: string) => Promise<SubjectRecord | null>;

/** The credit file of a subject, from the platform. @throws Problem as `profile/read-file` */
export type ReadFile = (subject: SubjectRecord, options: ReadFileOptions) => Promise<readonly SectionResult[]>;

/** One row of the read ledger, in the transaction of the read. @throws Problem `ledger.unwritable` */
export type AppendRead = (tx: Sql, subjectId: string, content: ReadContent) => Promise<void>;

/** One notice to one account, in the transaction of what it tells of. */
export type Notify = (tx: Sql, citizenId: string, notice: NewNotice) => Promise<void>;

/** Attachments become part of a submission. @throws Problem `attachment.not_found`, `attachment.not_ready` */
export type BindAttachments = (tx: Sql, input: BindInput) => Promise<readonly BoundAttachment[]>;

/** Everything a submission ever took, oldest first, as it stands now. */
export type DescribeAttachments = (owner: BindInput['owner']) => Promise<readonly BoundAttachment[]>;

/** Attachments that a draft of this subject names are kept as long as the draft; others of the subject's, or nobody's, are passed over. */
export type KeepAttachments = (subjectId: string, attachmentIds: readonly string[]) => Promise<void>;

/** Attachments of a subject that are sent, not refused, and part of nothing yet, oldest first; several may have one name. */
export type ListForSheets = (subjectId: string) => Promise<readonly { readonly attachmentId: string; readonly name: string }[]>;

/** The content of one, for whoever the caller says may see it. null: there is none. @throws Problem `attachment.not_ready` not clean */
export type OpenAttachment = (attachmentId: string) => Promise<OpenedAttachment | null>;

/** What the desk may know of a submission without opening it. Instants UTC, days Beijing. */
export interface CaseSummary {
  readonly number: string;
  readonly subjectId: string;
  readonly kind: 'license' | 'operation' | 'contract' | 'charity';
  readonly kindTitle: string;
  readonly title: string;
  readonly merchantName: string;
  /** GB/T 2260 of the merchant's registrar, from its code. */
  readonly regionCode: string;
  readonly state: 'submitted' | 'returned' | 'verified' | 'refused' | 'published' | 'withdrawn' | 'expired';
  readonly trust: 'self_declared' | 'document_checked' | 'agency_verified';
  readonly revision: number;
  readonly submittedAt: string;
  /** Since when the office has it; null: it is not with the office. */
  readonly waitingSince: string | null;
  /** Last day; null: no clock runs. */
  readonly dueOn: string | null;
  readonly dueExpected: boolean;
}

export interface CaseReason {
  /** JSON pointer into `{fields, attachments}`; `/` for the whole. */
  readonly pointer: string;
  readonly text: string;
}

/** All that the one who decides needs. `number` is a registration's; the texts are as a person reads them. */
export interface CaseFile extends CaseSummary {
  readonly entryId: string;
  readonly orgCode: string;
  readonly fields: readonly {
    readonly pointer: string;
    readonly label: string;
    readonly input: 'line' | 'text' | 'day' | 'amount' | 'org_code' | 'choice' | 'count';
    /** `amount` in fen; of a choice its title; null: left out. */
    readonly value: string | number | null;
    readonly disclosure: 'public' | 'authorised' | 'government';
  }[];
  readonly attachments: readonly BoundAttachment[];
  /** What does not fit or looks doubled: the code, dates, the same number at another merchant. */
  readonly hints: readonly { readonly tone: 'warn' | 'info'; readonly pointer: string; readonly text: string }[];
  readonly commitment: {
    readonly version: string;
    readonly text: string;
    readonly digest: string;
    readonly signedAt: string;
    readonly today: { readonly version: string; readonly text: string; readonly digest: string } | null;
  };
  readonly history: readonly { readonly at: string; readonly what: string; readonly by: string }[];
  readonly returnedFor: readonly CaseReason[];
  /** Whether strangers may read its public words (R30); `asked`: a person is to decide. */
  readonly publicText: 'waiting' | 'passed' | 'refused' | 'asked' | 'barred';
}

export interface CaseFilter {
  /** Only merchants registered there; null: everywhere. */
  readonly regionCode: string | null;
  /** Only these; null: whatever waits with the office. */
  readonly numbers: readonly string[] | null;
  readonly kind: CaseSummary['kind'] | null;
  /** All entries of the merchant with this unified code, in any state; null: whoever's. */
  readonly orgCode: string | null;
  /** The last one of the page before. Which is due first comes first, without a day last, then by number. */
  readonly after: { readonly dueOn: string | null; readonly number: string } | null;
  readonly limit: number;
}

export type ListCases = (filter: CaseFilter) => Promise<readonly CaseSummary[]>;
/** null: there is none. */
export type ReadCase = (number: string) => Promise<CaseFile | null>;

export interface CaseDecision {
  readonly number: string;
  /** As it was read: of another revision nothing is decided. */
  readonly revision: number;
  readonly decision: 'verify' | 'return' | 'refuse';
  readonly reasons: readonly CaseReason[];
  /** The organisation that merchants read. */
  readonly by: string;
}

/**
 * Decides in one transaction with `alongside` (the desk's own rows, that of the read ledger among them). false: it is another revision or
 * state by now, or the office does not have it, and nothing was written. @throws Problem of `alongside`
 */
export type DecideCase = (decision: CaseDecision, alongside: (tx: Sql) => Promise<void>) => Promise<boolean>;

/** Numbers of entries whose public words wait for a person, the oldest first. */
export type ListTextCases = () => Promise<readonly string[]>;

export interface TextDecision {
  readonly number: string;
  /** As it was read: of another revision nothing is decided. */
  readonly revision: number;
  readonly allow: boolean;
  /** What the merchant reads; needed where it is not allowed. */
  readonly reason: string | null;
}

/** In one transaction with `alongside`. false: the words wait for nobody, or are others by now, and nothing was written. @throws Problem of `alongside` */
export type DecideText = (decision: TextDecision, alongside: (tx: Sql) => Promise<void>) => Promise<boolean>;

/** A draft that was sent is gone, in the transaction of the submission. A draft that is gone already is no error. */
export type SpendDraft = (
  tx: Sql,
  draft: { readonly citizenId: string; readonly subjectId: string; readonly draftId: string },
) => Promise<void>;

/** One act of a member of the staff, in its own transaction: no row, no act. Late in the transaction: it holds the chain until commit. */
export type RecordAct = (tx: Sql, act: StaffAct) => Promise<void>;
