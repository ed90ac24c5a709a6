import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { attachmentLimits } from '../../contract/attachment/schema';
import type { Db } from '../../lib/db';
import type { Seal } from '../../lib/seal';
import type { BlobPort } from '../../platform/ports';
import { keyPurpose } from './deps';
import { type AttachmentRow, listParts, type PartRow, type Stage } from './store';

/** Content in sealed pieces: no more than one of them is in memory at a time. */
export interface PieceDeps {
  readonly db: Db;
  readonly seal: Seal;
  readonly blobs: BlobPort;
  readonly newId: () => string;
}

type Held = Pick<AttachmentRow, 'id' | 'keySealed'>;
type Place = Pick<PartRow, 'id' | 'attachmentId' | 'stage' | 'fromByte'>;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A piece opens only as the piece it was: of this attachment, at this place. */
const placeOf = ({ attachmentId, id, stage, fromByte }: Place): Buffer => Buffer.from(`${attachmentId} ${id} ${stage} ${fromByte}`);

/** AES-256-GCM: iv(12) tag(16) ciphertext. */
const sealPiece = (key: Buffer, place: Place, bytes: Uint8Array): Buffer => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(placeOf(place));
  const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
};

const openPiece = (key: Buffer, place: Place, sealed: Buffer): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(placeOf(place)).setAuthTag(sealed.subarray(12, 28));
  const body = decipher.update(sealed.subarray(28));
  decipher.final();
  return body;
};

/** A key for the pieces of one attachment, sealed: changing the sealing key changes this and no piece. */
export const newPieceKey = (seal: Seal): string => seal.seal(randomBytes(32), keyPurpose);

/** Puts one piece into the store; its row is the caller's to write. @throws Problem `attachment.store_unavailable` */
export const putPiece =
  ({ seal, blobs, newId }: PieceDeps) =>
  async (row: Held, stage: Stage, fromByte: number, bytes: Uint8Array): Promise<PartRow> => {
    const part = { id: newId(), attachmentId: row.id, stage, fromByte, sizeBytes: bytes.byteLength, digest: sha256(bytes) };
    await blobs.put(row.id, part.id, sealPiece(seal.open(row.keySealed, keyPurpose), part, bytes));
    return part;
  };

/**
 * What is in the pieces, in order.
 * @throws Problem `attachment.store_unavailable`; Error where a piece is gone, was changed, or one is missing between two
 */
export const readPieces = ({ db, seal, blobs }: PieceDeps) =>
  async function* (row: Held, stage: Stage): AsyncGenerator<Buffer, void, undefined> {
    const key = seal.open(row.keySealed, keyPurpose);
    let at = 0;
    for (const part of await listParts(db, row.id, stage)) {
      const sealed = part.fromByte === at ? await blobs.get(row.id, part.id) : null;
      if (sealed === null) throw new Error('attachment: a piece is gone');
      const bytes = openPiece(key, part, sealed);
      at += bytes.byteLength;
      yield bytes;
    }
  };

export interface PieceWriter {
  write(bytes: Uint8Array): Promise<void>;
  /** The last, shorter piece. */
  end(): Promise<{ readonly parts: readonly PartRow[]; readonly digest: string; readonly sizeBytes: number }>;
  /** Takes back what was written. */
  undo(): Promise<void>;
}

/** Cuts what comes into pieces of the usual size and seals them. */
export const pieceWriter = (deps: PieceDeps, row: Held, stage: Stage): PieceWriter => {
  const put = putPiece(deps);
  const whole = createHash('sha256');
  const parts: PartRow[] = [];
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let at = 0;
  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    for (let from = 0; from < bytes.length; from += attachmentLimits.chunkBytes) {
      const part = await put(row, stage, at, bytes.subarray(from, from + attachmentLimits.chunkBytes));
      parts.push(part);
      at += part.sizeBytes;
    }
  };
  return {
    async write(bytes) {
      whole.update(bytes);
      waiting.push(bytes);
      waitingBytes += bytes.byteLength;
      if (waitingBytes >= attachmentLimits.chunkBytes) await flush();
    },
    async end() {
      await flush();
      return { parts, digest: whole.digest('hex'), sizeBytes: at };
    },
    async undo() {
      for (const { id } of parts) await deps.blobs.remove(row.id, id).catch(() => undefined);
    },
  };
};
