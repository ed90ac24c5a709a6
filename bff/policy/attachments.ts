import { z } from 'zod';
import { zDay } from '../contract/atoms';

const zAttachmentPolicy = z.object({
  effectiveFrom: zDay,
  source: z.string(),
  verified: z.boolean(),
  /** Attachments of one subject that are not part of a submission yet. */
  unusedAtOnce: z.int().min(1),
  /** Bytes one subject may announce on one Beijing day. */
  bytesPerDay: z.int().min(1),
  /** One that was begun and not finished is forgotten so long after its last chunk, hours. */
  unfinishedHours: z.int().min(1),
  /** One that no submission took is forgotten after so many days. */
  unusedDays: z.int().min(1),
});

/**
 * How much may be sent and how long it waits. Our own numbers, no law: ten entries of three papers at once, a day's worth of a large
 * tender; shorter than the 30 days a draft lives after its last change would lose the papers of a draft that is still there.
 */
export const attachmentPolicy = zAttachmentPolicy.parse({
  effectiveFrom: '2026-11-01',
  source: 'docs/security.md#attachments',
  verified: false,
  unusedAtOnce: 30,
  bytesPerDay: 256 * 1024 * 1024,
  unfinishedHours: 24,
  unusedDays: 30,
});
