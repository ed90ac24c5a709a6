import type { z } from 'zod';
import type { idTypes, orgTypes, zDisclosure, zSectionId } from '../contract/atoms';

/** What features may ask of the outside world. Wire names stay behind these; adapters live beside this file. */
export type SectionId = z.infer<typeof zSectionId>;
export type Disclosure = z.infer<typeof zDisclosure>;
export type IdType = (typeof idTypes)[number];
export type OrgType = (typeof orgTypes)[number];
export type SubjectKind = 'person' | 'merchant';
/** UTC ISO-8601 with milliseconds. */
export type Instant = string;
/** Beijing calendar day, YYYY-MM-DD. */
export type Day = string;

/** Opaque key of a subject at the city platform (ztbs). Carries no personal data; may stand in a URL. */
export type PlatformRef = string;

export interface IdentityDocument {
  readonly name: string;
  readonly idType: IdType;
  readonly idNumber: string;
}

export interface Fact {
  readonly key: string;
  readonly label: string;
  /** null: the source gave nothing. */
  readonly value: string | null;
  readonly disclosure: Disclosure;
}

export interface PenaltyFacts {
  /** As supplied upstream (R2); null is shown as 类别未提供 and computes no date. */
  readonly penaltyClass: 'minor' | 'general' | 'serious' | null;
  readonly fineFen: number | null;
  readonly confiscatedFen: number | null;
  readonly simpleProcedure: boolean | null;
  /** 公示截止期 as the source states it. */
  readonly publishedUntil: Day | null;
  /** 特种设备/安全生产/消防 …, for the old regime's minimum (R9). */
  readonly field: string | null;
}

/** One record after the adapter: no wire name, no 万元, no Beijing time left. */
export interface CreditRecord {
  readonly id: string;
  readonly sectionId: SectionId;
  /** Code of the national catalogue (R10); unknown ones never leave the adapter. */
  readonly category: string;
  readonly title: string;
  readonly agencyName: string | null;
  readonly agencyCode: string | null;
  readonly documentNo: string | null;
  readonly decidedOn: Day | null;
  readonly validUntil: Day | null;
  readonly asOf: Instant | null;
  readonly disclosure: Disclosure;
  readonly legalBasis: string | null;
  readonly facts: readonly Fact[];
  readonly penalty: PenaltyFacts | null;
  readonly repairState: 'none' | 'applied' | 'repaired' | null;
  readonly underObjection: boolean | null;
  readonly viaRole: { readonly orgName: string; readonly role: string } | null;
  readonly trust: 'agency_verified' | 'document_checked' | 'self_declared';
}

export interface PlatformSection {
  /** null: the source did not say as of when. */
  readonly asOf: Instant | null;
  readonly source: string;
  readonly records: readonly CreditRecord[];
  /** Records held back because their category is not in the national catalogue. */
  readonly quarantined: readonly { readonly recordId: string; readonly category: string }[];
  /** Entries that could not be read at all; the others are shown and this number is said. */
  readonly unreadable: number;
}

export interface PlatformSubject {
  readonly ref: PlatformRef;
  readonly kind: SubjectKind;
  readonly name: string;
  readonly orgType: OrgType | null;
}

export interface UsageRecord {
  readonly id: string;
  readonly at: Instant;
  readonly action: string;
  readonly receiverCode: string;
  readonly receiverName: string | null;
  readonly receiverSystem: string;
}

export interface Change {
  readonly changeId: string;
  readonly ref: PlatformRef;
  readonly sectionId: SectionId | null;
  readonly recordId: string | null;
  readonly kind: 'added' | 'corrected' | 'withdrawn' | 'repaired' | 'objection';
  readonly at: Instant;
}

export interface Checkpoint {
  readonly seq: number;
  readonly at: Instant;
  readonly root: string;
  readonly keyId: string;
  readonly signature: string;
}

/** 市公共信用信息平台. Every method throws Problem `platform.unavailable` when it cannot answer in time. */
export interface CreditPort {
  /** Personal data travel in a signed body, never in a URL. null: the platform does not know this person. */
  resolvePerson(document: IdentityDocument): Promise<PlatformSubject | null>;
  resolveMerchant(orgCode: string): Promise<PlatformSubject | null>;
  /** All pages of one section. `signal` is the one deadline of the caller's request. */
  readSection(ref: PlatformRef, sectionId: SectionId, signal: AbortSignal): Promise<PlatformSection>;
  isLegalRepresentative(merchant: PlatformRef, document: IdentityDocument): Promise<boolean>;
  /** Where the legal representative's registered phone can be reached; the number itself stays with the platform. */
  readRepresentativeContact(merchant: PlatformRef): Promise<{ maskedPhone: string; phoneRef: string } | null>;
  readAgency(agencyCode: string): Promise<{ name: string; phone: string | null; office: string | null; hours: string | null } | null>;
  listUsage(ref: PlatformRef, from: Instant, to: Instant): Promise<readonly UsageRecord[]>;
  listChanges(cursor: string | null): Promise<{ changes: readonly Change[]; cursor: string }>;
  /** Idempotent by `seq`. `taken`: the platform keeps another content under this number. */
  keepCheckpoint(checkpoint: Checkpoint): Promise<'kept' | 'taken'>;
  /** Idempotent by `number`. `taken`: the platform has another message under this number. */
  sendHelpMessage(message: { number: string; kind: string; text: string; sentAt: Instant }): Promise<'kept' | 'taken'>;
}

export interface RegistrationField {
  readonly key: string;
  readonly label: string;
  /** As text; of an amount yuan with two decimals. */
  readonly value: string;
  readonly disclosure: Disclosure;
}

interface SentRegistration {
  /** Our number; with the revision it names the case. */
  readonly number: string;
  readonly ref: PlatformRef;
  readonly kind: 'license' | 'operation' | 'contract' | 'charity';
  readonly title: string;
  readonly fields: readonly RegistrationField[];
}

export interface RegistrationAnswer {
  /** The same answer has the same id, by callback and by polling. */
  readonly answerId: string;
  readonly number: string;
  readonly revision: number;
  readonly outcome: 'accepted' | 'verified' | 'unheld' | 'returned' | 'refused';
  readonly by: string;
  /** null: the platform did not say. */
  readonly at: Instant | null;
  readonly reasons: readonly { readonly field: string | null; readonly text: string }[];
}

/** 自愿注册 at the platform. Every method throws Problem `platform.unavailable` when it cannot answer in time. */
export interface RegistrationPort {
  /** Idempotent by number and revision, if the platform keeps its promise. `taken`: it has another content under them. */
  sendCase(
    sent: SentRegistration & {
      readonly revision: number;
      readonly submittedAt: Instant;
      readonly attachments: readonly {
        readonly contentType: string;
        readonly sizeBytes: number;
        readonly sentDigest: string;
        readonly keptDigest: string;
      }[];
      readonly commitmentVersion: string;
      readonly commitmentDigest: string;
    },
  ): Promise<'kept' | 'taken'>;
  /** Asked before a case is sent again. */
  hasCase(number: string, revision: number): Promise<boolean>;
  listAnswers(
    cursor: string | null,
  ): Promise<{ readonly cursor: string; readonly answers: readonly RegistrationAnswer[]; readonly unreadable: number }>;
  /** Fields of public disclosure only. Sent again with a better trust it replaces the first. */
  publish(
    sent: SentRegistration & {
      readonly trust: 'document_checked' | 'agency_verified';
      readonly checkedBy: string;
      readonly endsOn: Day | null;
      readonly publishedAt: Instant;
    },
  ): Promise<'kept' | 'taken'>;
  /** Harmless where it was never published. */
  withdraw(number: string, at: Instant, reason: string): Promise<void>;
}

/** Real-name checks. The result always comes from here, never from the client (R25). */
export interface IdentityPort {
  startFace(document: IdentityDocument): Promise<{ upstreamId: string; expiresInSec: number }>;
  readFace(upstreamId: string): Promise<'pending' | 'passed' | 'failed'>;
  checkBankCard(document: IdentityDocument, bankCard: string): Promise<boolean>;
  /** One-use code from a service counter, for one purpose and one document (or unified code). */
  useCounterCode(code: string, purpose: 'real_name' | 'guardian' | 'agent', about: string): Promise<boolean>;
  isGuardian(guardian: IdentityDocument, child: IdentityDocument): Promise<boolean>;
}

/** `unsure`: a person should look. `stranger`: WeChat checks only for people who were in the mini-program lately. */
export type TextVerdict = 'pass' | 'unsure' | 'risky' | 'stranger';

export interface WechatPort {
  /** @throws Problem `session.wechat_code_refused` */
  openIdOf(code: string): Promise<string>;
  /** @throws Problem `session.phone_quota_used`, `session.wechat_code_refused` */
  phoneOf(code: string): Promise<string>;
  /** Unlimited mini-program code; `scene` ≤ 32 characters. PNG bytes. */
  miniProgramCode(scene: string, page: string): Promise<Uint8Array>;
  /** Whether others may read it (R30); at most 2500 characters. @throws Problem `platform.unavailable` nothing was checked */
  checkText(openId: string, text: string): Promise<TextVerdict>;
  /** One reminder; values of `data` by the names the template gives them. @throws Problem `platform.unavailable` it was certainly not sent */
  sendReminder(openId: string, reminder: Reminder): Promise<ReminderOutcome>;
}

export interface Reminder {
  readonly templateId: string;
  /** Opened by a tap on it, without a slash in front. */
  readonly page: string;
  readonly data: Readonly<Record<string, string>>;
}

/**
 * `not_accepted`: the person has no permission left, or is gone. `unknown`: no answer came, it may have been sent. A number: WeChat
 * refuses the template or its values, its errcode.
 */
export type ReminderOutcome = 'sent' | 'not_accepted' | 'unknown' | number;

/** What the platform tells of its own accord. */
export type PlatformEvent =
  | { readonly type: 'change'; readonly change: Change }
  | {
      readonly type: 'registration_answer';
      readonly answer: RegistrationAnswer;
    }
  | {
      readonly type: 'help_answer';
      readonly answer: { readonly number: string; readonly text: string; readonly by: string; readonly at: Instant };
    };

/** A callback as it came over HTTP, before anything in it is believed. */
export interface RawCallback {
  readonly method: string;
  /** Path with query, as in the request line. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

export interface CallbackPort {
  /** `unsigned`: signature wrong, or older or newer than five minutes; `malformed`: signed, but not a known event. */
  open(raw: RawCallback): { readonly nonce: string; readonly event: PlatformEvent } | 'unsigned' | 'malformed';
}

export interface SmsPort {
  send(
    to: { phone: string } | { phoneRef: string },
    template: 'sign_in' | 'agent_consent',
    params: Readonly<Record<string, string>>,
  ): Promise<void>;
}

/**
 * Where sealed pieces of attachments lie; it sees only ciphertext and ids of ours. `folder` and `name` are such ids, never words of people.
 * Every method throws Problem `attachment.store_unavailable` when the store does not take or give.
 */
export interface BlobPort {
  /** Durable when it resolves: another instance, or this one after a power cut, reads it back. */
  put(folder: string, name: string, bytes: Uint8Array): Promise<void>;
  /** null: there is none. It may use the caller's buffer `into`, where it fits, and gives back the part of it that it filled. */
  get(folder: string, name: string, into?: Buffer): Promise<Buffer | null>;
  /** Harmless when it is gone already. */
  remove(folder: string, name: string): Promise<void>;
  removeAll(folder: string): Promise<void>;
}

/** `absent`: nobody said anything about it, for this reason (one line for operators); never the same as clean. */
export type ScanVerdict =
  | { readonly is: 'clean' }
  | { readonly is: 'bad'; readonly finding: string }
  | { readonly is: 'absent'; readonly why: string };

export interface ScannerPort {
  /** Never throws. */
  scan(content: AsyncIterable<Uint8Array>): Promise<ScanVerdict>;
  /** null: it answers. Otherwise what is wrong. */
  fault(): Promise<string | null>;
}

/** People of the sandbox city who may be signed in without a phone. Exists only against the sandbox; says so by being absent elsewhere. */
export interface DemoPort {
  listPeople(): Promise<readonly { readonly key: string; readonly name: string; readonly story: string }[]>;
  /** null: nobody has this key. `orgCodes`: merchants this person is the registered legal representative of. */
  readPerson(key: string): Promise<{ readonly document: IdentityDocument; readonly orgCodes: readonly string[] } | null>;
}

export interface Ports {
  readonly credit: CreditPort;
  readonly registration: RegistrationPort;
  readonly identity: IdentityPort;
  readonly wechat: WechatPort;
  readonly sms: SmsPort;
}
