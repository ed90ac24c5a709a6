import { isWorkday } from 'chinese-days';
import type { Day } from '../platform/ports';

const next = (day: Day): Day => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** The Beijing day that is `count` working days after `from`; holidays and make-up working days of the official calendar (R33). */
export const addWorkingDays = (from: Day, count: number): Day => {
  let day = from;
  for (let left = count; left > 0; ) {
    day = next(day);
    if (isWorkday(day)) left -= 1;
  }
  return day;
};
