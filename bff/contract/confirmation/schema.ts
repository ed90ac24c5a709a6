import { z } from 'zod';
import { zCursor, zId, zInstant } from '../atoms';
import { zRegistrationKind } from '../registration/schema';

/** 对方确认: what another merchant says about us, to be confirmed or declined. */
const zConfirmation = z.object({
  confirmationId: zId,
  /** Who asks. */
  merchantName: z.string(),
  kind: zRegistrationKind,
  kindTitle: z.string(),
  title: z.string(),
  /** What the other side is asked about, no more: nothing that is for those alone who check. Nothing once it is over. */
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  askedAt: zInstant,
  /** `over`: mended, withdrawn or refused before anybody answered. */
  state: z.enum(['asked', 'confirmed', 'declined', 'over']),
  decidedAt: zInstant.nullable(),
});

export const confirmationSchemas = {
  'confirmation.list': {
    params: z.object({ subjectId: zId }),
    query: z.object({ cursor: zCursor.optional(), limit: z.coerce.number().int().min(1).max(50).default(20) }),
    /** What waits first, then the newest. `open`: how many wait in all. */
    reply: z.object({ confirmations: z.array(zConfirmation), open: z.int().min(0), nextCursor: zCursor.nullable() }),
  },
  'confirmation.decide': {
    params: z.object({ subjectId: zId, confirmationId: zId }),
    body: z.object({ confirms: z.boolean() }),
    reply: zConfirmation,
  },
};
