import { dayInWords } from '../../../lib/time';
import type { FieldValue, FieldValues } from '../../../policy/registration/check-fields';
import type { FieldPolicy, KindPolicy } from '../../../policy/registration/kinds';
import type { EntryContent } from '../content';

const yuan = (fen: number): string =>
  `${Math.floor(fen / 100).toLocaleString('zh-CN')}${fen % 100 ? `.${String(fen % 100).padStart(2, '0')}` : ''} 元`;

/** A value as people read it. */
export const valueInWords = ({ input, choices }: FieldPolicy, value: FieldValue): string => {
  if (input === 'amount' && typeof value === 'number') return yuan(value);
  if (input === 'day') return dayInWords(String(value));
  return choices.find(({ code }) => code === value)?.title ?? String(value);
};

/** What everybody may read of an entry, as its page shows it: fields of public disclosure that were filled in. */
export const publicFacts = (kind: KindPolicy, fields: FieldValues): { label: string; value: string }[] =>
  kind.fields
    .filter(({ key, disclosure }) => disclosure === 'public' && (fields[key] ?? null) !== null)
    .map(field => ({ label: field.label, value: valueInWords(field, fields[field.key] ?? null) }));

/** The same as one text, for whoever checks it. */
export const publicText = (kind: KindPolicy, { title, fields }: Pick<EntryContent, 'title' | 'fields'>): string =>
  [title, ...publicFacts(kind, fields).map(({ label, value }) => `${label}：${value}`)].join('\n');

/** Pieces that WeChat takes at once. They overlap, so that nothing hides by lying across a cut. */
export const piecesOf = (text: string, most = 2400, overlap = 200): string[] => {
  const letters = [...text];
  const pieces: string[] = [];
  for (let from = 0; from === 0 || from + overlap < letters.length; from += most - overlap)
    pieces.push(letters.slice(from, from + most).join(''));
  return pieces;
};
