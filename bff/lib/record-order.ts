import type { CreditRecord } from '../platform/ports';

export type RecordPlace = Pick<CreditRecord, 'decidedOn' | 'id'>;

/** Newest decision first, undated last; equal days by id. One order everywhere, so that pages neither skip nor double and two reports of the same data are equal. */
export const byPlace = (a: RecordPlace, b: RecordPlace): number => {
  const dayA = a.decidedOn ?? '';
  const dayB = b.decidedOn ?? '';
  if (dayA !== dayB) return dayA > dayB ? -1 : 1;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
};
