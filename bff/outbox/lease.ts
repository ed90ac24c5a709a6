import type { Db } from '../lib/db';
import { type Clock, toInstant } from '../lib/time';
import type { Instant } from '../platform/ports';
import { extendLease, findLost, type Lease, type Lost, takeBack } from './store';

export interface LeaseDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly leaseMs: number;
  readonly leaseNow?: () => Promise<Date>;
  readonly alone?: boolean;
  readonly lossBudget: number;
  /** Until a row that was lost so often is tried anew. */
  readonly waitMs: (losses: number) => number;
  readonly onTakenBack: (row: Lost, losses: number, dead: boolean) => void;
}

/** Leases that ran out are looked for in so many steps of one lease. */
const looksPerLease = 4;
const lostAtOnce = 100;
const never: Instant = '9999-12-31T23:59:59.999Z';

/** Who has which row and until when, and what becomes of those whose holder is gone. */
export const makeLeases = ({
  db,
  now,
  leaseMs,
  leaseNow = async () => now(),
  alone = false,
  lossBudget,
  waitMs,
  onTakenBack,
}: LeaseDeps) => {
  /** Whatever is leased before the first claim of a relay that is alone has no holder. */
  let inherits = alone;
  let nextLookMs = Number.NEGATIVE_INFINITY;
  const untilOf = (at: Date): Instant => toInstant(new Date(at.getTime() + leaseMs));

  /** They wait anew; one that was lost too often takes its process down with it and is a dead letter. */
  const takeBackLost = async (endedBy: Instant): Promise<void> => {
    for (const row of await findLost(db, endedBy, lostAtOnce)) {
      const losses = row.losses + 1;
      const dead = losses >= lossBudget;
      const nextAt = toInstant(new Date(now().getTime() + waitMs(losses)));
      const reason = `lost ${losses} times: the process that had it ended, or could not note how it went`;
      if (await takeBack(db, row, endedBy, { state: dead ? 'dead' : 'waiting', nextAt, reason })) onTakenBack(row, losses, dead);
    }
  };

  return {
    /** Before some rows are claimed. @returns until when */
    async begin(): Promise<Instant> {
      const at = await leaseNow();
      if (inherits || at.getTime() >= nextLookMs) {
        await takeBackLost(inherits ? never : toInstant(at));
        inherits = false;
        nextLookMs = at.getTime() + leaseMs / looksPerLease;
      }
      return untilOf(at);
    },

    /** Aborts when the lease is lost, or could not be made longer until shortly before its end. `claimedMs`: before it was claimed. */
    keep(lease: Lease, claimedMs: number): { readonly signal: AbortSignal; end(): void } {
      const lost = new AbortController();
      const lose = (): void => lost.abort(new Error('lease lost'));
      let endsMs = claimedMs + leaseMs;
      // Real time on purpose: the lease is kept while this process lives, whatever the clock of the rules says.
      const heart = setInterval(() => {
        const askedMs = performance.now();
        if (endsMs - askedMs <= leaseMs / 4) return lose();
        leaseNow()
          .then(at => extendLease(db, lease, untilOf(at)))
          .then(
            held => {
              if (held) endsMs = askedMs + leaseMs;
              else lose();
            },
            // The database is away: the next beat asks again, or gives up in time.
            () => undefined,
          );
      }, leaseMs / 4);
      return { signal: lost.signal, end: () => clearInterval(heart) };
    },
  };
};
