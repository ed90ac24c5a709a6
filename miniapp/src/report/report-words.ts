import type { Reply } from '../../../bff/contract/types';
import { addDays } from '../shared/dates';

export type Report = Reply<'report.read'>;
export type Wish = {
  readonly variant: 'full' | 'no_violation';
  readonly purpose: string;
  readonly recipient: string;
  readonly period: PeriodChoice;
  readonly periodFrom: string;
  readonly periodTo: string;
  readonly domains: readonly string[];
  readonly allowNumbers: boolean;
};

export const periodChoices = [
  { code: '1', title: '近 1 年', years: 1 },
  { code: '3', title: '近 3 年', years: 3 },
  { code: 'own', title: '自己选日期', years: 0 },
] as const;
type PeriodChoice = (typeof periodChoices)[number]['code'];

const yearsBefore = (day: string, years: number): string => {
  const [year = 0, month, date] = day.split('-');
  const same = `${Number(year) - years}-${month}-${date}`;
  return month === '02' && date === '29' ? addDays(`${Number(year) - years}-02-28`, 1) : same;
};

/** What is sent: a full report has no period and no domains. */
export const wishBody = (wish: Wish, today: string) => {
  const choice = periodChoices.find(one => one.code === wish.period);
  const limited = wish.variant === 'no_violation';
  const own = wish.period === 'own';
  return {
    variant: wish.variant,
    purpose: wish.purpose,
    recipient: wish.recipient.trim() || null,
    periodFrom: !limited ? null : own ? wish.periodFrom : yearsBefore(today, choice?.years ?? 1),
    periodTo: !limited ? null : own ? wish.periodTo : today,
    domains: limited ? [...wish.domains] : [],
    allowNumbers: wish.allowNumbers,
  };
};

/** Why the main button is blocked; null when it is not. */
export const blockedBecause = (wish: Wish): string | null => {
  if (!wish.purpose) return '先选一个用途';
  if (wish.variant !== 'no_violation') return null;
  if (wish.domains.length === 0) return '先选至少一个领域';
  if (wish.period === 'own' && !(wish.periodFrom && wish.periodTo)) return '先选起止日期';
  return wish.period === 'own' && wish.periodFrom > wish.periodTo ? '开始日期不能晚于结束日期' : null;
};

export const reportStateWords = {
  making: { title: '正在开具，马上盖章', chip: '开具中', tone: 'pending' },
  ready: { title: '报告开好了', chip: '有效', tone: 'good' },
  failed: { title: '这份没有开成', chip: '没开成', tone: 'bad' },
  expired: { title: '这份报告已过期', chip: '已过期', tone: 'plain' },
  revoked: { title: '您已撤回这份报告', chip: '已撤回', tone: 'plain' },
  superseded: { title: '记录变了，这份不能再用', chip: '已被替代', tone: 'warn' },
} as const satisfies Record<Report['state'], { title: string; chip: string; tone: string }>;

/** 86 KB · 1.2 MB */
export const sizeWords = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
