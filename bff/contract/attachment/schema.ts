import { z } from 'zod';
import { zId, zInstant, zLine, zOk } from '../atoms';

/** What may be sent: a photo or a PDF, told by its content. */
export const attachmentTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
/** Most bytes of one attachment and of one chunk. */
export const attachmentLimits = { sizeBytes: 32 * 1024 * 1024, chunkBytes: 512 * 1024 } as const;

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
  contentType: z.string().nullable(),
  /** SHA-256, hex: of what was sent and of what is kept. */
  sentDigest: z.string().nullable(),
  keptDigest: z.string().nullable(),
  createdAt: zInstant,
});

const zSubjectParams = z.object({ subjectId: zId });
const zAttachmentParams = zSubjectParams.extend({ attachmentId: zId });

export const attachmentSchemas = {
  'attachment.begin': {
    params: zSubjectParams,
    body: z.object({
      name: zLine(120).pipe(z.string().min(1)),
      sizeBytes: z.int().min(1).max(attachmentLimits.sizeBytes),
      /** SHA-256 of all of it, hex; compared when the last byte is here. null: the phone could not compute it. */
      sentDigest: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .nullable(),
    }),
    reply: zAttachment,
  },
  /** The body is the chunk itself. `from` beside the bytes that are here: 409 with where to go on. */
  'attachment.append': {
    params: zAttachmentParams,
    query: z.object({ from: z.coerce.number().int().min(0) }),
    body: 'bytes' as const,
    reply: zAttachment,
  },
  'attachment.finish': { params: zAttachmentParams, reply: zAttachment },
  'attachment.read': { params: zAttachmentParams, reply: zAttachment },
  'attachment.remove': { params: zAttachmentParams, reply: zOk },
};
