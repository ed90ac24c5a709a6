/**
 * Beijing dates in words, without Intl (not to be relied on in the weapp logic layer).
 * Instants are ISO-8601 UTC text, days are `YYYY-MM-DD` Beijing days. China has had no daylight saving since 1991.
 */
const beijingOffsetMs = 8 * 3600_000;
const dayMs = 24 * 3600_000;

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));
const inBeijing = (instant: string | number): Date => new Date(new Date(instant).getTime() + beijingOffsetMs);

/** Beijing calendar day of an instant. */
export const dayOf = (instant: string | number): string => {
  const at = inBeijing(instant);
  return `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
};

const dayNumber = (day: string): number => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return Date.UTC(year, month - 1, date) / dayMs;
};

/** Whole days from one Beijing day to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

export const addDays = (day: string, days: number): string => new Date((dayNumber(day) + days) * dayMs).toISOString().slice(0, 10);

/** 6 月 9 日, with the year when it is not this year. */
export const dayWords = (day: string, now: number = Date.now()): string => {
  const [year, month, date] = day.split('-').map(Number);
  const short = `${month} 月 ${date} 日`;
  return day.slice(0, 4) === dayOf(now).slice(0, 4) ? short : `${year} 年 ${short}`;
};

/** 2026 年 4 月 20 日. */
export const fullDayWords = (day: string): string => {
  const [year, month, date] = day.split('-').map(Number);
  return `${year} 年 ${month} 月 ${date} 日`;
};

export const weekdayWords = (day: string): string => `周${'日一二三四五六'.charAt((((dayNumber(day) + 4) % 7) + 7) % 7)}`;

/** 09:12 */
export const clockWords = (instant: string): string => {
  const at = inBeijing(instant);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
};

/** Last Beijing day on which something that ends at this instant still holds: midnight belongs to the day before. */
export const lastDayBefore = (instant: string): string => dayOf(new Date(instant).getTime() - 1);

/** 今天 09:12 · 昨天 21:05 · 6 月 9 日 21:05 · 2025 年 9 月 1 日 */
export const whenWords = (instant: string, now: number = Date.now()): string => {
  const day = dayOf(instant);
  const ago = daysBetween(day, dayOf(now));
  if (ago === 0) return `今天 ${clockWords(instant)}`;
  if (ago === 1) return `昨天 ${clockWords(instant)}`;
  const words = dayWords(day, now);
  return day.slice(0, 4) === dayOf(now).slice(0, 4) ? `${words} ${clockWords(instant)}` : words;
};
