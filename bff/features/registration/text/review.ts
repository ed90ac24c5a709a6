import { Problem } from '../../../lib/problem';
import type { Seal } from '../../../lib/seal';
import { toInstant } from '../../../lib/time';
import type { DecideText, ListTextCases } from '../../offers';
import type { RegistrationDeps } from '../deps';
import { type EntryWithContent, findEntry } from '../store';
import { listAskedTexts, moveText, readText, type TextRow } from './store';
import { tellText } from './tell-text';

const reasonPurpose = 'registration_text.reasonSealed';
/** More than anybody looks at in a day; the rest follow when these are done. */
const mostAsked = 200;

export const textReason = (seal: Seal, { reasonSealed }: Pick<TextRow, 'reasonSealed'>): string | null =>
  reasonSealed === null ? null : seal.openText(reasonSealed, reasonPurpose);

/** The merchant wants a person to look at words that the machine stopped. @throws Problem `registration.moved` */
export const askReview =
  ({ db, now }: Pick<RegistrationDeps, 'db' | 'now'>) =>
  async (row: EntryWithContent, revision: number): Promise<void> => {
    if (row.revision !== revision) throw new Problem('registration.moved');
    if (await moveText(db, { entryId: row.id, revision }, 'ask', { at: toInstant(now()), why: 'merchant' })) return;
    // Asked again because the answer was lost: it is done.
    if ((await readText(db, row.id, revision))?.state !== 'asked') throw new Problem('registration.moved');
  };

/** What the desk may do about words. */
export const textOffers = (deps: RegistrationDeps): { readonly listTextCases: ListTextCases; readonly decideText: DecideText } => {
  const { db, seal, now, citizensOf } = deps;
  const tell = tellText(deps);
  return {
    listTextCases: () => listAskedTexts(db, mostAsked),

    async decideText({ number, revision, allow, reason }, alongside) {
      if (!allow && !reason) throw new Error('a refusal needs a reason');
      const row = await findEntry(db, { number });
      if (!row || row.revision !== revision) return false;
      const citizens = await citizensOf(row.subjectId);
      const move = allow ? 'allow' : 'bar';
      return db.inTx(async tx => {
        const reasonSealed = allow || reason === null ? null : seal.seal(reason, reasonPurpose);
        if (!(await moveText(tx, { entryId: row.id, revision }, move, { at: toInstant(now()), reasonSealed }))) return false;
        await tell(tx, row, move, citizens);
        await alongside(tx);
        return true;
      });
    },
  };
};
