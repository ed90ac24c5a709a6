import { z } from 'zod';
import { zCursor, zId, zInstant } from '../atoms';

const zDigest = z.string().regex(/^[0-9a-f]{64}$/);

/** What a ledger row says. Canonical JSON of this with `salt` is what `contentDigest` covers. */
export const zReadContent = z.object({
  who: z.string(),
  system: z.string(),
  reason: z.string(),
  /** Section titles or other names of what was read. */
  fields: z.array(z.string()),
  own: z.boolean(),
});

export const ledgerSchemas = {
  'ledger.list': {
    params: z.object({ subjectId: zId }),
    query: z.object({ cursor: zCursor.optional(), limit: z.coerce.number().int().min(1).max(100).default(30) }),
    reply: z.object({
      /** Newest first. One's own reads of one Beijing day are one entry with `times`. */
      entries: z.array(
        zReadContent.extend({
          entryId: z.string(),
          origin: z.enum(['chengxin', 'platform']),
          at: zInstant,
          times: z.int().positive(),
        }),
      ),
      nextCursor: zCursor.nullable(),
      /** Our record is complete from here on. */
      completeFrom: zInstant,
      /** `unavailable`: the platform's own usage record could not be fetched; it may hold more. */
      platformState: z.enum(['ok', 'unavailable']),
      platformNote: z.string().nullable(),
    }),
  },
  'ledger.readChain': {
    params: z.object({ subjectId: zId }),
    query: z.object({ afterSeq: z.coerce.number().int().min(0).default(0) }),
    reply: z.object({
      /** Rows after `afterSeq`, at most 200, oldest first. `content` null = erased on request, the digest stays. */
      rows: z.array(
        z.object({
          seq: z.int().positive(),
          at: zInstant,
          salt: z.string(),
          contentDigest: zDigest,
          prevDigest: zDigest,
          digest: zDigest,
          content: zReadContent.nullable(),
        }),
      ),
      head: z.object({ seq: z.int(), digest: zDigest }),
      checkpoint: z
        .object({
          seq: z.int(),
          at: zInstant,
          root: zDigest,
          /** Merkle path from this subject's head to `root`; `head` is the head the checkpoint saw. */
          head: z.object({ seq: z.int(), digest: zDigest }),
          path: z.array(z.object({ side: z.enum(['left', 'right']), digest: zDigest })),
          signature: z.string(),
          keyId: z.string(),
        })
        .nullable(),
    }),
  },
};
