import { z } from 'zod';
import { zId, zInstant } from '../atoms';
import { zFieldValues, zRegistrationKind } from '../registration/schema';

/** 对方确认: what another merchant says about us, to be confirmed or declined. */
const zConfirmation = z.object({
  confirmationId: zId,
  /** Who asks. */
  merchantName: z.string(),
  kind: zRegistrationKind,
  title: z.string(),
  /** The fields the other side is asked to confirm, no more. */
  fields: zFieldValues,
  labels: z.record(z.string(), z.string()),
  askedAt: zInstant,
  state: z.enum(['asked', 'confirmed', 'declined', 'over']),
  decidedAt: zInstant.nullable(),
});

export const confirmationSchemas = {
  'confirmation.list': { params: z.object({ subjectId: zId }), reply: z.object({ confirmations: z.array(zConfirmation) }) },
  'confirmation.decide': {
    params: z.object({ subjectId: zId, confirmationId: zId }),
    body: z.object({ confirms: z.boolean() }),
    reply: zConfirmation,
  },
};
