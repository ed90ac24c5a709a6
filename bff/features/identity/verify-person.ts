import type { Body, Reply } from '../../contract/types';
import type { Call } from '../../http/call';
import { type Db, type Sql, UniqueViolation } from '../../lib/db';
import { Problem } from '../../lib/problem';
import type { Seal } from '../../lib/seal';
import { beijingDay, type Clock, toInstant } from '../../lib/time';
import type { CreditPort, IdentityDocument, IdentityPort } from '../../platform/ports';
import type { Attempts } from './attempts';
import { refuseChild } from './check-document';
import { spendCounterCode } from './spend-counter-code';
import { dropFaceCheck, insertFaceCheck, readFaceCheck, readVerified, setPerson } from './store';

export interface VerifyDeps {
  readonly db: Db;
  readonly seal: Seal;
  readonly now: Clock;
  readonly identity: IdentityPort;
  readonly attempts: Attempts;
  readonly credit: Pick<CreditPort, 'resolvePerson'>;
  /** The person subject of a proved document. */
  readonly keepPerson: (document: IdentityDocument) => Promise<string>;
  /** @throws Problem `consent.required`, `consent.wording_changed` */
  readonly requireConsent: (citizenId: string, kind: 'identity' | 'face' | 'child') => Promise<void>;
  /** Again, in the transaction that writes. @throws Problem `consent.required` */
  readonly holdConsents: (tx: Sql, citizenId: string, kinds: readonly ('privacy' | 'identity' | 'face' | 'child')[]) => Promise<void>;
}

type Verification = Body<'identity.verify'>;
type Method = Verification['method'];

const documentPurpose = 'face_check.documentSealed';
const askAgainSec = 3;

/**
 * Real name by any one of three ways; each leads to the same account with the same rights. The result comes from the identity upstream
 * alone, never from the phone. Source: docs/rules/identity.md R17, R25.
 */
export const verifyPerson = (deps: VerifyDeps) => {
  const { db, seal, now, identity, attempts, keepPerson, requireConsent, holdConsents } = deps;
  const refuseVerified = async (citizenId: string): Promise<void> => {
    if ((await readVerified(db, citizenId)).personId !== null) throw new Problem('identity.already_verified');
  };

  /** Ties account and person; the unique key decides between two accounts, the condition between two phones of one. */
  const tie = async (citizenId: string, document: IdentityDocument, method: Method): Promise<Reply<'identity.verify'>> => {
    const subjectId = await keepPerson(document);
    try {
      await db.inTx(async tx => {
        await holdConsents(tx, citizenId, ['privacy', 'identity']);
        if ((await setPerson(tx, citizenId, subjectId, method, toInstant(now()))) === 0) throw new Problem('identity.already_verified');
      });
    } catch (error) {
      if (error instanceof UniqueViolation) throw new Problem('identity.belongs_to_other');
      throw error;
    }
    return { verified: true, subjectId };
  };

  /** A check that is not this account's, is over or never was: one answer. */
  const verifyFace = async (citizenId: string, faceCheckId: string): Promise<Reply<'identity.verify'>> => {
    const check = await readFaceCheck(db, faceCheckId, citizenId, toInstant(now()));
    if (!check) throw new Problem('identity.face_not_passed');
    const result = await identity.readFace(check.upstreamId);
    if (result === 'pending') throw new Problem('identity.face_pending', { retryAfterSec: askAgainSec });
    await attempts.settle(check.id, result);
    const document = JSON.parse(seal.openText(check.documentSealed, documentPurpose)) as IdentityDocument;
    if (result === 'failed') {
      await dropFaceCheck(db, check.id);
      throw new Problem('identity.face_not_passed');
    }
    const reply = await tie(citizenId, document, 'face');
    await dropFaceCheck(db, check.id);
    return reply;
  };

  return {
    /** @throws Problem `consent.*`, `identity.already_verified`, `identity.document_wrong`, `identity.under_age`, `identity.too_many_attempts` */
    async startFace({ citizen: { citizenId }, body }: Call<'identity.startFace'>): Promise<Reply<'identity.startFace'>> {
      await requireConsent(citizenId, 'identity');
      await requireConsent(citizenId, 'face');
      await refuseVerified(citizenId);
      refuseChild(body, beijingDay(now()));
      const faceCheckId = await attempts.begin(citizenId, 'proof');
      try {
        const { upstreamId, expiresInSec } = await identity.startFace(body);
        const at = now();
        const check = {
          id: faceCheckId,
          citizenId,
          upstreamId,
          documentSealed: seal.seal(JSON.stringify(body), documentPurpose),
          createdAt: toInstant(at),
          expiresAt: toInstant(new Date(at.getTime() + expiresInSec * 1000)),
        };
        await db.inTx(async tx => {
          await holdConsents(tx, citizenId, ['privacy', 'identity', 'face']);
          await insertFaceCheck(tx, check);
        });
        return { faceCheckId, expiresInSec };
      } catch (error) {
        await attempts.settle(faceCheckId, 'unanswered');
        throw error;
      }
    },

    /** @throws Problem `consent.*`, `identity.*` but those of children */
    async verify({ citizen: { citizenId }, body }: Call<'identity.verify'>): Promise<Reply<'identity.verify'>> {
      await requireConsent(citizenId, 'identity');
      if (body.method === 'face') await requireConsent(citizenId, 'face');
      await refuseVerified(citizenId);
      if (body.method === 'face') return verifyFace(citizenId, body.faceCheckId);
      const { name, idType, idNumber } = body;
      const document = { name, idType, idNumber };
      refuseChild(document, beijingDay(now()));
      if (body.method === 'bank_card') {
        const passed = await attempts.ask(citizenId, 'proof', () => identity.checkBankCard(document, body.bankCard));
        if (!passed) throw new Problem('identity.not_matched');
      } else await spendCounterCode(deps, citizenId, { code: body.counterCode, purpose: 'real_name', document });
      return tie(citizenId, document, body.method);
    },
  };
};
