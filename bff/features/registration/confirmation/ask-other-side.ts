import type { Sql } from '../../../lib/db';
import type { Seal } from '../../../lib/seal';
import { beijingDay, toInstant } from '../../../lib/time';
import type { KindPolicy } from '../../../policy/registration/kinds';
import type { EntryContent } from '../content';
import type { RegistrationDeps } from '../deps';
import type { EntryRow } from '../store';
import { type ConfirmationRow, insertConfirmation } from './store';

const namePurpose = 'confirmation.decidedNameSealed';
export const sealConfirmer = (seal: Seal, name: string): string => seal.seal(name, namePurpose);
export const openConfirmer = (seal: Seal, nameSealed: string): string => seal.openText(nameSealed, namePurpose);

export const askedIndexOf = (seal: Seal, orgCode: string): string => seal.index('confirmation', orgCode);

/** The other side that an entry names, as it was written down; null: its kind asks nobody, or none is named. */
export const otherSideOf = (
  { confirmation }: Pick<KindPolicy, 'confirmation'>,
  { fields }: Pick<EntryContent, 'fields'>,
): { readonly name: string; readonly code: string } | null => {
  const code = confirmation && fields[confirmation.codeField];
  return confirmation && typeof code === 'string' ? { name: String(fields[confirmation.nameField] ?? ''), code } : null;
};

/** The other side where it is with us: whom to tell. It may come later, and finds what it was asked then. */
export interface OtherSide {
  readonly code: string;
  readonly subjectId: string | null;
  readonly citizens: readonly string[];
}

export const findOtherSide =
  ({ merchantOfCode, citizensOf }: Pick<RegistrationDeps, 'merchantOfCode' | 'citizensOf'>) =>
  async (kind: KindPolicy, content: Pick<EntryContent, 'fields'>): Promise<OtherSide | null> => {
    const named = otherSideOf(kind, content);
    if (!named) return null;
    const subjectId = await merchantOfCode(named.code);
    return { code: named.code, subjectId, citizens: subjectId === null ? [] : await citizensOf(subjectId) };
  };

/** In the transaction of a submission: the other side is asked about this revision, and told. */
export const askOtherSide =
  ({ seal, now, newId, notify }: Pick<RegistrationDeps, 'seal' | 'now' | 'newId' | 'notify'>) =>
  async (tx: Sql, row: EntryRow, { code, subjectId, citizens }: OtherSide): Promise<ConfirmationRow> => {
    const asked: ConfirmationRow = {
      id: newId(),
      entryId: row.id,
      revision: row.revision,
      askedIndex: askedIndexOf(seal, code),
      state: 'asked',
      askedAt: toInstant(now()),
      decidedAt: null,
      decidedBy: null,
      decidedNameSealed: null,
    };
    await insertConfirmation(tx, asked);
    for (const citizenId of citizens)
      await notify(tx, citizenId, {
        // Whoever asks a hundred times on one day is told of once.
        eventKey: `ask:${beijingDay(now())}:${row.subjectId}:${citizenId}:${subjectId?.slice(-12)}`,
        title: '有一条内容请您确认',
        text: '另一家商户登记的内容提到了您代表的商户，点开看是不是这样。',
        target: { page: 'confirmations', id: null, subjectId },
        // Anybody may name anybody: what a stranger writes does not use up what people allowed WeChat.
        reminder: null,
      });
    return asked;
  };
