import type { CellValue } from 'exceljs';
import type { FieldValue } from '../../../policy/registration/check-fields';
import type { FieldPolicy } from '../../../policy/registration/kinds';

/** A cell as its merchant sees it; `fault`: it cannot be taken as it is. */
export interface SheetCell {
  readonly text: string;
  readonly number?: number;
  readonly day?: string;
  readonly fault?: string;
}

/** Above what any field takes, so that the fault is still told by the field. */
const longest = 4_200;
/** Spreadsheets keep 15 digits of a number. */
const exactDigits = 1e15;

const textCell = (text: string): SheetCell | null => {
  const plain = text.trim();
  return plain === '' ? null : { text: plain.slice(0, longest) };
};

const formulaCell: SheetCell = { text: '', fault: '这里是公式，不会替您计算。请改成算好的内容。' };

/** null: nothing is in it. Formulas are never evaluated, nor is their stored result taken: nobody has seen it. */
export const plainCell = (value: CellValue | undefined): SheetCell | null => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return textCell(value);
  if (typeof value === 'number') {
    const fault = Math.abs(value) >= exactDigits ? '表格软件把这个长数字改短了。请把单元格设成“文本”，重新填。' : undefined;
    return { text: String(value), number: value, ...(fault ? { fault } : {}) };
  }
  if (typeof value === 'boolean') return { text: value ? '是' : '否' };
  if (value instanceof Date) {
    const day = Number.isNaN(value.getTime()) ? null : value.toISOString().slice(0, 10);
    return day === null ? { text: '', fault: '这个日期读不出来，请写成 2026-06-30 这样。' } : { text: day, day };
  }
  if ('formula' in value || 'sharedFormula' in value) return formulaCell;
  if ('error' in value) return { text: String(value.error), fault: '这一格是表格软件的错误提示，请重新填。' };
  if ('richText' in value) return textCell(value.richText.map(({ text }) => String(text ?? '')).join(''));
  if ('text' in value) return textCell(typeof value.text === 'string' ? value.text : '');
  return { text: '', fault: '这一格的内容读不懂，请重新填成文字。' };
};

type Read = { readonly value: FieldValue } | { readonly fault: string };

const plain = (text: string): string => text.normalize('NFKC').replaceAll(/[\s,]/g, '');

const readDay = (label: string, { text, day }: SheetCell): Read => {
  if (day !== undefined) return { value: day };
  const parted = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain(text));
  const [, year, month, date] = parted ?? /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(plain(text)) ?? [];
  if (!year || !month || !date) return { fault: `${label}请写成 2026-06-30 这样的日期。` };
  return { value: `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` };
};

const readAmount = (label: string, { text, number }: SheetCell): Read => {
  if (number !== undefined) {
    const fen = Math.round(number * 100);
    const exact = Math.abs(number * 100 - fen) < 1e-3;
    return number >= 0 && exact ? { value: fen } : { fault: `${label}请填数字，单位是元，最多两位小数。` };
  }
  const [, yuan, cents = ''] = /^[¥￥]?(\d{1,13})(?:\.(\d{1,2}))?元?$/.exec(plain(text)) ?? [];
  return yuan === undefined
    ? { fault: `${label}请填数字，单位是元，最多两位小数。` }
    : { value: Number(yuan) * 100 + Number(cents.padEnd(2, '0')) };
};

const readCount = (label: string, { text, number }: SheetCell): Read => {
  const count = number ?? (/^\d{1,12}$/.test(plain(text)) ? Number(plain(text)) : Number.NaN);
  return Number.isSafeInteger(count) && count >= 0 ? { value: count } : { fault: `${label}请填整数。` };
};

const readChoice = ({ label, choices }: FieldPolicy, { text }: SheetCell): Read => {
  const found = choices.find(({ title }) => plain(title) === plain(text));
  return found ? { value: found.code } : { fault: `${label}请从这几个里选一个：${choices.map(({ title }) => title).join('、')}。` };
};

/** What a cell says of its field, as the phone would send it. What the field itself does not allow is told by its own check. */
export const readCell = (field: FieldPolicy, cell: SheetCell | null): Read => {
  if (cell === null) return { value: null };
  if (cell.fault !== undefined && field.input !== 'amount' && field.input !== 'count') return { fault: cell.fault };
  if (cell.fault !== undefined && cell.number === undefined) return { fault: cell.fault };
  switch (field.input) {
    case 'day':
      return readDay(field.label, cell);
    case 'amount':
      return readAmount(field.label, cell);
    case 'count':
      return readCount(field.label, cell);
    case 'choice':
      return readChoice(field, cell);
    default:
      return { value: cell.text };
  }
};
