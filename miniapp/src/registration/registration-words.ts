import type { Reply } from '../../../bff/contract/types';
import { dayWords, fullDayWords, weekdayWords, whenWords } from '../shared/dates';
import { trustWords } from '../shared/trust-words';
import type { IconName, Tone } from '../shared/ui';

export type Kind = Reply<'registration.kinds'>['kinds'][number];
export type FieldDefinition = Kind['fields'][number];
export type Entry = Reply<'registration.read'>;
export type EntrySummary = Reply<'registration.list'>['entries'][number];
export type Draft = Reply<'draft.list'>['drafts'][number];
export type FieldValue = Entry['fields'][string];

export const kindIcons: Readonly<Record<Kind['kind'], IconName>> = {
  license: 'certificate',
  operation: 'shop',
  contract: 'pledge',
  charity: 'heart',
};

/** 登记一份合同: what the form does, in the navigation bar. */
export const beginWords: Readonly<Record<Kind['kind'], string>> = {
  license: '登记一份证照',
  operation: '登记市场经营',
  contract: '登记一份合同',
  charity: '登记一次公益',
};

export const kindWords: Readonly<Record<Kind['kind'], string>> = {
  license: '资质证照',
  operation: '市场经营',
  contract: '合同履约',
  charity: '社会公益',
};

export const stateWords: Readonly<Record<Entry['state'], { readonly chip: string; readonly tone: Tone }>> = {
  submitted: { chip: '正在核对', tone: 'pending' },
  returned: { chip: '退回，等您补', tone: 'warn' },
  verified: { chip: '已核实，等公布', tone: 'good' },
  refused: { chip: '不予核实', tone: 'bad' },
  published: { chip: '已公布', tone: 'good' },
  withdrawn: { chip: '已撤下', tone: 'plain' },
  expired: { chip: '已到期', tone: 'plain' },
};

/** The title of an entry's page is the answer. */
export const answerWords = ({ state, trust, reasons }: Pick<Entry, 'state' | 'trust' | 'reasons'>): string => {
  switch (state) {
    case 'submitted':
      return '收到了，正在核对';
    case 'returned':
      return reasons.length > 1 ? `退回了，有 ${reasons.length} 处要改` : '退回了，有一处要改';
    case 'verified':
      return '核实了，马上公布';
    case 'refused':
      return '这一条不予核实';
    // Published is only what was checked.
    case 'published':
      return `已公布，${trustWords[trust].title}`;
    case 'withdrawn':
      return '您已撤下这一条';
    case 'expired':
      return '这一条已到期';
  }
};

type Progress = EntrySummary['progress'];

/** 最晚 6 月 25 日（周四） · 预计 …: beyond the last published holiday calendar a day is only expected. */
export const untilWords = ({ until, untilExpected }: Pick<Progress, 'until' | 'untilExpected'>): string | null => {
  if (!until) return null;
  const day = `${dayWords(until)}（${weekdayWords(until)}）`;
  return untilExpected ? `预计 ${day}` : `最晚 ${day}`;
};

/** Who has it now. */
export const whoWords = ({ holder, holderName }: Progress): string => {
  if (holder === 'merchant') return '等您，计时暂停';
  if (holder === 'nobody') return '办完了';
  return holder === 'platform' ? `${holderName}在办` : `${holderName}在看`;
};

/** 11 月 23 日 15:20 起，最晚 11 月 26 日（周四） */
export const clockOfWords = (progress: Progress): string =>
  [`${whenWords(progress.since)} 起`, untilWords(progress)].filter(Boolean).join('，');

/** 市信用办在看，11 月 23 日 15:20 起，最晚 11 月 26 日（周四） */
export const holderWords = (progress: Progress): string => `${whoWords(progress)}，${clockOfWords(progress)}`;

/** Fen to yuan as one writes it, without grouping: 120000.50 */
export const yuanOf = (fen: number): string => {
  const cents = fen % 100;
  const yuan = Math.floor(fen / 100);
  return cents === 0 ? String(yuan) : `${yuan}.${cents < 10 ? '0' : ''}${cents}`;
};

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** What a value reads like; null: left out. */
export const valueWords = (
  { input, choices }: Pick<FieldDefinition, 'input' | 'choices'>,
  value: FieldValue | undefined,
): string | null => {
  if (value === null || value === undefined || value === '') return null;
  if (input === 'amount' && typeof value === 'number') {
    const [yuan = '', cents] = yuanOf(value).split('.');
    return `${grouped(yuan)}${cents ? `.${cents}` : ''} 元`;
  }
  if (input === 'count') return grouped(String(value));
  if (input === 'day') return fullDayWords(String(value));
  if (input === 'choice') return choices.find(({ code }) => code === value)?.title ?? String(value);
  return String(value);
};

/** 86 KB · 1.2 MB */
export const sizeWords = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
