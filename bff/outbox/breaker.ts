import type { Clock } from '../lib/time';

/** `answered`: by whatever, an error too. `away`: nobody did. */
export type Reached = 'answered' | 'away';

export interface Breaker {
  /** How many deliveries may begin now: any number, one to try whether it is back, or none. */
  room(): number;
  /** A delivery begins; call what is returned once, when it has ended. */
  begin(): (reached: Reached) => void;
  /** Somebody was answered at this instant or later. */
  answeredSince(sinceMs: number): boolean;
}

/** Failures in a row, of whatever rows, that make an upstream count as away. */
const awayAfter = 5;
const firstRestMs = 1000;
const longestRestMs = 30_000;

/**
 * One upstream as the relay sees it. While it is away its rows rest, so that an outage costs none of them its tries; then one at a
 * time is tried, twice as long after each that failed, until one is answered. The HTTP client has a breaker of its own, which decides call
 * by call; this one has to know before a row is claimed.
 */
export const makeBreaker = ({
  now,
  random = Math.random,
  onChange,
}: {
  readonly now: Clock;
  readonly random?: () => number;
  readonly onChange: (state: Reached) => void;
}): Breaker => {
  let inARow = 0;
  let restMs = firstRestMs;
  let restsUntilMs = 0;
  let trying = false;
  let answeredMs = Number.NEGATIVE_INFINITY;
  const isAway = (): boolean => inARow >= awayAfter;

  return {
    room() {
      if (!isAway()) return Number.POSITIVE_INFINITY;
      const leftMs = restsUntilMs - now().getTime();
      // More than the longest rest: the clock was fast when it began, and has been set back.
      return trying || (leftMs > 0 && leftMs <= longestRestMs) ? 0 : 1;
    },
    begin() {
      const tries = isAway();
      if (tries) trying = true;
      return reached => {
        if (tries) trying = false;
        if (reached === 'answered') {
          if (isAway()) onChange('answered');
          inARow = 0;
          restMs = firstRestMs;
          answeredMs = now().getTime();
          return;
        }
        inARow += 1;
        if (inARow === awayAfter) onChange('away');
        // What had begun before the first rest says nothing new.
        if (inARow !== awayAfter && !tries) return;
        restsUntilMs = now().getTime() + restMs * (0.5 + random() / 2);
        restMs = Math.min(longestRestMs, restMs * 2);
      };
    },
    answeredSince: sinceMs => answeredMs >= sinceMs,
  };
};
