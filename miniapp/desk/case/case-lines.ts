import type { CaseFile } from '../words';
import { valueWords } from './value-words';

export const attachmentsPointer = '/attachments';
export const wholePointer = '/';
/** One attachment, by its place in the case. */
export const paperPointer = (at: number): string => `${attachmentsPointer}/${at}`;

export interface Line {
  readonly pointer: string;
  readonly label: string;
  readonly value: string | null;
  readonly note: string | null;
}

/** What the merchant was promised about who sees it; the usual, that all do, is said once over the list. */
const disclosureWords = { public: null, authorised: '经授权才可见', government: '只给核对的人看，不公开' } as const;

/** All that a reason can be about: the fields in the form's order, the attachments, the whole. */
export const linesOf = ({ fields, attachments }: CaseFile): Line[] => [
  ...fields.map(field => ({
    pointer: field.pointer,
    label: field.label,
    value: valueWords(field),
    note: disclosureWords[field.disclosure],
  })),
  {
    pointer: attachmentsPointer,
    label: '附件',
    value: attachments.length > 0 ? `${attachments.length} 份，在右边看` : '没有附件',
    note: null,
  },
  { pointer: wholePointer, label: '整条登记', value: '说不到某一项上的，写在这里', note: null },
];

/** What a reason is about, in the words the merchant knows from the form. */
export const labelOf = (file: CaseFile, pointer: string): string => {
  const [, place] = /^\/attachments\/(\d+)$/.exec(pointer) ?? [];
  const paper = place && file.attachments[Number(place)];
  if (paper) return `附件第 ${Number(place) + 1} 份「${paper.name}」`;
  return linesOf(file).find(line => line.pointer === pointer)?.label ?? '整条登记';
};

/** In the order of the form, so that it reads as the merchant goes through it. */
export const inOrder = <T extends { readonly pointer: string }>(file: CaseFile, reasons: readonly T[]): T[] => {
  const order = linesOf(file).flatMap(({ pointer }) =>
    pointer === attachmentsPointer ? [pointer, ...file.attachments.map((_, at) => paperPointer(at))] : [pointer],
  );
  return [...reasons].sort((a, b) => order.indexOf(a.pointer) - order.indexOf(b.pointer));
};
