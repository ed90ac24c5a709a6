import type { Sql } from '../lib/db';
import { newId } from '../lib/new-id';
import type { Seal } from '../lib/seal';
import { type Clock, toInstant } from '../lib/time';
import { insertWaiting } from './store';

export const payloadPurpose = 'outbox.payloadSealed';

export type Enqueue = (tx: Sql, topic: string, orderKey: string, payload: unknown) => Promise<void>;

/**
 * Records what is to be told to the outside, in the caller's own transaction: both happen or neither does. `onEnqueue` lets a
 * relay in this process look at once; a relay elsewhere finds the row at its next look.
 */
export const makeOutbox = ({ seal, now, onEnqueue }: { seal: Seal; now: Clock; onEnqueue: () => void }): { enqueue: Enqueue } => {
  let lastMs = 0;
  return {
    async enqueue(tx, topic, orderKey, payload) {
      const at = now();
      // Ids order the rows of a key, so no two of this process may fall into one millisecond.
      lastMs = Math.max(lastMs + 1, at.getTime());
      const payloadSealed = seal.seal(JSON.stringify(payload), payloadPurpose);
      await insertWaiting(tx, { id: newId(lastMs), topic, orderKey, payloadSealed, at: toInstant(at) });
      onEnqueue();
    },
  };
};
