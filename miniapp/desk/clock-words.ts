import { dayWords, weekdayWords } from '../src/shared/dates';

export type Urgency = 'over' | 'soon' | 'calm' | 'none';

export interface Clock {
  /** Last day, Beijing; null: no clock runs. */
  readonly until: string | null;
  /** Working days left; 0: today is the last; negative: over by so many. null: no clock runs. */
  readonly workingDaysLeft: number | null;
  /** Beyond the last published holiday calendar. */
  readonly untilExpected: boolean;
}

/** 还有 2 个工作日 · 今天到期 · 已超 1 个工作日 */
export const clockWords = ({ workingDaysLeft: left }: Clock): string => {
  if (left === null) return '不计时';
  if (left === 0) return '今天到期';
  return left > 0 ? `还有 ${left} 个工作日` : `已超 ${-left} 个工作日`;
};

/** 6 月 9 日（周二）前 */
export const untilWords = ({ until, untilExpected }: Clock, now: number = Date.now()): string | null =>
  until && `${untilExpected ? '预计 ' : ''}${dayWords(until, now)}（${weekdayWords(until)}）前`;

export const urgencyOf = ({ workingDaysLeft: left }: Clock): Urgency => {
  if (left === null) return 'none';
  if (left < 0) return 'over';
  return left <= 1 ? 'soon' : 'calm';
};
