import { z } from 'zod';
import { zId, zInstant, zLine, zOk } from '../atoms';

/** What may be sent: a photo or a PDF, told by its content. */
export const attachmentTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
/** Most bytes of one attachment, most of one chunk, and least of every chunk but the last. */
export const attachmentLimits = { sizeBytes: 32 * 1024 * 1024, chunkBytes: 512 * 1024, leastChunkBytes: 16 * 1024 } as const;

/** `entry`: for one form. `sheet`: waits for the rows of a sheet that name it. */
export const attachmentPurposes = ['entry', 'sheet'] as const;
const zPurpose = z.enum(attachmentPurposes);

const zSha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A name is for reading and never a path: what a file system or a header would take for more than a name is replaced. */
const zFileName = zLine(120)
  .overwrite(name => name.replaceAll(/[\\/:*?"<>|]/g, '_').replaceAll(/^\.+/g, '_'))
  .pipe(z.string().min(1));

const zAttachment = z.object({
  attachmentId: zId,
  name: z.string(),
  /** Bytes announced, and those that are here: the next chunk begins there. */
  sizeBytes: z.int(),
  receivedBytes: z.int(),
  /** `sending` → `checking` → `clean` | `held` (no scanner answers: 等待检查) | `refused`. */
  state: z.enum(['sending', 'checking', 'clean', 'held', 'refused']),
  /** Why it was refused, a sentence with what to do. */
  reason: z.string().nullable(),
  /** Told by the content, once it was checked. */
  contentType: z.enum(attachmentTypes).nullable(),
  /** SHA-256, hex: of what was sent and of what is kept. A picture is kept re-encoded, so the two differ. */
  sentDigest: z.string().nullable(),
  keptDigest: z.string().nullable(),
  createdAt: zInstant,
});

const zSubjectParams = z.object({ subjectId: zId });
const zAttachmentParams = zSubjectParams.extend({ attachmentId: zId });

export const attachmentSchemas = {
  /** Those of a purpose that are part of no submission yet and were not refused, oldest first. */
  'attachment.unused': {
    params: zSubjectParams,
    query: z.object({ purpose: zPurpose }),
    reply: z.object({ attachments: z.array(zAttachment) }),
  },
  'attachment.begin': {
    params: zSubjectParams,
    body: z.object({
      name: zFileName,
      sizeBytes: z.int().min(1).max(attachmentLimits.sizeBytes),
      /** SHA-256 of all of it, hex; compared when the last byte is here. null: the phone could not compute it. */
      sentDigest: zSha256.nullable(),
      purpose: zPurpose.default('entry'),
    }),
    reply: zAttachment,
  },
  /**
   * The body is the chunk itself, `application/octet-stream`. `from` beside the bytes that are here: 409 `attachment.other_place` with
   * `resumeFrom`, where to go on. The newest chunk once more is answered as the first time.
   */
  'attachment.append': {
    params: zAttachmentParams,
    query: z.object({ from: z.coerce.number().int().min(0).max(attachmentLimits.sizeBytes) }),
    body: 'bytes' as const,
    reply: zAttachment,
  },
  /** All is here: the check begins. Once more: where it stands. */
  'attachment.finish': { params: zAttachmentParams, reply: zAttachment },
  'attachment.read': { params: zAttachmentParams, reply: zAttachment },
  /** The bytes that are kept: a picture re-encoded, or a PDF that was checked. Only of a `clean` one. */
  'attachment.open': { params: zAttachmentParams, reply: 'file' as const },
  'attachment.remove': { params: zAttachmentParams, reply: zOk },
};
