import { getHolidaysInRange, isWorkday } from 'chinese-days';
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

/** Working days after `from` up to and with `to`; 0 when `to` is not later. */
export const workingDaysBetween = (from: Day, to: Day): number => {
  let days = 0;
  for (let day = from; day < to; ) {
    day = next(day);
    if (isWorkday(day)) days += 1;
  }
  return days;
};

/** The calendar of a year is published in the autumn before; each has the spring festival, so a year without holidays is not published. */
const isPublished = (year: number): boolean => getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false).length > 0;

let lastPublished = 2026;
while (isPublished(lastPublished + 1)) lastPublished += 1;

/** Last year whose holidays and make-up working days are published. */
export const lastPublishedYear = lastPublished;

/** As `addWorkingDays`. `expected`: the days reach beyond the last published calendar, so that the day is 预计 and is to be computed again. */
export const dueAfter = (from: Day, count: number): { readonly day: Day; readonly expected: boolean } => {
  const day = addWorkingDays(from, count);
  return { day, expected: Number(day.slice(0, 4)) > lastPublishedYear };
};
