import { orgCodeFault, plainOrgCode } from './check-org-code';
import { type Entry, type FieldDefinition, type FieldValue, yuanOf } from './registration-words';

/** What stands in the boxes, as typed. */
export type Typed = Readonly<Record<string, string>>;

const amountShape = /^\d{1,11}(\.\d{1,2})?$/;
const plainAmount = (typed: string): string => typed.replace(/[,，\s元]/g, '');

/** Fen of an amount typed in yuan; null: it is none. No floating point: 0.1 + 0.2 has no place in a contract. */
export const fenOf = (typed: string): number | null => {
  const text = plainAmount(typed);
  if (!amountShape.test(text)) return null;
  const [yuan = '0', cents = ''] = text.split('.');
  return Number(yuan) * 100 + Number(`${cents}00`.slice(0, 2));
};

/** Why this box is wrong; null: it is not. The server's word on dates between fields and on duplicates comes after. */
export const fieldFault = ({ label, input, required, most, choices }: FieldDefinition, typed: string | undefined): string | null => {
  const text = (typed ?? '').trim();
  if (text === '') return required ? (input === 'choice' || input === 'day' ? `请选${label}。` : `请填${label}。`) : null;
  if (input === 'amount') return fenOf(text) === null ? '请填数字，单位是元，最多两位小数，例如 120000 或 98.50。' : null;
  if (input === 'count') return /^\d{1,12}$/.test(plainAmount(text)) ? null : '请填整数，例如 12。';
  if (input === 'org_code') return orgCodeFault(text);
  if (input === 'choice') return choices.some(({ code }) => code === text) ? null : `请选${label}。`;
  return most !== null && text.length > most ? `最多 ${most} 个字，现在是 ${text.length} 个。` : null;
};

/** As it is sent: amounts in fen, counts as numbers, what is empty as null. Only for what has no fault. */
export const sentValue = ({ input }: FieldDefinition, typed: string | undefined): FieldValue => {
  const text = (typed ?? '').trim();
  if (text === '') return null;
  if (input === 'amount') return fenOf(text);
  if (input === 'count') return Number(plainAmount(text));
  return input === 'org_code' ? plainOrgCode(text) : text;
};

export const fieldsOf = (definitions: readonly FieldDefinition[], typed: Typed): Record<string, FieldValue> =>
  Object.fromEntries(definitions.map(definition => [definition.key, sentValue(definition, typed[definition.key])]));

/** Back into the boxes, from an entry or a permit that was found. */
export const typedOf = (definitions: readonly FieldDefinition[], fields: Entry['fields']): Typed =>
  Object.fromEntries(
    definitions.flatMap(({ key, input }) => {
      const value = fields[key];
      if (value === null || value === undefined) return [];
      return [[key, input === 'amount' && typeof value === 'number' ? yuanOf(value) : String(value)]];
    }),
  );
