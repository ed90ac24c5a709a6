import type { Call } from '../../http/call';
import { Problem } from '../../lib/problem';
import type { Seal } from '../../lib/seal';
import type { RegistrationDeps } from './deps';
import type { EntryReply } from './present-entry';
import { showEntry } from './show-entry';
import { findEntry, findSent } from './store';
import type { Wordings } from './wordings';

type SubmitCall = Call<'registration.submit'>;

/** Keyed: an unkeyed digest of a form could be guessed. The order in which a phone names the fields tells nothing apart. */
export const sentIndexOf = (seal: Seal, { subject, body }: Pick<SubmitCall, 'subject' | 'body'>): string => {
  const { draftId: _draft, fields, ...rest } = body;
  const inOrder = (values: object) => Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return seal.index('registration.sent', JSON.stringify([subject.subjectId, inOrder(rest), inOrder(fields)]));
};

/**
 * A draft that was submitted already: a second phone, or a key that was lost with the app. Whoever sends the same again gets the entry it
 * became, as the first one did.
 * @returns null: no draft, or nothing became of it
 * @throws Problem `registration.draft_spent` when something else was sent, with the number
 */
export const answerAgain = (deps: RegistrationDeps, wordings: Wordings) => {
  const { db, seal, spendDraft } = deps;
  const show = showEntry(deps, wordings);
  return async (call: SubmitCall): Promise<EntryReply | null> => {
    const { citizen, subject, body } = call;
    if (body.draftId === null) return null;
    const sent = await findSent(db, citizen.citizenId, body.draftId);
    const row = sent && (await findEntry(db, { id: sent.entryId }));
    if (!row) return null;
    // Of another merchant of the same person: its number is not for this page.
    if (row.subjectId !== subject.subjectId) throw new Problem('registration.draft_spent');
    if (sent.sentIndex !== sentIndexOf(seal, call)) throw new Problem('registration.draft_spent', { detail: `登记号是 ${row.number}。` });
    // A phone whose answer was lost may have written the draft anew.
    await spendDraft(db, { citizenId: citizen.citizenId, subjectId: subject.subjectId, draftId: body.draftId });
    return show(row);
  };
};
