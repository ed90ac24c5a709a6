import { maskIdNumber } from '../../lib/mask';
import { dayInWords } from '../../lib/time';
import type { Day, Instant } from '../ports';
import type { FieldKind } from './section-wire';

/** Values of the wire, one at a time. Missing, null, empty or of another type: null. Nothing here throws. */

/** Longest text that is shown; the platform's longest column is 4000. */
const maxChars = 4000;
const cutNote = '…（来源内容过长，后面没有显示）';
/** Text that stands for nothing. */
const nothing = new Set(['', 'null', 'NULL', 'undefined', '-', '/']);

/** Controls and lone surrogates break a PDF, a line or a JSON reader further on. Line breaks stay. */
const unprintable = /[^\P{Cc}\n\r\t]|[\u200B\u2028\u2029\uFEFF]|\p{Cs}/gu;

export const textOf = (value: unknown, limit = maxChars): string | null => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return null;
  const text = value.replace(unprintable, '').trim();
  if (nothing.has(text)) return null;
  if (text.length <= limit) return text;
  const chars = [...text.slice(0, limit * 2 + 2)];
  return chars.length <= limit ? text : `${chars.slice(0, limit).join('')}${limit === maxChars ? cutNote : '…'}`;
};

/** A Beijing calendar day; a time after it is dropped. */
export const dayOf = (value: unknown): Day | null => {
  const found = typeof value === 'string' ? /^\s*(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2})?)?\s*$/.exec(value) : null;
  if (!found) return null;
  const day = `${found[1]}-${found[2]}-${found[3]}`;
  const at = new Date(`${day}T00:00:00.000Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === day ? day : null;
};

/** What 双公示 writes for "without an end". */
const forEver = '2099-12-31';

/** Last day of validity; null also when there is none. */
export const lastDayOf = (value: unknown): Day | null => {
  const day = dayOf(value);
  return day === forEver ? null : day;
};

/** Beijing time `YYYY-MM-DD HH:mm:ss` (or a bare day: its beginning) to a UTC instant. */
export const instantOf = (value: unknown): Instant | null => {
  const day = dayOf(value);
  if (day === null) return null;
  const time = /[ T](\d{2}):(\d{2})(?::(\d{2}))?\s*$/.exec(value as string);
  const at = new Date(`${day}T${time ? `${time[1]}:${time[2]}:${time[3] ?? '00'}` : '00:00:00'}.000+08:00`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
};

/** UTC instant to the wire's Beijing time. */
export const beijingTimeOf = (at: Instant): string => new Date(Date.parse(at) + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' ');

/** 万元 to fen, exactly: the decimal point moves six places, no floating point. null: not an amount, or not a whole number of fen. */
export const fenOf = (value: unknown): number | null => {
  const found = /^(\d{1,9})(?:\.(\d{1,12}))?$/.exec(
    typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '',
  );
  if (!found) return null;
  const decimals = (found[2] ?? '').padEnd(6, '0');
  return /^0*$/.test(decimals.slice(6)) ? Number(`${found[1]}${decimals.slice(0, 6)}`) : null;
};

/** 1,234.50 元 */
export const yuanText = (fen: number): string => {
  const whole = Math.floor(fen / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
  const rest = fen % 100;
  return `${whole}${rest === 0 ? '' : `.${String(rest).padStart(2, '0')}`} 元`;
};

const documentTypes: Readonly<Record<string, string>> = {
  '01': '身份证',
  '02': '护照',
  '03': '港澳居民来往内地通行证',
  '04': '台湾居民来往大陆通行证',
  '05': '外国人永久居留身份证',
  '06': '港澳台居民居住证',
};
const licenseStates: Readonly<Record<string, string>> = { '0': '正常', '1': '撤销', '2': '异议', '3': '其他' };
const yesNo: Readonly<Record<string, string>> = { '0': '否', '1': '是' };

const dayText = (value: unknown): string | null => {
  const day = dayOf(value);
  if (day === null) return textOf(value, 60);
  return day === forEver ? '长期' : dayInWords(day);
};
const moneyText = (value: unknown): string | null => {
  const fen = fenOf(value);
  if (fen !== null) return yuanText(fen);
  const text = textOf(value, 40);
  return text && `${text} 万元（按来源原文）`;
};
/** Numbers of identity documents never leave masked form: they may be another person's. */
const numberText = (value: unknown): string | null => {
  const text = textOf(value, 64);
  return text && maskIdNumber(text);
};
const coded =
  (table: Readonly<Record<string, string>>) =>
  (value: unknown): string | null => {
    const text = textOf(value, 100);
    return text && (table[text] ?? text);
  };

const readers: Readonly<Record<FieldKind, (value: unknown) => string | null>> = {
  text: textOf,
  day: dayText,
  money: moneyText,
  yes_no: coded(yesNo),
  document_number: numberText,
  document_type: coded(documentTypes),
  license_state: coded(licenseStates),
};

/** A fact as it is shown; null: the source gave nothing. */
export const factText = (kind: FieldKind, value: unknown): string | null =>
  value === undefined || value === null ? null : readers[kind](value);
