import { z } from 'zod';
import { zId, zInstant } from '../atoms';

/** `privacy` the app's privacy policy · `identity` separate consent to process the identity document (R16) · `face` face check · `child` a child's data. */
export const consentKinds = ['privacy', 'identity', 'face', 'child'] as const;
const zKind = z.enum(consentKinds);
const zWording = z.object({
  kind: zKind,
  version: z.string(),
  title: z.string(),
  text: z.string(),
  /** SHA-256 of the text, hex: what was agreed to can be proved later. */
  digest: z.string(),
  effectiveFrom: z.string(),
  withdrawEffect: z.string(),
});
const zConsent = z.object({
  consentId: zId,
  kind: zKind,
  version: z.string(),
  title: z.string(),
  text: z.string(),
  givenAt: zInstant,
  withdrawnAt: zInstant.nullable(),
  withdrawEffect: z.string(),
  current: z.boolean(),
});

export const consentSchemas = {
  'consent.list': { reply: z.object({ consents: z.array(zConsent) }) },
  'consent.give': { body: z.object({ kind: zKind, version: z.string().max(20) }), reply: zConsent },
  'consent.withdraw': { params: z.object({ consentId: zId }), reply: zConsent },
  'consent.readWording': { params: z.object({ kind: zKind }), reply: zWording },
};
