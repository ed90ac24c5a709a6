import type { Db, Sql } from '../lib/db';
import { Problem } from '../lib/problem';
import type { Seal } from '../lib/seal';
import { type Clock, toInstant } from '../lib/time';
import { deleteExpired, deleteUnanswered, findReservation, insertReservation, storeReply } from './store';

const purpose = 'idempotency.replySealed';
const keepMs = 35 * 24 * 3600_000;
/** Longer than every request's deadline: a reservation this old belongs to a process that died. */
const abandonedMs = 90_000;
const keyForm = /^[A-Za-z0-9_-]{8,64}$/;

export interface Held {
  /** Stores the answer in the work's own transaction. @throws Problem `idempotency.in_flight` when the key was taken over meanwhile */
  keep(tx: Sql, json: string): Promise<void>;
  /** After the work: stores the answer unless the work did. */
  settle(json: string): Promise<void>;
  /** The work failed and left nothing: the same key may try again. */
  release(): Promise<void>;
}

export interface Idempotency {
  /**
   * Reserves a key before the work, or gives back the answer of the first time.
   * @throws Problem `idempotency.missing`, `idempotency.in_flight`, `idempotency.other_body`
   */
  reserve(citizenId: string, key: string | null, route: string, content: unknown): Promise<Held | { readonly replay: string }>;
  /** Clock job. Rows forgotten. */
  forgetExpired(): Promise<number>;
}

export const makeIdempotency = ({ db, seal, now }: { db: Db; seal: Seal; now: Clock }): Idempotency => ({
  async reserve(citizenId, key, route, content) {
    if (key === null || !keyForm.test(key))
      throw new Problem('idempotency.missing', key === null ? {} : { detail: '编号应为 8 到 64 位字母、数字、- 或 _' });
    // Keyed: an unkeyed digest of a form with an ID number could be guessed.
    const bodyDigest = seal.index('idempotency', `${route}\u0000${JSON.stringify(content)}`);
    // Two rounds: the second follows an expired or abandoned reservation that was cleared away.
    for (let round = 0; round < 2; round += 1) {
      const at = now();
      const mine = { citizenId, key, route, bodyDigest, createdAt: toInstant(at), expiresAt: toInstant(new Date(at.getTime() + keepMs)) };
      if (await insertReservation(db, mine)) {
        let kept = false;
        const keep = async (tx: Sql, json: string): Promise<void> => {
          if (!(await storeReply(tx, mine, seal.seal(json, purpose)))) throw new Problem('idempotency.in_flight');
          kept = true;
        };
        return {
          keep,
          settle: async json => (kept ? undefined : keep(db, json)),
          release: () => deleteUnanswered(db, citizenId, key, mine.createdAt),
        };
      }
      const first = await findReservation(db, citizenId, key);
      if (!first) continue;
      const ageMs = at.getTime() - Date.parse(first.createdAt);
      if (first.expiresAt <= mine.createdAt) {
        await deleteExpired(db, mine.createdAt);
        continue;
      }
      if (first.route !== route || first.bodyDigest !== bodyDigest) throw new Problem('idempotency.other_body');
      if (first.replySealed !== null) return { replay: seal.openText(first.replySealed, purpose) };
      if (ageMs < abandonedMs) throw new Problem('idempotency.in_flight', { retryAfterSec: 2 });
      await deleteUnanswered(db, citizenId, key, first.createdAt);
    }
    throw new Problem('idempotency.in_flight', { retryAfterSec: 2 });
  },
  forgetExpired: () => deleteExpired(db, toInstant(now())),
});
