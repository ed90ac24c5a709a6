import { beijingDay } from '../../../lib/time';
import type { Day, Instant } from '../../../platform/ports';

const beijing = 8 * 3600_000;

/** 2026 年 6 月 10 日 */
export const dayWords = (day: Day): string => {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${year} 年 ${Number(month)} 月 ${Number(date)} 日`;
};

/** 2026 年 6 月 10 日 09:41, Beijing time. */
export const instantWords = (at: Instant): string =>
  `${dayWords(beijingDay(at))} ${new Date(Date.parse(at) + beijing).toISOString().slice(11, 16)}`;

/** The last whole day before an instant that ends at midnight, as people say it: 7 月 10 日 24:00. */
export const untilWords = (at: Instant): string => {
  const time = new Date(Date.parse(at) + beijing).toISOString().slice(11, 16);
  return time === '00:00' ? `${dayWords(beijingDay(new Date(Date.parse(at) - 1)))} 24:00` : instantWords(at);
};

/** 一 … 九十九 */
export const ordinal = (n: number): string => {
  const digits = '零一二三四五六七八九';
  const tens = Math.floor(n / 10);
  return `${tens > 1 ? digits[tens] : ''}${tens > 0 ? '十' : ''}${n % 10 > 0 ? digits[n % 10] : ''}`;
};

/** Four groups of four, easier to compare with the eye. */
export const grouped = (fingerprint: string): string => fingerprint.replace(/(.{4})(?=.)/g, '$1 ');
