import type { ActingSubject } from '../../http/call';
import type { Db } from '../../lib/db';
import { Problem } from '../../lib/problem';
import { beijingDay, type Clock, toInstant } from '../../lib/time';
import type { CreditPort } from '../../platform/ports';
import type { Notify, ReadSubject } from '../offers';
import { documentOf } from './read-subject';
import { type BindingRow, endBinding, findBinding, findTie, forgetBindingChecks, markBindingChecked, readPersonId } from './store';

export interface ActingDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly credit: Pick<CreditPort, 'isLegalRepresentative'>;
  readonly notify: Notify;
}

/** While a legal representative acts, the register is asked at most this often. */
const registerCheckMs = 5 * 60_000;
/** The register being away does not stop a representative who was checked within this time. */
const registerAwayMs = 60 * 60_000;

const representativeChanged = '登记的法定代表人已不是您';

/**
 * Whether this citizen may act as this subject at this moment: always asked of the database. null both for a foreign subject and for
 * none. A representative is checked with the register again; if it names somebody else now, the binding ends here.
 * @throws Problem `platform.unavailable` the register has been away for over an hour
 */
export const actingSubject = ({ db, now, credit, notify }: ActingDeps, readSubject: ReadSubject) => {
  const asking = new Map<string, Promise<boolean>>();

  const askRegister = async (binding: BindingRow, personId: string): Promise<boolean> => {
    const [merchant, person] = await Promise.all([readSubject(binding.subjectId), readSubject(personId)]);
    if (!merchant || !person) return false;
    if (merchant.platformRef === null) throw new Problem('platform.unavailable', { retryAfterSec: 30 });
    return credit.isLegalRepresentative(merchant.platformRef, documentOf(person));
  };

  const endChanged = (binding: BindingRow, citizenId: string): Promise<void> =>
    db.inTx(async tx => {
      if ((await endBinding(tx, binding.bindingId, toInstant(now()), representativeChanged)) === 0) return;
      await notify(tx, citizenId, {
        eventKey: `binding-ended:${binding.bindingId}`,
        title: '商户绑定已结束',
        text: `${representativeChanged}，您不能再以法定代表人身份代表这家商户。如仍为它办事，请以经办人重新绑定。`,
        target: { page: 'merchants', id: binding.bindingId, subjectId: null },
        reminder: 'progress',
      });
    });

  const stillRepresents = async (binding: BindingRow, citizenId: string, personId: string): Promise<boolean> => {
    const ageMs = binding.checkedAt === null ? Number.POSITIVE_INFINITY : now().getTime() - Date.parse(binding.checkedAt);
    if (ageMs < registerCheckMs) return true;
    try {
      if (await askRegister(binding, personId)) {
        await markBindingChecked(db, binding.bindingId, toInstant(now()));
        return true;
      }
    } catch (error) {
      if (error instanceof Problem && error.code === 'platform.unavailable' && ageMs < registerAwayMs) return true;
      throw error;
    }
    await endChanged(binding, citizenId);
    return false;
  };

  /** A page asks several things at once; the register is asked once for all of them. */
  const askedOnce = (binding: BindingRow, citizenId: string, personId: string): Promise<boolean> => {
    const running = asking.get(binding.bindingId);
    if (running) return running;
    const started = stillRepresents(binding, citizenId, personId).finally(() => asking.delete(binding.bindingId));
    asking.set(binding.bindingId, started);
    return started;
  };

  return async (citizenId: string, subjectId: string): Promise<ActingSubject | null> => {
    const personId = await readPersonId(db, citizenId);
    if (personId === null) return null;
    if (personId === subjectId) return { subjectId, kind: 'person', role: 'self' };
    const today = beijingDay(now());
    const binding = await findBinding(db, citizenId, personId, subjectId, today);
    if (binding) {
      const stands = binding.role === 'agent' || (await askedOnce(binding, citizenId, personId));
      return stands ? { subjectId, kind: 'merchant', role: binding.role } : null;
    }
    return (await findTie(db, personId, subjectId, today)) ? { subjectId, kind: 'person', role: 'guardian' } : null;
  };
};

/** The platform told of a change of this merchant: its representatives are checked at their next call, however young the last check. */
export const recheckRepresentatives = (db: Db) => (merchantId: string) => forgetBindingChecks(db, merchantId);
