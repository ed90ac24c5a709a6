import { fullDayWords } from '../../src/shared/dates';
import type { CaseFile } from '../words';

type Field = CaseFile['fields'][number];

const grouped = (whole: number): string => String(whole).replace(/\B(?=(\d{3})+$)/g, ',');

/** What was filled in, as people write it; null: left out. An amount comes in fen. */
export const valueWords = ({ input, value }: Pick<Field, 'input' | 'value'>): string | null => {
  if (value === null || value === '') return null;
  if (typeof value === 'string') return input === 'day' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? fullDayWords(value) : value;
  if (input !== 'amount') return grouped(value);
  const fen = value % 100;
  return `${grouped(Math.floor(value / 100))}${fen === 0 ? '' : `.${String(fen).padStart(2, '0')}`} 元`;
};
