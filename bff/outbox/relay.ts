import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../lib/db';
import type { Log } from '../lib/log';
import { newId } from '../lib/new-id';
import { Problem } from '../lib/problem';
import type { Seal } from '../lib/seal';
import { type Clock, toInstant } from '../lib/time';
import { payloadPurpose } from './outbox';
import { claim, type Delivery, deleteDone, extendLease, findDue, giveBack, markDone, markFailed } from './store';

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

/** Thrown by a delivery that no retry can mend; `reason` is for operators and holds no personal data. */
export class Undeliverable extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

export interface RelayDeps {
  readonly db: Db;
  readonly seal: Seal;
  readonly now: Clock;
  readonly log: Log;
  readonly onOutcome?: (topic: string, outcome: 'delivered' | 'retried' | 'dead') => void;
  /** Between looks when nothing kicked, ms. */
  readonly idleMs?: number;
  readonly leaseMs?: number;
  /** Attempts before a row becomes a dead letter. The default spans about a day and a half. */
  readonly budget?: number;
  readonly atOnce?: number;
}

export interface Relay {
  /** `atOnce`: a slow topic has so many places and leaves the others to the rest. */
  on(topic: string, deliver: Deliver, how?: { readonly atOnce?: number }): void;
  /** Looks soon; many kicks are one look. */
  kick(): void;
  start(): void;
  /** Takes no new row, waits for those being delivered, gives back the rest. */
  stop(): Promise<void>;
  /** One look: claims what is due and delivers it. Rows tried. */
  tick(): Promise<number>;
}

const doneKeptMs = 7 * 24 * 3600_000;

/** 1 s, 2 s, 4 s … at most an hour, each between half and whole, so that a platform coming back is not met by everybody at once. */
export const backoffMs = (attempt: number, random = Math.random()): number =>
  Math.min(3600_000, 1000 * 2 ** (attempt - 1)) * (0.5 + random / 2);

/** A message may quote what was sent: only codes and class names reach the table. */
const reasonOf = (error: unknown): string => {
  if (error instanceof Undeliverable) return error.reason;
  if (error instanceof Problem) return error.code;
  if (error instanceof Error) return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name;
  return 'unknown';
};

export const makeRelay = (deps: RelayDeps): Relay => {
  const { db, seal, now, log, onOutcome = () => undefined, idleMs = 1000, leaseMs = 60_000, budget = 45, atOnce = 8 } = deps;
  const me = `${process.pid}-${newId()}`;
  const deliveries = new Map<string, Deliver>();
  const places = new Map<string, number>();
  let running: Promise<number> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let plannedMs = 0;
  let started = false;
  let stopping = false;

  const until = (): string => toInstant(new Date(now().getTime() + leaseMs));

  const fail = async (row: Delivery, attempt: number, error: unknown): Promise<void> => {
    const dead = error instanceof Undeliverable || attempt >= budget;
    const nextAt = toInstant(new Date(now().getTime() + backoffMs(attempt)));
    await markFailed(db, row.id, me, attempt, { state: dead ? 'dead' : 'waiting', nextAt }, reasonOf(error));
    onOutcome(row.topic, dead ? 'dead' : 'retried');
    log[dead ? 'error' : 'warn'](
      { topic: row.topic, outboxId: row.id, attempt, reason: reasonOf(error) },
      dead ? 'dead letter' : 'delivery failed',
    );
  };

  const deliverOne = async (row: Delivery): Promise<void> => {
    const attempt = row.attempts + 1;
    const lost = new AbortController();
    // Real time on purpose: the lease is kept while this process lives, whatever the clock of the rules says.
    const heart = setInterval(() => {
      extendLease(db, row.id, me, attempt, until()).then(
        held => held || lost.abort(new Error('lease lost')),
        () => undefined,
      );
    }, leaseMs / 3);
    try {
      const deliver = deliveries.get(row.topic);
      if (!deliver) throw new Undeliverable(`no delivery for topic ${row.topic}`);
      const payload: unknown = JSON.parse(seal.openText(row.payloadSealed, payloadPurpose));
      const outcome = await deliver(payload, {
        id: row.id,
        attempt,
        mayHaveArrived: attempt > 1 || row.lastError !== null,
        signal: lost.signal,
      });
      if (outcome === 'taken') throw new Undeliverable('taken: the other side keeps another content under this number');
      if (await markDone(db, row.id, me, attempt, toInstant(now()))) onOutcome(row.topic, 'delivered');
    } catch (error) {
      await fail(row, attempt, error);
    } finally {
      clearInterval(heart);
    }
  };

  const take = (topic: string, count: 1 | -1): void => {
    const left = places.get(topic);
    if (left !== undefined) places.set(topic, left - count);
  };

  const claimSome = async (free: number): Promise<Delivery[]> => {
    const at = toInstant(now());
    const claimed: Delivery[] = [];
    const isFull = (topic: string): boolean => places.get(topic) === 0;
    for (const row of await findDue(db, at, free, [...places.keys()].filter(isFull))) {
      if (stopping || isFull(row.topic) || !(await claim(db, row, me, at, until()))) continue;
      claimed.push(row);
      take(row.topic, 1);
    }
    return claimed;
  };

  /** Keeps up to `atOnce` deliveries going until nothing is due; a slow one does not hold up the others. */
  const look = async (): Promise<number> => {
    const busy = new Set<Promise<void>>();
    let tried = 0;
    let ended = 0;
    while (!stopping) {
      const endedBefore = ended;
      const claimed = busy.size < atOnce ? await claimSome(atOnce - busy.size) : [];
      for (const row of claimed) {
        const delivery = deliverOne(row)
          // The lease runs out and the row is delivered again.
          .catch((err: unknown) => log.error({ err, outboxId: row.id }, 'outbox: outcome not recorded'))
          .finally(() => {
            ended += 1;
            take(row.topic, -1);
            busy.delete(delivery);
          });
        busy.add(delivery);
      }
      tried += claimed.length;
      if (claimed.length === 0) {
        // What ended while we looked may have let its follower go.
        if (busy.size === 0 && ended === endedBefore) break;
        if (busy.size > 0) await Promise.race([...busy, sleep(idleMs, undefined, { ref: false })]);
      }
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
    on: (topic, deliver, { atOnce: most } = {}) => {
      deliveries.set(topic, deliver);
      if (most !== undefined) places.set(topic, most);
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
