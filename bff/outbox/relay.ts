import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../lib/db';
import type { Log } from '../lib/log';
import { newId } from '../lib/new-id';
import type { Seal } from '../lib/seal';
import { type Clock, toInstant } from '../lib/time';
import { type Breaker, makeBreaker, type Reached } from './breaker';
import { backoffMs, isAway, reasonOf, Undeliverable } from './failure';
import { makeLeases } from './lease';
import { payloadPurpose } from './outbox';
import { claim, type Delivery, deleteDone, findDue, giveBack, type Lease, markDone, markFailed } from './store';

/**
 * Delivered at least once: `deliver` must be harmless when repeated with the same id. `signal` aborts when the lease is lost;
 * `mayHaveArrived`: it was tried before, and the other side should be asked before it is sent again.
 * What it resolves to does not matter but for `taken`: the other side keeps another content under the same number, which an operator
 * must look at and no retry mends.
 */
export type Deliver = (
  payload: unknown,
  delivery: { readonly id: string; readonly attempt: number; readonly mayHaveArrived: boolean; readonly signal: AbortSignal },
) => Promise<unknown>;

export interface RelayDeps {
  readonly db: Db;
  readonly seal: Seal;
  readonly now: Clock;
  readonly log: Log;
  readonly onOutcome?: (topic: string, outcome: 'delivered' | 'retried' | 'dead') => void;
  /** Between looks when nothing kicked, ms. */
  readonly idleMs?: number;
  readonly leaseMs?: number;
  /** What all relays of one database hold their leases against; `now` where there is one relay. */
  readonly leaseNow?: () => Promise<Date>;
  /** No other process delivers from this database: what is leased at the start was left by one that is gone. */
  readonly alone?: boolean;
  /** Tries before a row becomes a dead letter. The default spans about a day and a half. */
  readonly budget?: number;
  /** So often may a row take its process down, or be lost otherwise, before it becomes a dead letter. */
  readonly lossBudget?: number;
  readonly atOnce?: number;
  readonly random?: () => number;
  /** Waits, ms; a simulation brings its own time. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

interface TopicOptions {
  /** A slow topic has so many places and leaves the others to the rest. */
  readonly atOnce?: number;
  /** Whom it goes to. While nobody answers there, its rows rest and no try counts against them. */
  readonly upstream?: string;
}

export interface Relay {
  on(topic: string, deliver: Deliver, options?: TopicOptions): void;
  /** Looks soon; many kicks are one look. */
  kick(): void;
  start(): void;
  /** Takes no new row, waits for those being delivered, gives back the rest. */
  stop(): Promise<void>;
  /** One look: claims what is due and delivers it. Rows tried. */
  tick(): Promise<number>;
}

/**
 * A row lost so often may be what ended its process. It is delivered while nothing else is, or it would take the same innocent rows with
 * it time after time, until they were dead letters too.
 */
const suspectAfter = 2;

const doneKeptMs = 7 * 24 * 3600_000;

/** An upstream that answered somebody so shortly before a row's try began was there: that the row failed is its own affair. */
const answeredLatelyMs = 30_000;

export const makeRelay = (deps: RelayDeps): Relay => {
  const {
    db,
    seal,
    now,
    log,
    onOutcome = () => undefined,
    idleMs = 1000,
    leaseMs = 60_000,
    budget = 45,
    lossBudget = 8,
    atOnce = 8,
  } = deps;
  const { random = Math.random } = deps;
  const pause = deps.pause ?? ((ms: number) => sleep(ms, undefined, { ref: false }));
  const me = `${process.pid}-${newId()}`;
  const topics = new Map<string, { readonly deliver: Deliver; readonly breaker: Breaker | null; left: number }>();
  const breakers = new Map<string, Breaker>();
  let running: Promise<number> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let plannedMs = 0;
  let started = false;
  let stopping = false;

  const told = (topic: string, outboxId: string, what: object, dead: boolean, otherwise: string): void => {
    onOutcome(topic, dead ? 'dead' : 'retried');
    log[dead ? 'error' : 'warn']({ topic, outboxId, ...what }, dead ? 'dead letter' : otherwise);
  };
  const leases = makeLeases({
    ...deps,
    leaseMs,
    lossBudget,
    waitMs: losses => (losses > 1 ? backoffMs(losses, random()) : 0),
    onTakenBack: ({ topic, id }, losses, dead) => told(topic, id, { losses }, dead, 'delivery lost'),
  });

  const breakerOf = (upstream: string): Breaker => {
    const kept = breakers.get(upstream);
    if (kept) return kept;
    const onChange = (state: string): void => log[state === 'away' ? 'error' : 'info']({ upstream }, `outbox: upstream ${state}`);
    const made = makeBreaker({ now, random, onChange });
    breakers.set(upstream, made);
    return made;
  };

  const fail = async (row: Delivery, lease: Lease, error: unknown, counts: boolean): Promise<void> => {
    const attempts = row.attempts + (counts ? 1 : 0);
    const dead = error instanceof Undeliverable || attempts >= budget;
    // Of one that does not count the breaker says when the next may be: what was tried before the outage is not to outlast it.
    const nextAt = toInstant(new Date(now().getTime() + backoffMs(counts ? attempts : 1, random())));
    const reason = reasonOf(error);
    if (await markFailed(db, lease, { state: dead ? 'dead' : 'waiting', attempts, nextAt, reason }))
      told(row.topic, row.id, { attempts, reason }, dead, 'delivery failed');
  };

  const deliverOne = async (row: Delivery, claimedMs: number): Promise<void> => {
    const lease = { id: row.id, by: me, fence: row.fence + 1 };
    const topic = topics.get(row.topic);
    const beganMs = now().getTime();
    const ended = topic?.breaker?.begin();
    const heart = leases.keep(lease, claimedMs);
    let reached: Reached = 'answered';
    try {
      if (!topic) throw new Undeliverable(`no delivery for topic ${row.topic}`);
      const payload: unknown = JSON.parse(seal.openText(row.payloadSealed, payloadPurpose));
      const attempt = row.attempts + 1;
      const outcome = await topic.deliver(payload, { id: row.id, attempt, mayHaveArrived: row.fence > 0, signal: heart.signal });
      if (outcome === 'taken') throw new Undeliverable('taken: the other side keeps another content under this number');
      if (await markDone(db, lease, attempt, toInstant(now()))) onOutcome(row.topic, 'delivered');
    } catch (error) {
      reached = isAway(error) ? 'away' : 'answered';
      await fail(row, lease, error, reached === 'answered' || topic?.breaker?.answeredSince(beganMs - answeredLatelyMs) !== false);
    } finally {
      ended?.(reached);
      heart.end();
    }
  };

  const roomOf = (topic: string): number => {
    const known = topics.get(topic);
    return known ? Math.min(known.left, known.breaker?.room() ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  };
  const take = (topic: string, count: 1 | -1): void => {
    const known = topics.get(topic);
    if (known) known.left -= count;
  };

  const claimSome = async (
    { free, isIdle }: { free: number; isIdle: boolean },
    begin: (row: Delivery, claimedMs: number) => void,
  ): Promise<number> => {
    const until = await leases.begin();
    let claimed = 0;
    const full = [...topics.keys()].filter(topic => roomOf(topic) <= 0);
    for (const row of await findDue(db, toInstant(now()), free, full)) {
      const claimedMs = performance.now();
      if (stopping || roomOf(row.topic) <= 0) continue;
      const suspect = row.losses >= suspectAfter;
      // Nothing later begins either: its turn comes when what is under way has ended.
      if (suspect && !(isIdle && claimed === 0)) break;
      take(row.topic, 1);
      const mine = await claim(db, row, me, until).catch((error: unknown) => {
        take(row.topic, -1);
        throw error;
      });
      if (mine) {
        claimed += 1;
        begin(row, claimedMs);
        if (suspect) break;
      } else take(row.topic, -1);
    }
    return claimed;
  };

  /** Keeps up to `atOnce` deliveries going until nothing is due; a slow one does not hold up the others. */
  const look = async (): Promise<number> => {
    const busy = new Set<Promise<void>>();
    let tried = 0;
    let ended = 0;
    let alone = false;
    const begin = (row: Delivery, claimedMs: number): void => {
      alone = row.losses >= suspectAfter;
      const delivery = deliverOne(row, claimedMs)
        // The lease runs out and the row is delivered again.
        .catch((err: unknown) => log.error({ err, outboxId: row.id }, 'outbox: outcome not recorded'))
        .finally(() => {
          ended += 1;
          take(row.topic, -1);
          busy.delete(delivery);
          alone = false;
        });
      busy.add(delivery);
    };
    while (!stopping) {
      const endedBefore = ended;
      const free = alone ? 0 : atOnce - busy.size;
      const claimed = free > 0 ? await claimSome({ free, isIdle: busy.size === 0 }, begin) : 0;
      tried += claimed;
      if (claimed > 0) continue;
      // What ended while we looked may have let its follower go.
      if (busy.size === 0 && ended === endedBefore) break;
      if (busy.size > 0) await Promise.race([...busy, pause(idleMs)]);
    }
    await Promise.all(busy);
    return tried;
  };

  const tick = (): Promise<number> => {
    running ??= look().finally(() => {
      running = null;
    });
    return running;
  };

  const plan = (ms: number): void => {
    const atMs = performance.now() + ms;
    if (!started || stopping || (timer && plannedMs <= atMs)) return;
    if (timer) clearTimeout(timer);
    plannedMs = atMs;
    timer = setTimeout(() => {
      timer = null;
      tick()
        .catch((err: unknown) => log.error({ err }, 'outbox: look failed'))
        .finally(() => plan(idleMs));
    }, ms);
    timer.unref();
  };

  return {
    on: (topic, deliver, { atOnce: most = Number.POSITIVE_INFINITY, upstream } = {}) => {
      topics.set(topic, { deliver, breaker: upstream === undefined ? null : breakerOf(upstream), left: most });
    },
    // A little later than the commit that follows the enqueue.
    kick: () => plan(10),
    start() {
      started = true;
      plan(0);
    },
    tick,
    async stop() {
      stopping = true;
      if (timer) clearTimeout(timer);
      await running?.catch(() => undefined);
      await giveBack(db, me, toInstant(now())).catch((err: unknown) => log.warn({ err }, 'outbox: leases run out by themselves'));
    },
  };
};

/** Clock job: forgets deliveries done a week ago. */
export const forgetDone = ({ db, now }: { db: Db; now: Clock }): Promise<number> =>
  deleteDone(db, toInstant(new Date(now().getTime() - doneKeptMs)));
