import type { Reply } from '../../contract/types';
import type { Call } from '../../http/call';
import { type Db, UniqueViolation } from '../../lib/db';
import { maskName } from '../../lib/mask';
import { Problem } from '../../lib/problem';
import { beijingDay, type Clock, toInstant } from '../../lib/time';
import type { IdentityDocument, IdentityPort } from '../../platform/ports';
import type { Attempts } from './attempts';
import { lastDayAsChild } from './check-document';
import { spendCounterCode } from './spend-counter-code';
import { endTie, insertTie, readVerified } from './store';
import type { VerifyDeps } from './verify-person';

export interface ChildDeps extends Pick<VerifyDeps, 'keepPerson' | 'requireConsent' | 'holdConsents' | 'credit'> {
  readonly db: Db;
  readonly now: Clock;
  readonly newId: () => string;
  readonly identity: Pick<IdentityPort, 'isGuardian' | 'useCounterCode'>;
  readonly attempts: Attempts;
  /** The document an account was verified with. */
  readonly documentOf: (citizenId: string) => Promise<IdentityDocument | null>;
}

/** Children under 14 through a guardian whose relation the register or a counter proves. Source: docs/rules/identity.md R16. */
export const children = (deps: ChildDeps) => {
  const { db, now, newId, identity, attempts, keepPerson, requireConsent, holdConsents, documentOf } = deps;
  return {
    /** @throws Problem `consent.*`, `identity.child_too_old`, `identity.document_wrong`, `identity.guardian_not_proved`, `identity.counter_code_wrong`, `identity.too_many_attempts` */
    async add({ citizen: { citizenId }, body, keep }: Call<'identity.addChild'>): Promise<Reply<'identity.addChild'>> {
      await requireConsent(citizenId, 'child');
      const [guardian, { personId }] = await Promise.all([documentOf(citizenId), readVerified(db, citizenId)]);
      if (!guardian || personId === null) throw new Problem('identity.required');
      const { name, idType, idNumber, proof } = body;
      const child = { name, idType, idNumber };
      const endsOn = lastDayAsChild(child, beijingDay(now()));
      if (proof.by === 'registry') {
        const proved = await attempts.ask(citizenId, 'proof', () => identity.isGuardian(guardian, child));
        if (!proved) throw new Problem('identity.guardian_not_proved');
      } else await spendCounterCode(deps, citizenId, { code: proof.counterCode, purpose: 'guardian', document: child });

      const childId = await keepPerson(child);
      const reply = { subjectId: childId, kind: 'person', name: maskName(name), role: 'guardian', orgType: null, until: endsOn } as const;
      try {
        await db.inTx(async tx => {
          await holdConsents(tx, citizenId, ['privacy', 'identity', 'child']);
          await insertTie(tx, { id: newId(), guardianId: personId, childId, provedBy: proof.by, createdAt: toInstant(now()), endsOn });
          await keep(tx, reply);
        });
      } catch (error) {
        // The tie is there already, from before or from the other phone: what was wished for holds.
        if (!(error instanceof UniqueViolation)) throw error;
      }
      return reply;
    },

    /** @throws Problem `identity.child_not_found` */
    async end({ citizen: { citizenId }, params }: Call<'identity.endChild'>): Promise<{ ok: true }> {
      const { personId } = await readVerified(db, citizenId);
      if (personId === null || (await endTie(db, personId, params.subjectId, toInstant(now()))) === 0)
        throw new Problem('identity.child_not_found');
      return { ok: true };
    },
  };
};
