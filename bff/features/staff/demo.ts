import { UniqueViolation } from '../../lib/db';
import { toInstant } from '../../lib/time';
import { accountIndexOf, organisationOf, purposes, type StaffTools } from './deps';
import { hashPassword } from './password';
import { findMember, insertMember, setProofs } from './store';
import { codeOf, newSecret } from './totp';

/** Invented people of the stand-in city. Anybody can read their password here: they exist on the sandbox alone. */
const demoPassword = 'yan-shi hao-ji-bu-hao-cai';
const demoMembers = [
  { account: 'demo.shen', name: '沈审核（演示）', roles: 'reviewer' },
  { account: 'demo.fu', name: '傅复核（演示）', roles: 'reviewer' },
  { account: 'demo.yun', name: '云运维（演示）', roles: 'operator' },
] as const;

export interface DemoMember {
  readonly account: string;
  readonly name: string;
  readonly roles: string;
  readonly password: string;
}

/** @throws Error elsewhere than on the sandbox */
export const demoStaff = ({ db, seal, now, newId, city, demo }: StaffTools) => {
  const onlyHere = (): void => {
    if (!demo) throw new Error('demo staff exist on the sandbox alone');
  };
  return {
    /** Makes whoever is missing, with a secret of its own. */
    async furnish(): Promise<readonly DemoMember[]> {
      onlyHere();
      const [organisation] = city.desk.organisations;
      for (const { account, name, roles } of demoMembers) {
        const accountIndex = accountIndexOf(seal, account);
        if (organisation === undefined || (await findMember(db, 'accountIndex', accountIndex))) continue;
        const id = newId();
        const at = toInstant(now());
        const passwordSealed = seal.seal(await hashPassword(demoPassword), purposes.password);
        try {
          await db.inTx(async tx => {
            await insertMember(tx, {
              id,
              accountIndex,
              accountSealed: seal.seal(account, purposes.account),
              nameSealed: seal.seal(name, purposes.name),
              orgId: organisation.id,
              county: organisation.county,
              roles,
              createdAt: at,
            });
            await setProofs(tx, id, passwordSealed, seal.seal(newSecret(), purposes.totp), at);
          });
        } catch (error) {
          // Another instance was first.
          if (!(error instanceof UniqueViolation)) throw error;
        }
      }
      return demoMembers.map(member => ({ ...member, password: demoPassword }));
    },

    /** The code an authenticator would show now. null: no such account, or it has none yet. */
    async code(account: string): Promise<string | null> {
      onlyHere();
      const member = await findMember(db, 'accountIndex', accountIndexOf(seal, account));
      if (!member?.totpSealed || organisationOf(city, member.orgId) === null) return null;
      return codeOf(seal.openText(member.totpSealed, purposes.totp), now().getTime());
    },
  };
};
