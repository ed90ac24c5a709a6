import type { Reply } from '../../contract/types';
import type { Call } from '../../http/call';
import { checkDocument } from '../../lib/citizen-id';
import type { Db } from '../../lib/db';
import { maskIdNumber, maskName } from '../../lib/mask';
import { beijingDay, type Clock } from '../../lib/time';
import type { IdentityDocument } from '../../platform/ports';
import type { Attempts } from './attempts';
import { readVerified } from './store';

export interface ReadDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly attempts: Pick<Attempts, 'left'>;
  readonly documentOf: (citizenId: string) => Promise<IdentityDocument | null>;
  readonly maskedPhoneOf: (citizenId: string) => Promise<string | null>;
  readonly listSubjects: (citizenId: string) => Promise<Reply<'identity.read'>['subjects']>;
}

/** What an account is proved to be, masked, and whom it may act as. */
export const readIdentity =
  ({ db, now, attempts, documentOf, maskedPhoneOf, listSubjects }: ReadDeps) =>
  async ({ citizen: { citizenId } }: Call<'identity.read'>): Promise<Reply<'identity.read'>> => {
    const { personId, verifiedMethod, verifiedAt } = await readVerified(db, citizenId);
    const [document, maskedPhone, attemptsLeftToday, subjects] = await Promise.all([
      documentOf(citizenId),
      maskedPhoneOf(citizenId),
      attempts.left(citizenId),
      listSubjects(citizenId),
    ]);
    const check = document && checkDocument(document.idType, document.idNumber, beijingDay(now()));
    return {
      verified: personId !== null,
      method: verifiedMethod,
      verifiedAt,
      maskedName: document && maskName(document.name),
      idType: document?.idType ?? null,
      maskedIdNumber: document && maskIdNumber(document.idNumber),
      idNumberHasCheckDigit: check === null ? null : check.ok && check.hasCheckDigit,
      maskedPhone,
      attemptsLeftToday,
      subjects,
    };
  };
