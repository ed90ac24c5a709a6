import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { attachmentLimits } from '../../contract/attachment/schema';
import type { Db } from '../../lib/db';
import type { Seal } from '../../lib/seal';
import type { BlobPort } from '../../platform/ports';
import { keyPurpose } from './deps';
import { type AttachmentRow, listParts, type PartRow, type Stage } from './store';

/** Content in sealed pieces: no more than one of them is in memory at a time, and of its plain bytes one frame. */
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

/** Plain bytes of one frame. Small, so that what is in memory and not yet collected stays small too. */
const frameBytes = 64 * 1024;
const aboveBytes = 28;
const largestPiece = attachmentLimits.chunkBytes + Math.ceil(attachmentLimits.chunkBytes / frameBytes) * aboveBytes;

/** Buffers of a whole sealed piece, used again: fresh ones would stay until the collector comes by. */
const spare: Buffer[] = [];
const borrow = (): Buffer => spare.pop() ?? Buffer.allocUnsafeSlow(largestPiece);
const giveBack = (buffer: Buffer): void => {
  if (spare.length < 4) spare.push(buffer);
};

/** A frame opens only as the frame it was. */
const frameOf = (place: Place, frame: number): Buffer => Buffer.concat([placeOf(place), Buffer.from(` ${frame}`)]);

/** AES-256-GCM in frames of 64 kB, each iv(12) tag(16) ciphertext. Bytes written into `into`. */
const sealPiece = (key: Buffer, place: Place, bytes: Uint8Array, into: Buffer): number => {
  let at = 0;
  for (let from = 0, frame = 0; from < bytes.byteLength; from += frameBytes, frame += 1) {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(frameOf(place, frame));
    const body = cipher.update(bytes.subarray(from, from + frameBytes));
    cipher.final();
    into.set(iv, at);
    into.set(cipher.getAuthTag(), at + 12);
    into.set(body, at + aboveBytes);
    at += aboveBytes + body.length;
  }
  return at;
};

/** @throws Error where a byte was changed or the length is not the one it had */
function* openPiece(key: Buffer, part: PartRow, sealed: Buffer): Generator<Buffer, void, undefined> {
  let opened = 0;
  for (let at = 0, frame = 0; at < sealed.length; at += frameBytes + aboveBytes, frame += 1) {
    const held = sealed.subarray(at, at + frameBytes + aboveBytes);
    const decipher = createDecipheriv('aes-256-gcm', key, held.subarray(0, 12)).setAAD(frameOf(part, frame));
    const body = decipher.setAuthTag(held.subarray(12, aboveBytes)).update(held.subarray(aboveBytes));
    decipher.final();
    opened += body.length;
    yield body;
  }
  if (opened !== part.sizeBytes) throw new Error('attachment: a piece was cut');
}

/** A key for the pieces of one attachment, sealed: changing the sealing key changes this and no piece. */
export const newPieceKey = (seal: Seal): string => seal.seal(randomBytes(32), keyPurpose);

/** Puts one piece into the store; its row is the caller's to write. @throws Problem `attachment.store_unavailable` */
export const putPiece =
  ({ seal, blobs, newId }: PieceDeps) =>
  async (row: Held, stage: Stage, fromByte: number, bytes: Uint8Array): Promise<PartRow> => {
    const part = { id: newId(), attachmentId: row.id, stage, fromByte, sizeBytes: bytes.byteLength, digest: sha256(bytes) };
    const sealed = borrow();
    try {
      const size = sealPiece(seal.open(row.keySealed, keyPurpose), part, bytes, sealed);
      await blobs.put(row.id, part.id, sealed.subarray(0, size));
    } finally {
      giveBack(sealed);
    }
    return part;
  };

/**
 * What is in the pieces, in order.
 * @throws Problem `attachment.store_unavailable`; Error where a piece is gone, was changed, or one is missing between two
 */
export const readPieces = ({ db, seal, blobs }: PieceDeps) =>
  async function* (row: Held, stage: Stage): AsyncGenerator<Buffer, void, undefined> {
    const key = seal.open(row.keySealed, keyPurpose);
    const buffer = borrow();
    try {
      let at = 0;
      for (const part of await listParts(db, row.id, stage)) {
        const sealed = part.fromByte === at ? await blobs.get(row.id, part.id, buffer) : null;
        if (sealed === null) throw new Error('attachment: a piece is gone');
        yield* openPiece(key, part, sealed);
        at += part.sizeBytes;
      }
    } finally {
      giveBack(buffer);
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
