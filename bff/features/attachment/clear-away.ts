import type { Db } from '../../lib/db';
import { toInstant } from '../../lib/time';
import { attachmentPolicy } from '../../policy/attachments';
import type { AttachmentDeps } from './deps';
import {
  type AttachmentRow,
  deleteAttachment,
  deleteParts,
  findForgotten,
  findRemoved,
  findUncleared,
  forgetHolds,
  listParts,
  removeUnbound,
} from './store';

const hourMs = 3600_000;
const dayMs = 24 * hourMs;
/** Rows of one look; the next hour takes the rest. */
const atOnce = 200;

type ClearDeps = Pick<AttachmentDeps, 'blobs' | 'now' | 'log'> & { readonly db: Db };

/**
 * Takes the pieces away that a state no longer has: all of what was refused or removed; of a clean picture the bytes as they were sent,
 * with everything a camera wrote into them. The store first, then the rows: what dies in between is found by the sweep.
 * A store that is away is not the caller's fault: it is logged and left to the sweep.
 */
export const clearAway =
  ({ db, blobs, log }: ClearDeps) =>
  async ({ id, state }: Pick<AttachmentRow, 'id' | 'state'>): Promise<void> => {
    try {
      if (state === 'refused' || state === 'removed') {
        await blobs.removeAll(id);
        await deleteParts(db, id);
      } else if (state === 'clean' && (await listParts(db, id, 'kept')).length > 0) {
        for (const part of await listParts(db, id, 'sent')) await blobs.remove(id, part.id);
        await deleteParts(db, id, 'sent');
      }
    } catch (err) {
      log.warn({ err, attachmentId: id }, 'attachment: pieces are left to the sweep');
    }
  };

/** Clock job: what nobody came back for, what a dead process left behind, and rows that no limit counts any more. */
export const sweepAttachments = (deps: ClearDeps) => async (): Promise<void> => {
  const { db, blobs, now } = deps;
  const clear = clearAway(deps);
  const nowMs = now().getTime();
  const at = toInstant(now());
  const before = (ms: number): string => toInstant(new Date(nowMs - ms));
  const horizons = {
    unfinished: before(attachmentPolicy.unfinishedHours * hourMs),
    unused: before(attachmentPolicy.unusedDays * dayMs),
    limit: atOnce,
  };
  for (const row of await findForgotten(db, horizons))
    if ((await removeUnbound(db, row.id, at)) > 0) await clear({ id: row.id, state: 'removed' });
  for (const row of await findUncleared(db, atOnce)) await clear(row);
  for (const { id } of await findRemoved(db, before(2 * dayMs), atOnce)) {
    // Again, for a chunk that was on its way into the store when the attachment was removed.
    await blobs.removeAll(id);
    await deleteParts(db, id);
    await deleteAttachment(db, id);
  }
  await forgetHolds(db, before(2 * dayMs));
};
