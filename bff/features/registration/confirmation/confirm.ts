import type { Reply } from '../../../contract/types';
import type { Call, Handlers } from '../../../http/call';
import type { Sql } from '../../../lib/db';
import { Problem } from '../../../lib/problem';
import { toInstant } from '../../../lib/time';
import { readerOf } from '../../../policy/reader';
import { kindOfVersion } from '../../../policy/registration/kinds';
import { openContent } from '../content';
import type { RegistrationDeps } from '../deps';
import { decodePlace, encodePlace } from '../place';
import { merchantOf } from '../prepare-entry';
import { findEntry, readRevision } from '../store';
import { valueInWords } from '../text/public-words';
import { askedIndexOf, sealConfirmer } from './ask-other-side';
import { askedPlaceOf, type ConfirmationRow, countAsked, decideConfirmation, findConfirmation, listAskedOf } from './store';

type Shown = Reply<'confirmation.decide'>;
/** `ownerId`: whose registration it shows something of; null: nothing of its content. */
interface Presented {
  readonly shown: Shown;
  readonly ownerId: string | null;
}

/**
 * 对方确认: the other side of a contract, or the receiver of a donation, says that it is so, or not. It stands beside the trust of an entry
 * and never raises it: one merchant's word about another is no check. What is read of another merchant's entry stands in that one's ledger.
 */
export const confirmHandlers = (deps: RegistrationDeps): Handlers<'confirmation'> => {
  const { db, seal, now, city, readSubject, citizensOf, notify, appendRead } = deps;

  /** What is asked about is the revision as it was sent; of one that is over there is nothing left to ask, and nothing to show. */
  const present = async (asked: ConfirmationRow): Promise<Presented | null> => {
    const entry = await findEntry(db, { id: asked.entryId });
    const said = await readRevision(db, asked.entryId, asked.revision);
    const merchant = entry && (await readSubject(entry.subjectId));
    if (!entry || !said || !merchant) return null;
    const kind = kindOfVersion(entry.kind, said.kindVersion);
    const { title, fields } = openContent(seal, said);
    const over = asked.state === 'over';
    const facts = kind.fields
      .filter(({ key, disclosure }) => disclosure !== 'government' && (fields[key] ?? null) !== null)
      .map(field => ({ label: field.label, value: valueInWords(field, fields[field.key] ?? null) }));
    return {
      ownerId: over ? null : entry.subjectId,
      shown: {
        confirmationId: asked.id,
        merchantName: merchant.name,
        kind: entry.kind,
        kindTitle: kind.title,
        title: over ? kind.title : title,
        facts: over ? [] : facts,
        askedAt: asked.askedAt,
        state: asked.state,
        decidedAt: asked.decidedAt,
      },
    };
  };

  /** In the read ledger of each merchant of whose entries something is shown. @throws Problem `ledger.unwritable` */
  const noteRead = async (
    tx: Sql,
    { subject, client }: Pick<Call<'confirmation.decide'>, 'subject' | 'client'>,
    name: string,
    ownerIds: readonly (string | null)[],
    reason: string,
  ): Promise<void> => {
    const { system } = readerOf(subject, client, city.appName);
    // In one order everywhere: two that read at once never wait for each other crosswise.
    const owners = [...new Set(ownerIds)].filter(id => id !== null).sort();
    for (const ownerId of owners)
      await appendRead(tx, ownerId, { who: `${name}（请它确认的商户）`, system, reason, fields: ['自愿登记'], own: false });
  };

  return {
    async 'confirmation.list'(call) {
      const { idNumber, name } = await merchantOf(deps, call);
      const { limit, cursor } = call.query;
      const askedIndex = askedIndexOf(seal, idNumber);
      const place = decodePlace(cursor);
      const after = place && { rank: Number(place.at[0]), at: place.at.slice(1), id: place.id };
      const rows = await listAskedOf(db, askedIndex, after, limit + 1);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const presented = (await Promise.all(page.map(present))).filter(one => one !== null);
      const owners = presented.map(({ ownerId }) => ownerId);
      try {
        if (owners.some(Boolean)) await db.inTx(tx => noteRead(tx, call, name, owners, '看请它确认的自愿登记'));
      } catch (cause) {
        throw cause instanceof Problem ? cause : new Problem('ledger.unwritable', { cause, retryAfterSec: 5 });
      }
      const end = last && askedPlaceOf(last);
      return {
        confirmations: presented.map(({ shown }) => shown),
        open: await countAsked(db, askedIndex),
        nextCursor: rows.length > limit && end ? encodePlace({ at: `${end.rank}${end.at}`, id: end.id }) : null,
      };
    },

    async 'confirmation.decide'(call) {
      const own = await merchantOf(deps, call);
      const asked = await findConfirmation(db, call.params.confirmationId);
      if (asked?.askedIndex !== askedIndexOf(seal, own.idNumber)) throw new Problem('confirmation.not_found');
      const entry = await findEntry(db, { id: asked.entryId });
      if (!entry) throw new Problem('confirmation.not_found');
      const { confirms } = call.body;
      const { citizenId } = call.citizen;
      const state = confirms ? 'confirmed' : 'declined';
      const citizens = await citizensOf(entry.subjectId);
      // The word of the other side is worth something only when it is another's.
      if (citizens.includes(citizenId)) throw new Problem('confirmation.own');
      const at = toInstant(now());
      const nameSealed = sealConfirmer(seal, own.name);
      await db.inTx(async tx => {
        // A second tap, or the same answer after a lost reply, is the answer that stands.
        if (!(await decideConfirmation(tx, asked.id, { state, at, citizenId, nameSealed }))) {
          if ((await findConfirmation(tx, asked.id))?.state === state) return;
          throw new Problem('confirmation.over');
        }
        for (const citizen of citizens)
          await notify(tx, citizen, {
            eventKey: `confirmed:${asked.id}:${citizen}`,
            title: confirms ? '对方确认了' : '对方说不是这样',
            text: `${own.name}${confirms ? '确认了' : '没有确认'} ${entry.number}，点开查看。`,
            target: { page: 'registration', id: entry.id, subjectId: entry.subjectId },
            reminder: 'progress',
          });
        await noteRead(tx, call, own.name, [entry.subjectId], `回答请它确认的自愿登记 ${entry.number}`);
      });
      const presented = await present((await findConfirmation(db, asked.id)) ?? asked);
      if (!presented) throw new Problem('confirmation.not_found');
      return presented.shown;
    },
  };
};
