import type { Handlers } from '../../../http/call';
import { Problem } from '../../../lib/problem';
import { beijingDay, dayInWords } from '../../../lib/time';
import type { FieldValue } from '../../../policy/registration/check-fields';
import { type FieldPolicy, kindOfVersion } from '../../../policy/registration/kinds';
import { otherSideOf } from '../confirmation/ask-other-side';
import { listConfirmed } from '../confirmation/store';
import { openContent } from '../content';
import type { RegistrationDeps } from '../deps';
import { type EntryWithContent, readWordings } from '../store';
import type { Wordings } from '../wordings';
import { findPage, listPublished } from './store';

/** More than a shop has; a page is one screen long, not a register. */
const mostEntries = 200;

const yuan = (fen: number): string =>
  `${(Math.floor(fen / 100)).toLocaleString('zh-CN')}${fen % 100 ? `.${String(fen % 100).padStart(2, '0')}` : ''} 元`;

/** A value as people read it. */
export const valueInWords = ({ input, choices }: FieldPolicy, value: FieldValue): string => {
  if (input === 'amount' && typeof value === 'number') return yuan(value);
  if (input === 'day') return dayInWords(String(value));
  return choices.find(({ code }) => code === value)?.title ?? String(value);
};

/** What a customer sees who scans the shop's code: name, code, published entries with how far each was checked, commitments; nothing else. */
export const publicPage = (deps: RegistrationDeps, wordings: Wordings): Handlers<'registration'>['registration.publicPage'] => {
  const { db, seal, now, city, readSubject } = deps;

  const showEntry = (row: EntryWithContent, texts: ReadonlyMap<string, string>, confirmed: ReadonlySet<string>) => {
    const kind = kindOfVersion(row.kind, row.kindVersion);
    const content = openContent(seal, row);
    const { title, fields } = content;
    const today = wordings.today(row.kind, beijingDay(now()));
    return {
      kindTitle: kind.title,
      title,
      trust: row.trust,
      facts: kind.fields
        .filter(({ key, disclosure }) => disclosure === 'public' && (fields[key] ?? null) !== null)
        .map(field => ({ label: field.label, value: valueInWords(field, fields[field.key] ?? null) })),
      since: row.publishedAt ?? row.heldSince,
      endsOn: row.endsOn,
      confirmedBy: confirmed.has(row.id) ? (otherSideOf(kind, content)?.name ?? null) : null,
      commitment: {
        version: row.commitmentVersion,
        text: texts.get(row.commitmentDigest) ?? '',
        signedAt: row.signedAt,
        today: today.digest === row.commitmentDigest ? null : today.text,
      },
    };
  };

  return async ({ params }) => {
    const page = await findPage(db, { code: params.pageCode });
    const subject = page && (await readSubject(page.subjectId));
    if (!subject) throw new Problem('registration.page_not_found');
    const rows = await listPublished(db, subject.subjectId, mostEntries);
    const texts = await readWordings(db, [...new Set(rows.map(row => row.commitmentDigest))]);
    const confirmed = await listConfirmed(
      db,
      rows.map(row => row.id),
    );
    return { name: subject.name, orgCode: subject.idNumber, city: city.name, entries: rows.map(row => showEntry(row, texts, confirmed)) };
  };
};
