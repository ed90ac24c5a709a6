import { z } from 'zod';
import { zId, zInstant, zLine, zOk, zPhone } from '../atoms';

const zDevice = zLine(60).min(1);
/** 256 bits as hex, the same as long as the session lasts: what the phone keeps of a form is sealed under it. The app holds it in memory only. */
const zPhoneKey = z.string().regex(/^[0-9a-f]{64}$/);
/** `renewalToken` is given to weapp only; H5 gets it as an HttpOnly cookie and sees null. */
const zSignedIn = z.object({
  accessToken: z.string(),
  expiresInSec: z.int().positive(),
  renewalToken: z.string().nullable(),
  verified: z.boolean(),
  csrfToken: z.string().nullable(),
  /** The phone keeps it beside what it sealed, to know under which key. */
  sessionId: zId,
  phoneKey: zPhoneKey,
});

export const sessionSchemas = {
  'session.signInWechat': { body: z.object({ code: z.string().min(1).max(128), device: zDevice }), reply: zSignedIn },
  'session.sendSmsCode': {
    body: z.object({ phone: zPhone }),
    reply: z.object({ expiresInSec: z.int(), resendAfterSec: z.int() }),
  },
  'session.signInSms': {
    body: z.object({ phone: zPhone, code: z.string().regex(/^\d{6}$/), device: zDevice }),
    reply: zSignedIn,
  },
  'session.listDemoPeople': {
    reply: z.object({ people: z.array(z.object({ key: z.string(), name: z.string(), story: z.string() })) }),
  },
  'session.signInDemo': { body: z.object({ person: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), device: zDevice }), reply: zSignedIn },
  'session.renew': { body: z.object({ renewalToken: z.string().max(200).nullable() }), reply: zSignedIn },
  'session.list': {
    reply: z.object({
      sessions: z.array(
        z.object({
          sessionId: zId,
          device: z.string(),
          client: z.enum(['weapp', 'h5']),
          signedInAt: zInstant,
          lastSeenAt: zInstant,
          current: z.boolean(),
        }),
      ),
    }),
  },
  'session.revoke': { params: z.object({ sessionId: zId }), reply: zOk },
  'session.revokeAll': { reply: zOk },
  /** Of any session one has had, also one that ended: for whoever has to sign in again on the same phone. */
  'session.readPhoneKey': { params: z.object({ sessionId: zId }), reply: z.object({ phoneKey: zPhoneKey }) },
  'session.bindPhone': {
    body: z.object({ code: z.string().min(1).max(128) }),
    reply: z.object({ maskedPhone: z.string() }),
  },
};
