import type { Route } from '../contract/route';

export type Load = Route['load'];

/** Admission of one class of routes. Rates are tokens a minute with a burst as deep as one minute. */
export interface LoadLimit {
  /** Requests being answered at one time; beyond it callers are refused at once. */
  readonly inFlight: number;
  /** The one deadline of a request. */
  readonly deadlineMs: number;
  readonly perCitizenPerMin: number;
  /** Generous: a mobile operator puts thousands of people behind one address. */
  readonly perIpPerMin: number;
}

export type Limits = Readonly<Record<Load, LoadLimit>>;

/**
 * A fixed in-flight limit keeps goodput at 4× load where shedding by event-loop lag lost two thirds of it. Sixteen answers of 2 to 3 ms
 * end within 50 ms, so that a refusal is never late either; classes that mostly wait for an upstream may hold more.
 */
export const standardLimits: Limits = {
  light: { inFlight: 16, deadlineMs: 5_000, perCitizenPerMin: 600, perIpPerMin: 12_000 },
  file: { inFlight: 64, deadlineMs: 12_000, perCitizenPerMin: 240, perIpPerMin: 6_000 },
  write: { inFlight: 16, deadlineMs: 10_000, perCitizenPerMin: 120, perIpPerMin: 3_000 },
  // Each answer waits for the disk or the store; apart, so that a large file keeps nobody from submitting.
  upload: { inFlight: 16, deadlineMs: 15_000, perCitizenPerMin: 600, perIpPerMin: 6_000 },
  signin: { inFlight: 48, deadlineMs: 10_000, perCitizenPerMin: 30, perIpPerMin: 300 },
  report: { inFlight: 24, deadlineMs: 30_000, perCitizenPerMin: 30, perIpPerMin: 1_200 },
  verify: { inFlight: 16, deadlineMs: 5_000, perCitizenPerMin: 120, perIpPerMin: 600 },
  // A whole office sits behind one address; apart, so that no crowd of citizens keeps it from working.
  desk: { inFlight: 16, deadlineMs: 15_000, perCitizenPerMin: 240, perIpPerMin: 6_000 },
  // Each holds 16 MB and a core for a moment (bff/policy/staff.ts).
  staff_signin: { inFlight: 4, deadlineMs: 10_000, perCitizenPerMin: 10, perIpPerMin: 30 },
};

/** The same limits `times` as wide: a sandbox on one machine, where everybody is 127.0.0.1. */
export const widen = (limits: Limits, times: number): Limits =>
  Object.fromEntries(
    Object.entries(limits).map(([load, limit]) => [
      load,
      { ...limit, perCitizenPerMin: limit.perCitizenPerMin * times, perIpPerMin: limit.perIpPerMin * times },
    ]),
  ) as Record<Load, LoadLimit>;
