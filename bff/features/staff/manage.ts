import { randomInt } from 'node:crypto';
import { staffRoles, zAccount } from '../../contract/staff/schema';
import type { StaffRole } from '../../http/call';
import { type Sql, UniqueViolation } from '../../lib/db';
import { toInstant } from '../../lib/time';
import { staffPolicy } from '../../policy/staff';
import { accountIndexOf, organisationOf, purposes, rolesOf, type StaffTools } from './deps';
import { invitationDigestOf } from './sign-in';
import { disable, dropLock, endSessionsOf, findMember, insertMember, invite, listMembers, type MemberRow } from './store';

/** Without letters and digits that are taken for each other. */
const alphabet = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
/** 20 letters of 30: 98 bits. */
const newInvitation = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('')).join('-');

const hourMs = 3600_000;

export interface NewMember {
  readonly account: string;
  readonly name: string;
  readonly orgId: string;
  readonly roles: readonly StaffRole[];
  /** null: as far as the organisation's cases go. */
  readonly county: string | null;
}

export interface MemberLine {
  readonly account: string;
  readonly name: string;
  readonly orgId: string;
  readonly county: string | null;
  readonly roles: readonly string[];
  readonly state: 'invited' | 'active' | 'disabled';
}

/** What is wrong with somebody to be added, a sentence; null: nothing. */
export const faultOfMember = ({ city }: Pick<StaffTools, 'city'>, member: NewMember): string | null => {
  const { account, name, orgId, roles, county } = member;
  const organisation = organisationOf(city, orgId);
  const known = city.desk.organisations.map(({ id }) => id).join('、');
  if (!zAccount.safeParse(account).success || account !== account.toLowerCase())
    return '账号用 3 到 32 位小写字母、数字、点和连字符，以字母开头';
  if (name.trim() === '' || name.length > 40) return '姓名 1 到 40 个字';
  if (organisation === null) return `单位是其中之一：${known}`;
  if (roles.length === 0 || roles.some(role => !staffRoles.includes(role)))
    return `岗位是其中一个或几个，用逗号隔开：${staffRoles.join('、')}`;
  if (county !== null && !/^\d{6}$/.test(county)) return '区县写六位行政区划代码';
  if (organisation.county !== null && county !== null && county !== organisation.county) return `该单位只办 ${organisation.county} 的事`;
  return null;
};

/** What operators do about members, from the command line. */
export const manageStaff = ({ db, seal, now, newId, city, audit }: StaffTools) => {
  const find = (account: string): Promise<MemberRow | null> => findMember(db, 'accountIndex', accountIndexOf(seal, account));

  const inviteAnew = async (tx: Sql, { id, accountIndex }: Pick<MemberRow, 'id' | 'accountIndex'>): Promise<string> => {
    const code = newInvitation();
    const until = new Date(now().getTime() + staffPolicy.invitationHours * hourMs);
    await invite(tx, id, invitationDigestOf(seal, accountIndex, code), toInstant(until));
    await endSessionsOf(tx, id, toInstant(now()));
    await dropLock(tx, accountIndex);
    return code;
  };

  const stateOf = ({ disabledAt, passwordSealed }: MemberRow): MemberLine['state'] =>
    disabledAt !== null ? 'disabled' : passwordSealed === null ? 'invited' : 'active';

  return {
    /** The invitation code, told once; null: there is such an account. */
    async add(member: NewMember): Promise<string | null> {
      const accountIndex = accountIndexOf(seal, member.account);
      const id = newId();
      try {
        return await db.inTx(async tx => {
          await insertMember(tx, {
            id,
            accountIndex,
            accountSealed: seal.seal(member.account, purposes.account),
            nameSealed: seal.seal(member.name, purposes.name),
            orgId: member.orgId,
            county: member.county ?? organisationOf(city, member.orgId)?.county ?? null,
            roles: [...new Set(member.roles)].join(','),
            createdAt: toInstant(now()),
          });
          const code = await inviteAnew(tx, { id, accountIndex });
          await audit.record(tx, { staffId: null, act: 'member_added', about: id, outcome: 'done', detail: { roles: member.roles } });
          return code;
        });
      } catch (error) {
        if (error instanceof UniqueViolation) return null;
        throw error;
      }
    },

    async list(): Promise<MemberLine[]> {
      return (await listMembers(db)).map(row => ({
        account: seal.openText(row.accountSealed, purposes.account),
        name: seal.openText(row.nameSealed, purposes.name),
        orgId: row.orgId,
        county: row.county,
        roles: rolesOf(row),
        state: stateOf(row),
      }));
    },

    /** Ends every session at once. false: there is no such account, or it is disabled. */
    async disable(account: string, reason: string): Promise<boolean> {
      const member = await find(account);
      if (!member) return false;
      return db.inTx(async tx => {
        const at = toInstant(now());
        if ((await disable(tx, member.id, at)) === 0) return false;
        await endSessionsOf(tx, member.id, at);
        await audit.record(tx, { staffId: null, act: 'member_disabled', about: member.id, outcome: 'done', detail: { reason } });
        return true;
      });
    },

    /** A new invitation in place of password and secret, also for somebody disabled; locks are lifted. null: no such account. */
    async reset(account: string, reason: string): Promise<string | null> {
      const member = await find(account);
      if (!member) return null;
      return db.inTx(async tx => {
        const code = await inviteAnew(tx, member);
        await audit.record(tx, { staffId: null, act: 'member_reset', about: member.id, outcome: 'done', detail: { reason } });
        return code;
      });
    },
  };
};
