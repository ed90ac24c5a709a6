import type { Day, IdentityDocument, IdType } from '../platform/ports';

/**
 * What can be said of a document number without asking anyone. Source: GB 11643-1999 (resident ID, also 81/82/83 residence permits),
 * the 18-digit foreign permanent residence card of 2023. The other documents have no published check digit: only their form is checked.
 */
export type DocumentCheck =
  | { readonly ok: true; readonly hasCheckDigit: boolean /** null: the number does not carry it. */; readonly bornOn: Day | null }
  | { readonly ok: false; readonly reason: string };

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkDigits = '10X98765432';

/** The 18th character for the first 17 digits: ISO 7064 MOD 11-2 as GB 11643 writes it. */
export const checkDigitOf = (digits: string): string => {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return checkDigits[sum % 11] as string;
};

/** GB/T 2260 first two digits; 81–83 belong to the residence permits. */
const provinces = new Set('11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71'.split(' '));

const isDay = (day: Day): boolean => {
  const at = new Date(`${day}T00:00:00.000Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === day;
};

const refuse = (reason: string): DocumentCheck => ({ ok: false, reason });

/** Eighteen characters with a birth day at 7–14 and a check digit at 18. */
const checkEighteen = (number: string, today: Day, startFault: (number: string) => string | null): DocumentCheck => {
  if (number.length !== 18) return refuse(`应为 18 位，现在是 ${number.length} 位`);
  const odd = [...number].findIndex((char, i) => !(i === 17 ? /[\dX]/ : /\d/).test(char));
  if (odd >= 0) return refuse(`第 ${odd + 1} 位应为数字${odd === 17 ? '或 X' : ''}`);
  const fault = startFault(number);
  if (fault !== null) return refuse(fault);
  const bornOn = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isDay(bornOn) || bornOn < '1880-01-01' || bornOn > today) return refuse('第 7 至 14 位不是一个出生日期');
  if (checkDigitOf(number) !== number[17]) return refuse('第 18 位对不上');
  return { ok: true, hasCheckDigit: true, bornOn };
};

const checkForm = (number: string, form: RegExp, reason: string): DocumentCheck =>
  form.test(number) ? { ok: true, hasCheckDigit: false, bornOn: null } : refuse(reason);

/** `number` is upper case without blanks; `today` is the Beijing day. Source: docs/rules/identity.md#R31. */
export const checkDocument = (idType: IdType, number: string, today: Day): DocumentCheck => {
  switch (idType) {
    case 'resident_id':
      return checkEighteen(number, today, id => {
        if (/^8[123]/.test(id)) return '81、82、83 开头的是港澳台居民居住证，请换证件类型';
        return provinces.has(id.slice(0, 2)) ? null : '第 1、2 位不是省份代码';
      });
    case 'hmt_residence':
      return checkEighteen(number, today, id => (/^8[123]/.test(id) ? null : '港澳台居民居住证应以 81、82 或 83 开头'));
    case 'foreign_permanent':
      if (number.length === 18 || /^9/.test(number)) {
        return checkEighteen(number, today, id => (id.startsWith('9') ? null : '18 位的外国人永久居留身份证应以 9 开头'));
      }
      return checkForm(number, /^[A-Z]{3}\d{12}$/, '应为 9 开头的 18 位，或旧证的 3 个字母加 12 位数字');
    case 'hm_permit':
      return checkForm(number, /^[HM]\d{8}(\d{2})?$/, '应为 H 或 M 加 8 位（旧证 10 位）数字');
    case 'tw_permit':
      return checkForm(number, /^\d{8}(\d{2}[A-Z]?)?$/, '应为 8 位数字（旧证 10 位数字，可带 1 个字母）');
    case 'passport':
      return checkForm(number, /^(?=.*\d)[A-Z\d]{5,17}$/, '护照号应为 5 至 17 位字母和数字');
  }
};

/** The birthday at which somebody turns `years`; born on 29 February: 1 March in a common year. */
export const birthdayAt = (bornOn: Day, years: number): Day => {
  const [year, month, day] = bornOn.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year + years, month - 1, day)).toISOString().slice(0, 10);
};

/** Under 14 is sensitive personal information and needs a guardian. Source: PIPL 28, 31; docs/rules/identity.md#R16. */
export const birthdayAt14 = (bornOn: Day): Day => birthdayAt(bornOn, 14);

/** False where the number does not carry the birth day. */
export const isUnder14 = ({ idType, idNumber }: IdentityDocument, today: Day): boolean => {
  const check = checkDocument(idType, idNumber, today);
  return check.ok && check.bornOn !== null && birthdayAt14(check.bornOn) > today;
};
