import { z } from 'zod';
import { zInstant, zOk } from '../atoms';

/** 撰写, 审核, 评审, 运维: one staff model for every desk. */
export const staffRoles = ['author', 'reviewer', 'jury', 'operator'] as const;
export const zStaffRole = z.enum(staffRoles);

export const zAccount = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z][a-z0-9._-]{2,31}$/);
const zPassword = z.string().min(1).max(200);
const zTotp = z.string().regex(/^\d{6}$/);
const zInvitation = z.string().trim().min(16).max(40);

const zMe = z.object({
  account: z.string(),
  name: z.string(),
  /** Name of the organisation: what merchants read instead of a person's. */
  organisation: z.string(),
  /** GB/T 2260 of the county whose cases they see; null: the whole city. */
  county: z.string().nullable(),
  roles: z.array(zStaffRole),
  /** `X-CSRF-Token` of every call of this session that is not a GET. */
  csrfToken: z.string(),
  signedInAt: zInstant,
  /** Ends then unless something is done before. A GET is not something done: a page that refreshes itself keeps nobody signed in. */
  idleEndsAt: zInstant,
  /** Ends then whatever is done. */
  endsAt: zInstant,
});

export const staffSchemas = {
  /** Sets the session's cookie (HttpOnly, SameSite=Strict, for `/api/desk` alone). */
  'staff.signIn': { body: z.object({ account: zAccount, password: zPassword, code: zTotp }), reply: zMe },
  'staff.renew': { reply: zMe },
  'staff.me': { reply: zMe },
  'staff.signOut': { reply: zOk },
  /** Every call makes a new secret; the newest counts. */
  'staff.invited': {
    body: z.object({ account: zAccount, invitationCode: zInvitation }),
    reply: z.object({
      account: z.string(),
      name: z.string(),
      organisation: z.string(),
      roles: z.array(zStaffRole),
      /** `otpauth://totp/…`, for a QR code. */
      totpUri: z.string(),
      /** The same secret to be typed, Base32. */
      totpSecret: z.string(),
      passwordLeast: z.int(),
    }),
  },
  /** Signs in, as `staff.signIn`. */
  'staff.join': {
    body: z.object({ account: zAccount, invitationCode: zInvitation, password: zPassword, code: zTotp }),
    reply: zMe,
  },
};
