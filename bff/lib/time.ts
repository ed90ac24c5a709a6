import type { Day, Instant } from '../platform/ports';

/** Injected everywhere; tests move it. */
export type Clock = () => Date;

export const toInstant = (at: Date): Instant => at.toISOString();

const beijing = 8 * 3600_000;

/** Beijing calendar day of an instant. China has had no daylight saving since 1991. */
export const beijingDay = (at: Date | Instant): Day => new Date(new Date(at).getTime() + beijing).toISOString().slice(0, 10);

/** First instant of a Beijing day. */
export const startOfBeijingDay = (day: Day): Instant => new Date(Date.parse(`${day}T00:00:00.000Z`) - beijing).toISOString();
