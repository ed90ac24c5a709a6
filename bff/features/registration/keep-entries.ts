import type { Handlers } from '../../http/call';
import { Problem } from '../../lib/problem';
import { beijingDay } from '../../lib/time';
import { readerOf } from '../../policy/reader';
import { currentKinds } from '../../policy/registration/kinds';
import { askedIndexOf } from './confirmation/ask-other-side';
import { countAsked } from './confirmation/store';
import type { RegistrationDeps } from './deps';
import { moveEntry } from './move-entry';
import { pageLinkOf } from './page/page-link';
import { decodePlace, encodePlace } from './place';
import { merchantOf } from './prepare-entry';
import { summarise } from './present-entry';
import { showEntry } from './show-entry';
import { type EntryWithContent, findEntry, listEntries } from './store';
import { askReview } from './text/review';
import type { Wordings } from './wordings';

type Own = 'registration.askReview' | 'registration.kinds' | 'registration.list' | 'registration.read' | 'registration.withdraw';

/** What a merchant sees of its entries and does with them. */
export const keepHandlers = (deps: RegistrationDeps, wordings: Wordings): Pick<Handlers<'registration'>, Own> => {
  const { db, seal, now, city, appendRead } = deps;
  const show = showEntry(deps, wordings);
  const summary = summarise(deps);
  const move = moveEntry(deps);
  const pageLink = pageLinkOf(deps);
  const review = askReview(deps);

  /** @throws Problem `registration.not_found` the same for another merchant's entry and for none */
  const ownEntry = async (subjectId: string, entryId: string): Promise<EntryWithContent> => {
    const row = await findEntry(db, { id: entryId });
    if (row?.subjectId !== subjectId) throw new Problem('registration.not_found');
    return row;
  };

  return {
    'registration.kinds': () => {
      const today = beijingDay(now());
      return {
        kinds: currentKinds(today).map(({ confirmation, steps, fields, ...kind }) => ({
          ...kind,
          steps: [...steps],
          fields: [...fields],
          confirmedBy: confirmation?.by ?? null,
          commitment: wordings.today(kind.kind, today),
        })),
      };
    },

    async 'registration.list'(call) {
      const { subjectId, idNumber } = await merchantOf(deps, call);
      const { limit, cursor } = call.query;
      const rows = await listEntries(db, subjectId, decodePlace(cursor), limit + 1);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        entries: page.map(summary),
        nextCursor: rows.length > limit && last ? encodePlace({ at: last.submittedAt, id: last.id }) : null,
        page: await pageLink(subjectId),
        asks: await countAsked(db, askedIndexOf(seal, idNumber)),
      };
    },

    'registration.read': async ({ subject, params }) => show(await ownEntry(subject.subjectId, params.entryId)),

    async 'registration.askReview'({ subject, params, body }) {
      const row = await ownEntry(subject.subjectId, params.entryId);
      await review(row, body.revision);
      return show(row);
    },

    async 'registration.withdraw'({ subject, client, params, body }) {
      const row = await ownEntry(subject.subjectId, params.entryId);
      // Asked again because the answer was lost: it is done.
      if (row.state === 'withdrawn' && row.revision === body.revision) return show(row);
      const reader = readerOf(subject, client, city.appName);
      const after = await move(
        { id: row.id },
        { move: 'withdraw', actor: 'merchant', by: reader.who },
        {
          revision: body.revision,
          also: tx =>
            appendRead(tx, subject.subjectId, {
              ...reader,
              reason: `撤下自愿登记 ${row.number}，没有读取档案`,
              fields: ['自愿登记'],
            }),
        },
      );
      return show(after);
    },
  };
};
