import { LRUCache } from 'lru-cache';
import { Problem } from '../lib/problem';
import type { Limits, Load } from './limits';

interface Bucket {
  tokens: number;
  atMs: number;
}

export interface Admission {
  /** Takes a place. @throws Problem `server.busy`, `server.stopping` */
  enter(load: Load): void;
  leave(load: Load): void;
  /** Takes one token of a caller's bucket; `who` is a citizen's id or a caller's address. @throws Problem `server.rate_limited` */
  spend(load: Load, by: 'citizen' | 'ip', who: string): void;
  /**
   * Reads a body of at most `limitBytes`, which holds memory and no place.
   * @throws Problem `server.busy` too many are under way from this address
   */
  receive<T>(address: string, read: () => Promise<T>, limitBytes?: number): Promise<T>;
  /** From now on everybody new is refused. */
  stop(): void;
  readonly stopping: boolean;
  inFlight(): number;
  inFlightOf(load: Load): number;
}

/** Callers whose buckets are remembered a class; the longest silent is forgotten first, and its bucket would be full anyway. */
const rememberedCallers = 20_000;

/** Bodies of the usual size one address may be sending at one time: 32 MB of memory. A whole body is there in a moment. */
export const bodiesPerAddress = 500;
/** A larger body counts as several of these. */
const usualBodyBytes = 64 * 1024;

/** Decides who comes in before anything costs anything: a place in the class, then a token of the caller. */
export const makeAdmission = (limits: Limits, nowMs: () => number = () => performance.now()): Admission => {
  const places = Object.fromEntries(Object.keys(limits).map(load => [load, 0])) as Record<Load, number>;
  const receiving = new Map<string, number>();
  const buckets = new LRUCache<string, Bucket>({ max: rememberedCallers });
  let stopping = false;
  return {
    get stopping() {
      return stopping;
    },
    enter(load) {
      if (stopping) throw new Problem('server.stopping', { retryAfterSec: 5 });
      if (places[load] >= limits[load].inFlight) throw new Problem('server.busy', { retryAfterSec: 1 + Math.floor(Math.random() * 4) });
      places[load] += 1;
    },
    leave(load) {
      places[load] -= 1;
    },
    spend(load, by, who) {
      const perMin = by === 'ip' ? limits[load].perIpPerMin : limits[load].perCitizenPerMin;
      const atMs = nowMs();
      const key = `${load} ${who}`;
      const bucket = buckets.get(key);
      if (!bucket) {
        buckets.set(key, { tokens: perMin - 1, atMs });
        return;
      }
      bucket.tokens = Math.min(perMin, bucket.tokens + ((atMs - bucket.atMs) * perMin) / 60_000);
      bucket.atMs = atMs;
      if (bucket.tokens < 1) throw new Problem('server.rate_limited', { retryAfterSec: Math.ceil(((1 - bucket.tokens) * 60) / perMin) });
      bucket.tokens -= 1;
    },
    async receive(address, read, limitBytes = usualBodyBytes) {
      const before = receiving.get(address) ?? 0;
      const counts = Math.max(1, Math.ceil(limitBytes / usualBodyBytes));
      if (before + counts > bodiesPerAddress) throw new Problem('server.busy', { retryAfterSec: 5 });
      receiving.set(address, before + counts);
      try {
        return await read();
      } finally {
        const left = (receiving.get(address) ?? counts) - counts;
        if (left > 0) receiving.set(address, left);
        else receiving.delete(address);
      }
    },
    stop() {
      stopping = true;
    },
    inFlight: () => Object.values(places).reduce((sum, count) => sum + count, 0),
    inFlightOf: load => places[load],
  };
};
