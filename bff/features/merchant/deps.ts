import type { ActingSubject } from '../../http/call';
import type { Db, Sql } from '../../lib/db';
import type { Seal } from '../../lib/seal';
import type { Clock } from '../../lib/time';
import type { CreditPort, IdentityDocument, IdentityPort, OrgType, PlatformRef, SmsPort } from '../../platform/ports';
import type { Notify, SubjectRecord } from '../offers';

/** A merchant or person as the directory keeps it. */
export type KnownSubject = Pick<SubjectRecord, 'subjectId' | 'name' | 'idNumber' | 'orgType' | 'platformRef'>;

export interface MerchantDeps {
  readonly db: Db;
  readonly seal: Seal;
  readonly now: Clock;
  readonly newId: () => string;
  readonly credit: Pick<CreditPort, 'resolveMerchant' | 'isLegalRepresentative' | 'readRepresentativeContact'>;
  readonly identity: Pick<IdentityPort, 'useCounterCode'>;
  readonly sms: SmsPort;
  readonly notify: Notify;
  readonly readSubject: (subjectId: string) => Promise<KnownSubject | null>;
  readonly ensureMerchant: (facts: { orgCode: string; name: string; orgType: OrgType; platformRef: PlatformRef }) => Promise<string>;
  readonly personOf: (citizenId: string) => Promise<string | null>;
  readonly documentOf: (citizenId: string) => Promise<IdentityDocument | null>;
  readonly actingSubject: (citizenId: string, subjectId: string) => Promise<ActingSubject | null>;
  /** One counted attempt around one question. @throws Problem `identity.too_many_attempts` */
  readonly attempt: (citizenId: string, kind: 'merchant' | 'agent', question: () => Promise<boolean>) => Promise<boolean>;
  /** In the transaction that writes. @throws Problem `consent.required` */
  readonly holdConsents: (tx: Sql, citizenId: string, kinds: readonly ('privacy' | 'identity')[]) => Promise<void>;
  readonly issueCode: (wish: {
    purpose: 'agent_consent';
    about: string;
    from: { index: string; perHour: number; perDay: number };
  }) => Promise<{ sent: true; code: string; undo(): Promise<void> } | { sent: false; retryAfterSec: number }>;
  readonly redeemCode: (purpose: 'agent_consent', about: string, code: string) => Promise<'right' | 'wrong' | 'expired'>;
}
