import type { Sql } from '../lib/db';
import type { BindInput, BoundAttachment, OpenedAttachment } from './attachment/bind-attachments';
import type { SubjectRecord } from './directory/read-subject';
import type { ReadContent } from './ledger/chain';
import type { NewNotice } from './notice';
import type { CounterSlip } from './profile/counter-slip';
import type { ReadFileOptions, SectionResult } from './profile/read-file';

/**
 * What features offer each other, as types; each is defined by the feature that offers it, and container.ts hands the functions over.
 * A feature takes these from here and never from another feature.
 */
export type { BindInput, BoundAttachment, CounterSlip, NewNotice, OpenedAttachment, ReadContent, SectionResult, SubjectRecord };

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

/** The content of one, for whoever the caller says may see it. null: there is none. @throws Problem `attachment.not_ready` not clean */
export type OpenAttachment = (attachmentId: string) => Promise<OpenedAttachment | null>;
