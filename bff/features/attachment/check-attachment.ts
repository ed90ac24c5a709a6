import { createHash } from 'node:crypto';
import { toInstant } from '../../lib/time';
import { clearAway } from './clear-away';
import type { AttachmentDeps } from './deps';
import type { Verdict } from './inspect/run-child';
import { type PieceWriter, pieceWriter, readPieces } from './pieces';
import type { Refusal } from './refusals';
import { type AttachmentRow, type Found, findById, findHeld, insertPart, move, touch } from './store';

/** Held ones looked at in one go. */
const heldAtOnce = 50;

/**
 * What happens to content that is all here: its digest, its type and inside by a process of its own, the scanner. Nothing is clean
 * without a scanner's word; without one it is held.
 */
export const checkAttachment = (deps: AttachmentDeps) => {
  const { db, now, log, scanner, inspector, notify, citizensOf } = deps;
  const pieces = readPieces(deps);
  const clear = clearAway(deps);

  const refuse = async (row: AttachmentRow, from: 'checking' | 'held', reason: Refusal, found: Found = {}): Promise<void> => {
    const tell = from === 'held' ? await citizensOf(row.subjectId) : [];
    const moved = await db.inTx(async tx => {
      if ((await move(tx, row.id, from, 'refused', toInstant(now()), { ...found, reason })) === 0) return false;
      for (const citizenId of tell) {
        await notify(tx, citizenId, {
          eventKey: `attachment.refused:${row.id}:${citizenId}`,
          title: '有一个附件没有通过病毒检查',
          text: `${row.ownerId === null ? '它还没有提交' : '它已随申报提交'}。文件已经删去，请换一个干净的文件重新传。`,
          target: row.ownerId === null ? null : { page: 'registration', id: row.ownerId, subjectId: row.subjectId },
          reminder: 'progress',
        });
      }
      return true;
    });
    log.warn({ attachmentId: row.id, reason }, 'attachment refused');
    if (moved) await clear({ ...row, state: 'refused' });
  };

  const scanSent = async (row: AttachmentRow): Promise<'clean' | 'held' | 'bad'> => {
    const verdict = await scanner.scan(pieces(row, 'sent'));
    if (verdict.is === 'clean') return 'clean';
    const told = verdict.is === 'bad' ? { finding: verdict.finding } : { why: verdict.why };
    log.warn(
      { attachmentId: row.id, ...told },
      verdict.is === 'bad' ? 'attachment: the scanner found something' : 'attachment held: no verdict',
    );
    return verdict.is === 'bad' ? 'bad' : 'held';
  };

  const keep = async (
    row: AttachmentRow,
    sentDigest: string,
    { contentType, rewritten }: Exclude<Verdict, { refused: Refusal }>,
    writer: PieceWriter,
  ): Promise<void> => {
    const made = await writer.end();
    const state = await scanSent(row);
    if (state === 'bad') {
      await writer.undo();
      return refuse(row, 'checking', 'virus', { sentDigest });
    }
    const kept = rewritten ? { keptDigest: made.digest, keptBytes: made.sizeBytes } : { keptDigest: sentDigest, keptBytes: row.sizeBytes };
    const moved = await db.inTx(async tx => {
      if ((await move(tx, row.id, 'checking', state, toInstant(now()), { contentType, sentDigest, ...kept })) === 0) return false;
      for (const part of made.parts) await insertPart(tx, part);
      return true;
    });
    if (!moved) return writer.undo();
    await clear({ ...row, state });
  };

  return {
    /** Outbox delivery; harmless when repeated. @throws so that the relay tries again where it was no fault of the content */
    async check(payload: unknown, { signal }: { signal: AbortSignal }): Promise<void> {
      const row = await findById(db, (payload as { attachmentId: string }).attachmentId);
      if (row?.state !== 'checking') return;
      const writer = pieceWriter(deps, row, 'kept');
      const sent = createHash('sha256');
      let heardBytes = 0;
      const heard = async function* (): AsyncGenerator<Uint8Array> {
        for await (const piece of pieces(row, 'sent')) {
          sent.update(piece);
          heardBytes += piece.length;
          yield piece;
        }
      };
      try {
        const verdict = await inspector.inspect(heard(), piece => writer.write(piece), signal);
        // A process that died early has not let us hear everything.
        const sentDigest = heardBytes === row.sizeBytes ? sent.digest('hex') : null;
        const isOther = sentDigest !== null && row.announcedDigest !== null && row.announcedDigest !== sentDigest;
        if (isOther || 'refused' in verdict || sentDigest === null) {
          await writer.undo();
          const reason = isOther ? 'digest' : 'refused' in verdict ? verdict.refused : 'too_heavy';
          await refuse(row, 'checking', reason, { sentDigest });
        } else await keep(row, sentDigest, verdict, writer);
      } catch (error) {
        await writer.undo();
        throw error;
      }
    },

    /** Clock job: a scanner that is back looks at what waited for it. How many were settled. */
    async scanHeld(): Promise<number> {
      let settled = 0;
      if ((await scanner.fault()) !== null) return settled;
      for (const row of await findHeld(db, heldAtOnce)) {
        const state = await scanSent(row);
        const at = toInstant(now());
        // To the end of the queue: one that never gets a verdict keeps no other waiting.
        if (state === 'held') await touch(db, row.id, at);
        else settled += 1;
        if (state === 'bad') await refuse(row, 'held', 'virus');
        if (state === 'clean' && (await move(db, row.id, 'held', 'clean', at)) > 0) await clear({ ...row, state: 'clean' });
      }
      return settled;
    },
  };
};
