import { z } from 'zod';
import { zDay, zId, zInstant, zOk, zOrgType } from '../atoms';

const zBinding = z.object({
  bindingId: zId,
  subjectId: zId,
  merchantName: z.string(),
  orgType: zOrgType,
  role: z.enum(['legal_representative', 'agent']),
  state: z.enum(['pending', 'active', 'refused', 'ended']),
  requestedAt: zInstant,
  endsOn: zDay.nullable(),
  /** Why it is not active any more, one Chinese sentence. */
  endedReason: z.string().nullable(),
});

/** An agent of a merchant whose legal representative I am. */
const zAgent = z.object({ bindingId: zId, merchantName: z.string(), agentMaskedName: z.string(), requestedAt: zInstant });

export const merchantSchemas = {
  'merchant.bind': {
    body: z.object({
      orgCode: z.string().trim().toUpperCase().length(18),
      role: z.enum(['legal_representative', 'agent']),
    }),
    reply: zBinding,
  },
  'merchant.list': {
    reply: z.object({
      bindings: z.array(zBinding),
      /** Agents who wait for my consent as legal representative. */
      requests: z.array(zAgent),
      /** Agents who act by my consent; `merchant.end` ends one. */
      agents: z.array(zAgent.extend({ endsOn: zDay.nullable() })),
    }),
  },
  'merchant.confirm': {
    params: z.object({ bindingId: zId }),
    body: z.discriminatedUnion('by', [
      z.object({ by: z.literal('sms'), code: z.string().regex(/^\d{6}$/) }),
      z.object({ by: z.literal('counter_code'), code: z.string().regex(/^\d{8}$/) }),
    ]),
    reply: zBinding,
  },
  'merchant.sendSmsCode': {
    params: z.object({ bindingId: zId }),
    reply: z.object({ maskedPhone: z.string(), expiresInSec: z.int(), resendAfterSec: z.int() }),
  },
  'merchant.decide': { params: z.object({ bindingId: zId }), body: z.object({ agree: z.boolean() }), reply: zOk },
  'merchant.end': { params: z.object({ bindingId: zId }), reply: zOk },
};
