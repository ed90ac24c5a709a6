import type { Sql } from '../lib/db';
import { newId as newIdAt } from '../lib/new-id';
import type { Seal } from '../lib/seal';
import { type Clock, toInstant } from '../lib/time';
import { insertWaiting, lastOpenId } from './store';

export const payloadPurpose = 'outbox.payloadSealed';

export type Enqueue = (tx: Sql, topic: string, orderKey: string, payload: unknown) => Promise<void>;

/** Milliseconds that a UUIDv7 begins with. */
const msOf = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16);

/**
 * Records what is to be told to the outside, in the caller's own transaction: both happen or neither does. `onEnqueue` lets a
 * relay in this process look at once; a relay elsewhere finds the row at its next look.
 */
export const makeOutbox = ({
  seal,
  now,
  onEnqueue,
  newId = newIdAt,
}: {
  readonly seal: Seal;
  readonly now: Clock;
  readonly onEnqueue: () => void;
  readonly newId?: (atMs: number) => string;
}): { enqueue: Enqueue } => ({
  async enqueue(tx, topic, orderKey, payload) {
    const at = now();
    // Ids order the rows of a key, whichever process wrote them and whatever its clock says: this one comes after all that are open.
    const last = await lastOpenId(tx, orderKey);
    const id = newId(Math.max(at.getTime(), last === null ? 0 : msOf(last) + 1));
    const payloadSealed = seal.seal(JSON.stringify(payload), payloadPurpose);
    await insertWaiting(tx, { id, topic, orderKey, payloadSealed, at: toInstant(at) });
    onEnqueue();
  },
});
