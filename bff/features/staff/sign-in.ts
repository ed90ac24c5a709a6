import { timingSafeEqual } from 'node:crypto';
import type { Call } from '../../http/call';
import { Problem } from '../../lib/problem';
import type { Seal } from '../../lib/seal';
import { toInstant } from '../../lib/time';
import { staffPolicy } from '../../policy/staff';
import { accountIndexOf, type Me, organisationOf, purposes, rolesOf, type StaffTools } from './deps';
import { takeTry } from './lock';
import { hashPassword, isPassword, weaknessOf } from './password';
import type { StaffSessions } from './session';
import { dropLock, findMember, join, type MemberRow, setSecret, spendStep } from './store';
import { newSecret, stepOf, uriOf } from './totp';

export const invitationDigestOf = (seal: Seal, accountIndex: string, code: string): string =>
  seal.index('staff_invitation', `${accountIndex}\u0000${code.replaceAll(/[\s-]/g, '').toUpperCase()}`);

/** Undoes a transaction whose proof was used by somebody else in the same moment. */
class Beaten extends Error {}

/** The ways in: the two proofs of somebody known, and the first time. */
export const staffSignIn = (deps: StaffTools & { readonly sessions: StaffSessions }) => {
  const { db, seal, now, city, audit, sessions } = deps;
  const take = takeTry(deps);
  const secretOf = (member: MemberRow | null): string | null =>
    member?.totpSealed ? seal.openText(member.totpSealed, purposes.totp) : null;

  const noteRefusal = (act: string, member: MemberRow | null, account: string, ip: string): Promise<void> =>
    db.inTx(tx => audit.record(tx, { staffId: null, act, about: member?.id ?? null, outcome: 'refused', detail: { account, ip } }));

  const invitedBy = (member: MemberRow | null, accountIndex: string, code: string): string | null => {
    const digest = invitationDigestOf(seal, accountIndex, code);
    const held = member?.invitationDigest ?? '';
    const same = held.length === digest.length && timingSafeEqual(Buffer.from(held), Buffer.from(digest));
    const open = member !== null && member.disabledAt === null && (member.invitedUntil ?? '') > toInstant(now());
    return same && open ? digest : null;
  };

  return {
    /** @throws Problem `staff.refused`, `staff.locked` */
    async signIn(call: Call<'staff.signIn'>): Promise<Me> {
      const { account, password, code } = call.body;
      const accountIndex = accountIndexOf(seal, account);
      await take(accountIndex);
      const member = await findMember(db, 'accountIndex', accountIndex);
      const hash = member?.passwordSealed ? seal.openText(member.passwordSealed, purposes.password) : null;
      // Both are always looked at, so that an answer takes as long whichever was wrong.
      const right = await isPassword(hash, password);
      const step = stepOf(secretOf(member) ?? newSecret(), code, now().getTime());
      const proved = member !== null && member.disabledAt === null && member.totpSealed !== null && right && step !== null;
      if (proved) {
        try {
          const token = await db.inTx(async tx => {
            if ((await spendStep(tx, member.id, step)) === 0) throw new Beaten();
            await dropLock(tx, accountIndex);
            const opened = await sessions.open(tx, member.id, call);
            await audit.record(tx, { staffId: member.id, act: 'sign_in', about: null, outcome: 'done', detail: { ip: call.ip } });
            return opened;
          });
          return await sessions.answer(token, call);
        } catch (error) {
          if (!(error instanceof Beaten)) throw error;
        }
      }
      await noteRefusal('sign_in', member, account, call.ip);
      throw new Problem('staff.refused');
    },

    /** A new secret for whoever holds the invitation. @throws Problem `staff.invitation_wrong`, `staff.locked` */
    async invited({ body, ip }: Call<'staff.invited'>) {
      const { account, invitationCode } = body;
      const accountIndex = accountIndexOf(seal, account);
      await take(accountIndex);
      const member = await findMember(db, 'accountIndex', accountIndex);
      const digest = invitedBy(member, accountIndex, invitationCode);
      const secret = newSecret();
      const made = member !== null && digest !== null && (await setSecret(db, member.id, digest, seal.seal(secret, purposes.totp))) === 1;
      if (!made) {
        await noteRefusal('invitation', member, account, ip);
        throw new Problem('staff.invitation_wrong');
      }
      await db.inTx(async tx => {
        await dropLock(tx, accountIndex);
        await audit.record(tx, { staffId: member.id, act: 'invitation', about: null, outcome: 'secret_shown', detail: { ip } });
      });
      return {
        account,
        name: seal.openText(member.nameSealed, purposes.name),
        organisation: organisationOf(city, member.orgId)?.name ?? city.office.name,
        roles: rolesOf(member),
        totpUri: uriOf(secret, account, `${city.appName}工作台`),
        totpSecret: secret,
        passwordLeast: staffPolicy.password.least,
      };
    },

    /** @throws Problem `staff.password_weak`, `staff.invitation_wrong`, `staff.refused` the code is not of the newest secret, `staff.locked` */
    async join(call: Call<'staff.join'>): Promise<Me> {
      const { account, invitationCode, password, code } = call.body;
      const weakness = weaknessOf(password, account);
      if (weakness !== null) throw new Problem('staff.password_weak', { errors: [{ pointer: '/password', detail: weakness }] });
      const accountIndex = accountIndexOf(seal, account);
      await take(accountIndex);
      const member = await findMember(db, 'accountIndex', accountIndex);
      const digest = invitedBy(member, accountIndex, invitationCode);
      if (!member || digest === null) {
        await noteRefusal('join', member, account, call.ip);
        throw new Problem('staff.invitation_wrong');
      }
      const { totpSealed } = member;
      const step = stepOf(secretOf(member) ?? newSecret(), code, now().getTime());
      if (totpSealed === null || step === null) {
        await noteRefusal('join', member, account, call.ip);
        throw new Problem('staff.refused', { errors: [{ pointer: '/code', detail: '动态口令不对，请看认证器里最新的 6 位数字' }] });
      }
      const passwordSealed = seal.seal(await hashPassword(password), purposes.password);
      const token = await db.inTx(async tx => {
        const joined = await join(tx, { id: member.id, invitationDigest: digest, totpSealed, passwordSealed, step, at: toInstant(now()) });
        if (joined === 0) throw new Problem('staff.invitation_wrong');
        await dropLock(tx, accountIndex);
        const opened = await sessions.open(tx, member.id, call);
        await audit.record(tx, { staffId: member.id, act: 'join', about: null, outcome: 'done', detail: { ip: call.ip } });
        return opened;
      });
      return sessions.answer(token, call);
    },
  };
};
