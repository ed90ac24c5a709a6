import type { Reply } from '../../contract/types';
import type { Seal } from '../../lib/seal';
import { beijingDay, type Clock } from '../../lib/time';
import { kindOfVersion } from '../../policy/registration/kinds';
import { moves } from '../../policy/registration/moves';
import type { BoundAttachment } from '../offers';
import { openConfirmer, otherSideOf } from './confirmation/ask-other-side';
import type { ConfirmationRow } from './confirmation/store';
import { type EntryContent, openBy, openContent, openReasons } from './content';
import type { RegistrationCity } from './deps';
import { progressOf } from './progress';
import type { EntryWithContent, MoveRow } from './store';
import { textReason } from './text/review';
import type { TextRow } from './text/store';
import type { Wordings } from './wordings';

export type EntryReply = Reply<'registration.read'>;
export type SummaryReply = Reply<'registration.list'>['entries'][number];

export interface PresentDeps {
  readonly seal: Seal;
  readonly now: Clock;
  readonly city: RegistrationCity;
  readonly wordings: Wordings;
}

/** Entries whose last move carried reasons that still matter. */
const reasoned: readonly string[] = ['returned', 'refused'];

/** As it was submitted, with what the scanner has said since. */
export const attachmentsNow = (content: EntryContent, described: readonly BoundAttachment[]): BoundAttachment[] => {
  const now = new Map(described.map(one => [one.attachmentId, one]));
  return content.attachments.map(kept => ({ ...kept, state: now.get(kept.attachmentId)?.state ?? kept.state }));
};

export const summarise =
  ({ seal, city }: Pick<PresentDeps, 'seal' | 'city'>) =>
  (row: EntryWithContent): SummaryReply => ({
    entryId: row.id,
    number: row.number,
    kind: row.kind,
    title: openContent(seal, row).title,
    state: row.state,
    trust: row.trust,
    submittedAt: row.submittedAt,
    endsOn: row.endsOn,
    progress: progressOf(row, city),
  });

/** An entry as its merchant sees it. `signedText` is the wording as it was signed. */
export const presentEntry = (deps: PresentDeps) => {
  const { seal, now, wordings } = deps;
  const summary = summarise(deps);
  return (
    row: EntryWithContent,
    history: readonly MoveRow[],
    signedText: string,
    attachments: readonly BoundAttachment[],
    asked: ConfirmationRow | null,
    text: TextRow,
  ): EntryReply => {
    const content = openContent(seal, row);
    const today = wordings.today(row.kind, beijingDay(now()));
    const last = history.at(-1);
    return {
      ...summary(row),
      kindVersion: row.kindVersion,
      revision: row.revision,
      fields: { ...content.fields },
      attachments: attachmentsNow(content, attachments),
      commitment: {
        version: row.commitmentVersion,
        text: signedText,
        digest: row.commitmentDigest,
        signedAt: row.signedAt,
        today: today.digest === row.commitmentDigest ? null : today,
      },
      history: history.map(line => ({ at: line.at, what: moves[line.move].words, by: openBy(seal, line) })),
      reasons: last && reasoned.includes(row.state) ? openReasons(seal, last) : [],
      permit: content.permit,
      confirmation: asked && {
        state: asked.state,
        // Whoever answered goes by the name of the register, whoever is asked by the one that was typed.
        by: asked.decidedNameSealed
          ? openConfirmer(seal, asked.decidedNameSealed)
          : (otherSideOf(kindOfVersion(row.kind, row.kindVersion), content)?.name ?? ''),
        at: asked.decidedAt,
      },
      publicText: { state: text.state, since: text.since, reason: textReason(seal, text) },
    };
  };
};
