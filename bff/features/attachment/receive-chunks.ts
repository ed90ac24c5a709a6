import { attachmentLimits } from '../../contract/attachment/schema';
import type { Handlers } from '../../http/call';
import { Problem } from '../../lib/problem';
import { beijingDay, startOfBeijingDay, toInstant } from '../../lib/time';
import { attachmentPolicy } from '../../policy/attachments';
import { type AttachmentDeps, namePurpose } from './deps';
import { newPieceKey, putPiece, sha256 } from './pieces';
import { presentAttachment } from './present-attachment';
import {
  type AttachmentRow,
  advance,
  countUnused,
  findAttachment,
  findPart,
  holdSubject,
  insertAttachment,
  insertPart,
  sumBytes,
} from './store';

const dayMs = 24 * 3600_000;

/** The middle of a file may not come in crumbs: each chunk is a piece of its own in the store. */
const fits = (row: AttachmentRow, from: number, size: number): boolean => {
  const to = from + size;
  return size > 0 && to <= row.sizeBytes && (to === row.sizeBytes || size >= attachmentLimits.leastChunkBytes);
};

/** Beginning and adding: what is here only ever grows at its end, by one chunk for one caller. */
export const receiveHandlers = (deps: AttachmentDeps): Pick<Handlers<'attachment'>, 'attachment.begin' | 'attachment.append'> => {
  const { db, now, newId, seal, blobs } = deps;
  const present = presentAttachment(seal);
  const put = putPiece(deps);

  /** The newest chunk, sent again because its answer was lost. */
  const isRepeat = async (row: AttachmentRow, from: number, bytes: Uint8Array): Promise<boolean> => {
    if (from + bytes.byteLength !== row.receivedBytes) return false;
    return (await findPart(db, row.id, 'sent', from))?.digest === sha256(bytes);
  };

  const find = async (subjectId: string, attachmentId: string): Promise<AttachmentRow> => {
    const row = await findAttachment(db, subjectId, attachmentId);
    if (!row) throw new Problem('attachment.not_found');
    return row;
  };

  /** @throws Problem, unless this chunk is here already */
  const elsewhere = async (row: AttachmentRow, from: number, bytes: Uint8Array) => {
    if (await isRepeat(row, from, bytes)) return present(row);
    if (row.state !== 'sending') throw new Problem('attachment.closed');
    throw new Problem('attachment.other_place', { resumeFrom: row.receivedBytes });
  };

  return {
    'attachment.begin': ({ subject, citizen, body, keep }) =>
      db.inTx(async tx => {
        const { subjectId } = subject;
        const at = now();
        const createdAt = toInstant(at);
        const today = startOfBeijingDay(beijingDay(at));
        await holdSubject(tx, subjectId, createdAt);
        if ((await countUnused(tx, subjectId)) >= attachmentPolicy.unusedAtOnce) throw new Problem('attachment.too_many');
        if ((await sumBytes(tx, subjectId, today)) + body.sizeBytes > attachmentPolicy.bytesPerDay) {
          const retryAfterSec = Math.ceil((Date.parse(today) + dayMs - at.getTime()) / 1000);
          throw new Problem('attachment.day_full', { retryAfterSec });
        }
        const row: AttachmentRow = {
          id: newId(),
          subjectId,
          citizenId: citizen.citizenId,
          nameSealed: seal.seal(body.name, namePurpose),
          keySealed: newPieceKey(seal),
          sizeBytes: body.sizeBytes,
          receivedBytes: 0,
          purpose: body.purpose,
          announcedDigest: body.sentDigest,
          state: 'sending',
          reason: null,
          contentType: null,
          sentDigest: null,
          keptDigest: null,
          keptBytes: null,
          createdAt,
          changedAt: createdAt,
          ownerKind: null,
          ownerId: null,
        };
        await insertAttachment(tx, row);
        const reply = present(row);
        await keep(tx, reply);
        return reply;
      }),

    async 'attachment.append'({ subject, params, query: { from }, body }) {
      const row = await find(subject.subjectId, params.attachmentId);
      if (row.state !== 'sending' || from !== row.receivedBytes) return elsewhere(row, from, body);
      if (!fits(row, from, body.byteLength)) throw new Problem('attachment.chunk_wrong');
      // First the piece, then the row that counts it: what is counted is always there.
      const part = await put(row, 'sent', from, body);
      const to = from + part.sizeBytes;
      const at = toInstant(now());
      const added = await db.inTx(async tx => {
        if ((await advance(tx, row.id, from, to, at)) === 0) return false;
        await insertPart(tx, part);
        return true;
      });
      if (added) return present({ ...row, receivedBytes: to });
      // Another request was first. A piece that could not be taken back goes with its folder.
      await blobs.remove(row.id, part.id).catch(() => undefined);
      return elsewhere(await find(subject.subjectId, params.attachmentId), from, body);
    },
  };
};
