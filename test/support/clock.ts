import type { Clock } from '../../bff/lib/time';

/** The one thing tests fake. */
export interface TestClock {
  readonly now: Clock;
  advance(ms: number): void;
  set(instant: string): void;
}

export const testClock = (instant = '2026-11-23T02:00:00.000Z'): TestClock => {
  let atMs = Date.parse(instant);
  return {
    now: () => new Date(atMs),
    advance: ms => {
      atMs += ms;
    },
    set: to => {
      atMs = Date.parse(to);
    },
  };
};
