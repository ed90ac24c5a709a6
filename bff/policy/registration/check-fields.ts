import { zLine, zParagraph } from '../../contract/atoms';
import { checkOrgCode } from '../../lib/org-code';
import type { Day } from '../../platform/ports';
import type { FieldPolicy, KindPolicy, RulePolicy } from './kind-shape';

export type FieldValue = string | number | null;
export type FieldValues = Readonly<Record<string, FieldValue>>;
export interface Fault {
  /** JSON pointer into the body, `/fields/<key>`. */
  readonly pointer: string;
  /** Cause and what to do, a Chinese sentence. */
  readonly detail: string;
}
export interface CheckOn {
  readonly today: Day;
  /** The merchant's own unified code. */
  readonly ownCode: string;
}

/** Nothing that is put on record is older than the People's Republic. */
const earliest: Day = '1949-10-01';

const isDay = (value: string): boolean => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === value;
};

type Read = { readonly value: FieldValue } | { readonly fault: string };

const readNumber = ({ label, input }: FieldPolicy, sent: string | number): Read => {
  if (typeof sent === 'number' && Number.isSafeInteger(sent) && sent >= 0) return { value: sent };
  return { fault: input === 'amount' ? `${label}请填数字，单位是元。` : `${label}请填整数。` };
};

/** Made once for a limit: making one costs ten times a reading, and a sheet has tens of thousands of cells. Kinds have few limits. */
const shapes = { text: new Map<number, ReturnType<typeof zParagraph>>(), line: new Map<number, ReturnType<typeof zLine>>() } as const;
const shapeOf = (lines: 'text' | 'line', limit: number) => {
  const made = shapes[lines].get(limit) ?? (lines === 'text' ? zParagraph(limit) : zLine(limit));
  shapes[lines].set(limit, made);
  return made;
};

const readLine = ({ label, input, most }: FieldPolicy, sent: string): Read => {
  const limit = most ?? 100;
  const parsed = shapeOf(input === 'text' ? 'text' : 'line', limit).safeParse(sent);
  return parsed.success ? { value: parsed.data === '' ? null : parsed.data } : { fault: `${label}最多 ${limit} 个字，请缩短。` };
};

const readDay = ({ label }: FieldPolicy, sent: string): Read => {
  if (!isDay(sent)) return { fault: `${label}不是一个日期，请重新选。` };
  return sent < earliest ? { fault: `${label}早于 1949 年，请核对。` } : { value: sent };
};

const readOrgCode = ({ label }: FieldPolicy, sent: string): Read => {
  const code = sent.replaceAll(/\s/g, '').toUpperCase();
  const check = checkOrgCode(code);
  return check.ok ? { value: code } : { fault: `${label}不对：${check.reason}。请对照营业执照逐位核对。` };
};

const readOne = (field: FieldPolicy, sent: FieldValue): Read => {
  if (sent === null || (typeof sent === 'string' && sent.trim() === '')) return { value: null };
  if (field.input === 'amount' || field.input === 'count') return readNumber(field, sent);
  if (typeof sent !== 'string') return { fault: `${field.label}应为文字，请重新填。` };
  switch (field.input) {
    case 'day':
      return readDay(field, sent);
    case 'org_code':
      return readOrgCode(field, sent);
    case 'choice':
      return field.choices.some(({ code }) => code === sent) ? { value: sent } : { fault: `${field.label}请从给出的选项里选一个。` };
    default:
      return readLine(field, sent);
  }
};

const breaks = (rule: RulePolicy, values: FieldValues, on: CheckOn): boolean => {
  const value = values[rule.field] ?? null;
  switch (rule.rule) {
    case 'not_before': {
      const after = values[rule.after] ?? null;
      return value !== null && after !== null && value < after;
    }
    case 'not_future':
      return value !== null && value > on.today;
    case 'not_past':
      return value !== null && value < on.today;
    case 'not_own_code':
      return value === on.ownCode;
    case 'required_when':
      return value === null && rule.is.includes(String(values[rule.when] ?? ''));
    case 'required_with':
      return value === null && (values[rule.when] ?? null) !== null;
    case 'at_least':
      return typeof value === 'number' && value < rule.least;
  }
};

/**
 * Reads what was sent by the fields and rules of a kind: cleaned values of every field (null: left out), and every fault at once, at most
 * one a field.
 */
export const checkFields = (kind: KindPolicy, sent: FieldValues, on: CheckOn): { values: Record<string, FieldValue>; faults: Fault[] } => {
  const faults = new Map<string, string>();
  const values: Record<string, FieldValue> = {};
  for (const field of kind.fields) {
    const read = readOne(field, sent[field.key] ?? null);
    if ('fault' in read) faults.set(field.key, read.fault);
    values[field.key] = 'fault' in read ? null : read.value;
    if (field.required && !('fault' in read) && read.value === null) faults.set(field.key, `请填${field.label}。`);
  }
  for (const key of Object.keys(sent)) if (!Object.hasOwn(values, key)) faults.set(key, '这一类没有这一项，请更新本应用后重新填。');
  for (const rule of kind.rules) if (!faults.has(rule.field) && breaks(rule, values, on)) faults.set(rule.field, rule.say);
  return { values, faults: [...faults].map(([key, detail]) => ({ pointer: `/fields/${key}`, detail })) };
};

/** What makes an entry the same as another, as one text; null: too little is filled in to tell. Blanks and letter case do not count. */
export const sameText = (kind: KindPolicy, values: FieldValues): string | null => {
  const plain = (key: string): string =>
    String(values[key] ?? '')
      .normalize('NFKC')
      .replaceAll(/\s/g, '')
      .toUpperCase();
  const keys = kind.sameBy.find(set => set.every(key => plain(key) !== ''));
  return keys === undefined ? null : [kind.kind, ...keys.map(key => `${key}=${plain(key)}`)].join('\u0000');
};

/** The line an entry has in lists. */
export const titleOf = (kind: KindPolicy, values: FieldValues): string =>
  kind.titleOf.replaceAll(/\{(\w+)\}/g, (_whole, key: string) => String(values[key] ?? '')).trim() || kind.title;
