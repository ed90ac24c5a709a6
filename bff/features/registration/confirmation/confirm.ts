import type { Reply } from '../../../contract/types';
import type { Handlers } from '../../../http/call';
import { Problem } from '../../../lib/problem';
import { toInstant } from '../../../lib/time';
import { kindOfVersion } from '../../../policy/registration/kinds';
import { openContent } from '../content';
import type { RegistrationDeps } from '../deps';
import { merchantOf } from '../prepare-entry';
import { findEntry, readRevision } from '../store';
import { valueInWords } from '../text/public-words';
import { askedIndexOf } from './ask-other-side';
import { type ConfirmationRow, decideConfirmation, findConfirmation, listAskedOf } from './store';

/**
 * 对方确认: the other side of a contract, or the receiver of a donation, says that it is so, or not. It stands beside the trust of an entry
 * and never raises it: one merchant's word about another is no check.
 */
export const confirmHandlers = (deps: RegistrationDeps): Handlers<'confirmation'> => {
  const { db, seal, now, readSubject, citizensOf, notify } = deps;

  /** What is asked about is the revision as it was sent, whatever became of the entry. */
  const present = async (asked: ConfirmationRow): Promise<Reply<'confirmation.decide'> | null> => {
    const entry = await findEntry(db, { id: asked.entryId });
    const said = await readRevision(db, asked.entryId, asked.revision);
    const merchant = entry && (await readSubject(entry.subjectId));
    if (!entry || !said || !merchant) return null;
    const kind = kindOfVersion(entry.kind, said.kindVersion);
    const { title, fields } = openContent(seal, said);
    return {
      confirmationId: asked.id,
      merchantName: merchant.name,
      kind: entry.kind,
      kindTitle: kind.title,
      title,
      facts: kind.fields
        .filter(({ key, disclosure }) => disclosure !== 'government' && (fields[key] ?? null) !== null)
        .map(field => ({ label: field.label, value: valueInWords(field, fields[field.key] ?? null) })),
      askedAt: asked.askedAt,
      state: asked.state,
      decidedAt: asked.decidedAt,
    };
  };

  return {
    async 'confirmation.list'(call) {
      const { idNumber } = await merchantOf(deps, call);
      const rows = await listAskedOf(db, askedIndexOf(seal, idNumber));
      const shown = await Promise.all(rows.map(present));
      return { confirmations: shown.filter(one => one !== null) };
    },

    async 'confirmation.decide'(call) {
      const own = await merchantOf(deps, call);
      const asked = await findConfirmation(db, call.params.confirmationId);
      if (asked?.askedIndex !== askedIndexOf(seal, own.idNumber)) throw new Problem('confirmation.not_found');
      const entry = await findEntry(db, { id: asked.entryId });
      if (!entry) throw new Problem('confirmation.not_found');
      const { confirms } = call.body;
      const state = confirms ? 'confirmed' : 'declined';
      const citizens = await citizensOf(entry.subjectId);
      const at = toInstant(now());
      await db.inTx(async tx => {
        // A second tap, or the same answer after a lost reply, is the answer that stands.
        if (!(await decideConfirmation(tx, asked.id, state, at, call.citizen.citizenId))) {
          if ((await findConfirmation(tx, asked.id))?.state === state) return;
          throw new Problem('confirmation.over');
        }
        for (const citizenId of citizens)
          await notify(tx, citizenId, {
            eventKey: `confirmed:${asked.id}:${citizenId}`,
            title: confirms ? '对方确认了' : '对方说不是这样',
            text: `${own.name}${confirms ? '确认了' : '没有确认'} ${entry.number}，点开查看。`,
            target: { page: 'registration', id: entry.id, subjectId: entry.subjectId },
            reminder: 'progress',
          });
      });
      const shown = await present((await findConfirmation(db, asked.id)) ?? asked);
      if (!shown) throw new Problem('confirmation.not_found');
      return shown;
    },
  };
};
