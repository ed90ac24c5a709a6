import type { Db, Sql } from '../../lib/db';
import type { Log } from '../../lib/log';
import type { Seal } from '../../lib/seal';
import type { Clock } from '../../lib/time';
import type { Enqueue } from '../../outbox/outbox';
import type { CreditPort, Day, RegistrationPort, WechatPort } from '../../platform/ports';
import type { Kind } from '../../policy/registration/kinds';
import type { AppendRead, BindAttachments, DescribeAttachments, Notify, ReadFile, ReadSubject, SpendDraft } from '../offers';

interface Promised {
  readonly workingDays: number;
}

/** What registrations take from the city file. */
export interface RegistrationCity {
  readonly name: string;
  readonly appName: string;
  /** A city of samples: its codes lead to no real shop. */
  readonly demo: boolean;
  readonly office: { readonly name: string; readonly phone: string };
  readonly promises: { readonly registrationAgency: Promised; readonly registrationOffice: Promised };
  readonly truthCommitments: Readonly<
    Record<Kind, readonly { readonly version: string; readonly effectiveFrom: Day; readonly text: string }[]>
  >;
}

export interface RegistrationDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly newId: () => string;
  readonly seal: Seal;
  readonly log: Log;
  readonly city: RegistrationCity;
  /** Origin of public links, no slash at the end. */
  readonly publicUrl: string;
  readonly readSubject: ReadSubject;
  readonly readFile: ReadFile;
  /** Accounts that may act for a subject today: whom to tell. */
  readonly citizensOf: (subjectId: string) => Promise<readonly string[]>;
  /** The merchant of a unified code, where it is known here. */
  readonly merchantOfCode: (orgCode: string) => Promise<string | null>;
  readonly appendRead: AppendRead;
  readonly notify: Notify;
  readonly enqueue: Enqueue;
  readonly registration: RegistrationPort;
  readonly credit: Pick<CreditPort, 'resolveMerchant'>;
  readonly wechat: Pick<WechatPort, 'checkText' | 'miniProgramCode'>;
  /** WeChat's id of an account; null: it was not made in WeChat. */
  readonly openIdOf: (citizenId: string) => Promise<string | null>;
  readonly bindAttachments: BindAttachments;
  readonly describeAttachments: DescribeAttachments;
  readonly spendDraft: SpendDraft;
}

/**
 * Outbox topics. Their order key is the subject: what is told of one merchant arrives in the order it happened.
 * `submit` {entryId, revision}; `publish` and `withdraw` {entryId}. `text` {entryId, revision} has an order key of its own: a checker of
 * words that is down holds nothing else.
 */
export const registrationTopics = {
  submit: 'registration.submit',
  publish: 'registration.publish',
  withdraw: 'registration.withdraw',
  text: 'registration.text',
} as const;

/** In a transaction of the caller's: what else belongs to a move, such as the nonce of a callback. */
export type Also = (tx: Sql) => Promise<void>;
