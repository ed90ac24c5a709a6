import type { City } from '../../cities/city';
import type { Reply } from '../../contract/types';
import type { StaffRole } from '../../http/call';
import type { Db } from '../../lib/db';
import type { Seal } from '../../lib/seal';
import type { Clock } from '../../lib/time';
import type { StaffAudit } from './audit';
import type { MemberRow } from './store';

export interface StaffDeps {
  readonly db: Db;
  readonly seal: Seal;
  readonly now: Clock;
  readonly newId: () => string;
  readonly city: City;
  /** On the sandbox: demo staff may exist. */
  readonly demo: boolean;
}

/** The same with the trace that every act leaves. */
export interface StaffTools extends StaffDeps {
  readonly audit: StaffAudit;
}

export type Me = Reply<'staff.me'>;

export const purposes = {
  account: 'staff_member.accountSealed',
  name: 'staff_member.nameSealed',
  password: 'staff_member.passwordSealed',
  totp: 'staff_member.totpSealed',
} as const;

export const accountIndexOf = (seal: Seal, account: string): string => seal.index('staff_account', account);
export const rolesOf = ({ roles }: Pick<MemberRow, 'roles'>): StaffRole[] => roles.split(',').filter(Boolean) as StaffRole[];
/** null: the city file does not know the organisation any more. */
export const organisationOf = (city: City, orgId: string): City['desk']['organisations'][number] | null =>
  city.desk.organisations.find(({ id }) => id === orgId) ?? null;
