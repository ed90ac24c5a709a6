import type { Handlers } from '../../../http/call';
import { Problem } from '../../../lib/problem';
import { beijingDay } from '../../../lib/time';
import { kindOfVersion } from '../../../policy/registration/kinds';
import { openConfirmer } from '../confirmation/ask-other-side';
import { listConfirmed } from '../confirmation/store';
import { openContent } from '../content';
import type { RegistrationDeps } from '../deps';
import { readWordings } from '../store';
import { publicFacts } from '../text/public-words';
import type { Wordings } from '../wordings';
import { findPage, listShown, type ShownEntry } from './store';

/** More than a shop has; a page is one screen long, not a register. */
const mostEntries = 200;

/** Since when everybody may read it: its publication; before that, of one's own words, since they were checked. */
const sinceOf = ({ state, trust, publishedAt, heldSince, textSince }: ShownEntry): string => {
  if (state === 'published' && publishedAt !== null) return publishedAt;
  return trust === 'self_declared' ? textSince : heldSince;
};

/**
 * What a customer sees who scans the shop's code: name, code, entries with how far each was checked, commitments; nothing else.
 * 本人自述 stands here alone, and only after its words were checked (R30).
 */
export const publicPage = (deps: RegistrationDeps, wordings: Wordings): Handlers<'registration'>['registration.publicPage'] => {
  const { db, seal, now, city, readSubject } = deps;

  const showEntry = (row: ShownEntry, texts: ReadonlyMap<string, string>, confirmed: ReadonlyMap<string, string>) => {
    const confirmer = confirmed.get(row.id);
    const kind = kindOfVersion(row.kind, row.kindVersion);
    const content = openContent(seal, row);
    const today = wordings.today(row.kind, beijingDay(now()));
    return {
      kindTitle: kind.title,
      title: content.title,
      trust: row.trust,
      facts: publicFacts(kind, content.fields),
      since: sinceOf(row),
      endsOn: row.endsOn,
      confirmedBy: confirmer === undefined ? null : openConfirmer(seal, confirmer),
      commitment: {
        version: row.commitmentVersion,
        text: texts.get(row.commitmentDigest) ?? '',
        signedAt: row.signedAt,
        today: today.digest === row.commitmentDigest ? null : { version: today.version, text: today.text },
      },
    };
  };

  return async ({ params }) => {
    const page = await findPage(db, { code: params.pageCode });
    const subject = page && (await readSubject(page.subjectId));
    if (!subject) throw new Problem('registration.page_not_found');
    const rows = await listShown(db, subject.subjectId, beijingDay(now()), mostEntries);
    const texts = await readWordings(db, [...new Set(rows.map(row => row.commitmentDigest))]);
    const confirmed = await listConfirmed(
      db,
      rows.map(row => row.id),
    );
    return { name: subject.name, orgCode: subject.idNumber, city: city.name, entries: rows.map(row => showEntry(row, texts, confirmed)) };
  };
};
