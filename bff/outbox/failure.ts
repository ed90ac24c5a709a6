import { Problem } from '../lib/problem';

/** Thrown by a delivery that no retry can mend; `reason` is for operators and holds no personal data. */
export class Undeliverable extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** 1 s, 2 s, 4 s … at most an hour, each between half and whole, so that a platform coming back is not met by everybody at once. */
export const backoffMs = (attempt: number, random = Math.random()): number =>
  Math.min(3600_000, 1000 * 2 ** (attempt - 1)) * (0.5 + random / 2);

/** After the first tries, which are the usual ones, no row waits longer than `atMostMs`. */
export const firstWaits = { tries: 8, atMostMs: backoffMs(8, 1) } as const;

/** A message may quote what was sent: only codes and class names reach the table. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof Undeliverable) return error.reason;
  if (error instanceof Problem) return error.code;
  if (error instanceof Error) return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name;
  return 'unknown';
};

/** Nobody was reached, as against: somebody said no. */
export const isAway = (error: unknown): boolean => error instanceof Problem && error.code === 'platform.unavailable';
