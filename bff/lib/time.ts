import type { Day, Instant } from '../platform/ports';

/** Injected everywhere; tests move it. */
export type Clock = () => Date;

export const toInstant = (at: Date): Instant => at.toISOString();

const beijing = 8 * 3600_000;

/** Beijing calendar day of an instant. China has had no daylight saving since 1991. */
export const beijingDay = (at: Date | Instant): Day => new Date(new Date(at).getTime() + beijing).toISOString().slice(0, 10);

/** 2026 年 6 月 10 日: a day as people read it. */
export const dayInWords = (day: Day): string => {
  const [year, month, date] = day.split('-').map(Number);
  return `${year} 年 ${month} 月 ${date} 日`;
};

/** 2026-06-10 09:05, Beijing. */
export const beijingMinute = (at: Date | Instant): string =>
  new Date(new Date(at).getTime() + beijing).toISOString().slice(0, 16).replace('T', ' ');

/** First instant of a Beijing day. */
export const startOfBeijingDay = (day: Day): Instant => new Date(Date.parse(`${day}T00:00:00.000Z`) - beijing).toISOString();
