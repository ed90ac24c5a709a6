import { randomBytes } from 'node:crypto';
import type { Sql } from '../../lib/db';
import { Problem } from '../../lib/problem';
import type { Seal } from '../../lib/seal';
import { type Clock, toInstant } from '../../lib/time';
import { contentDigestOf, genesisDigest, type ReadContent, rowDigestOf } from './chain';
import { insertRow, takePlace } from './store';

export interface AppendDeps {
  readonly seal: Seal;
  readonly now: Clock;
  readonly newId: () => string;
}

/** Associated data of the sealed content: a row's content does not open in another table. */
export const contentPurpose = 'ledger_row.contentSealed';

/**
 * Writes that somebody read a subject's file, in the reader's own transaction: no row, no reply.
 * Call it last in the transaction: it holds the subject's head until commit.
 * @throws Problem `ledger.unwritable`
 */
export const appendRead =
  ({ seal, now, newId }: AppendDeps) =>
  async (tx: Sql, subjectId: string, content: ReadContent): Promise<void> => {
    const at = toInstant(now());
    const salt = randomBytes(16).toString('base64url');
    const contentDigest = contentDigestOf(salt, content);
    try {
      const { seq, prevDigest } = await takePlace(tx, subjectId, genesisDigest(subjectId), at);
      const digest = rowDigestOf({ seq, at, contentDigest, prevDigest });
      const contentSealed = seal.seal(JSON.stringify(content), contentPurpose);
      await insertRow(tx, subjectId, { seq, id: newId(), at, salt, contentDigest, prevDigest, digest, contentSealed });
    } catch (cause) {
      throw new Problem('ledger.unwritable', { cause, retryAfterSec: 5 });
    }
  };
