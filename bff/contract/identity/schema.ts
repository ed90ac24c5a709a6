import { z } from 'zod';
import { zDay, zId, zIdType, zInstant, zLine, zOk, zOrgType, zSubjectKind } from '../atoms';

const zName = zLine(60).min(1);
const zIdNumber = z.string().trim().toUpperCase().min(5).max(18);
const zCounterCode = z.string().regex(/^\d{8}$/);

/** One subject this citizen may act as now. `until` is the last Beijing day, null without an end. */
export const zSubject = z.object({
  subjectId: zId,
  kind: zSubjectKind,
  name: z.string(),
  role: z.enum(['self', 'guardian', 'legal_representative', 'agent']),
  orgType: zOrgType.nullable(),
  until: zDay.nullable(),
});

export const identitySchemas = {
  'identity.read': {
    reply: z.object({
      verified: z.boolean(),
      method: z.enum(['face', 'bank_card', 'counter_code', 'demo']).nullable(),
      verifiedAt: zInstant.nullable(),
      maskedName: z.string().nullable(),
      idType: zIdType.nullable(),
      maskedIdNumber: z.string().nullable(),
      /** false: this document type has no published check digit, only its form was checked here. */
      idNumberHasCheckDigit: z.boolean().nullable(),
      maskedPhone: z.string().nullable(),
      attemptsLeftToday: z.int(),
      subjects: z.array(zSubject),
    }),
  },
  'identity.startFace': {
    body: z.object({ name: zName, idType: zIdType, idNumber: zIdNumber }),
    reply: z.object({ faceCheckId: zId, expiresInSec: z.int() }),
  },
  'identity.verify': {
    body: z.discriminatedUnion('method', [
      z.object({ method: z.literal('face'), faceCheckId: zId }),
      z.object({
        method: z.literal('bank_card'),
        name: zName,
        idType: zIdType,
        idNumber: zIdNumber,
        bankCard: z.string().regex(/^\d{12,19}$/),
      }),
      z.object({ method: z.literal('counter_code'), name: zName, idType: zIdType, idNumber: zIdNumber, counterCode: zCounterCode }),
    ]),
    reply: z.object({ verified: z.literal(true), subjectId: zId }),
  },
  'identity.addChild': {
    body: z.object({
      name: zName,
      idType: zIdType,
      idNumber: zIdNumber,
      proof: z.discriminatedUnion('by', [
        z.object({ by: z.literal('registry') }),
        z.object({ by: z.literal('counter_code'), counterCode: zCounterCode }),
      ]),
    }),
    reply: zSubject,
  },
  'identity.endChild': { params: z.object({ subjectId: zId }), reply: zOk },
};
