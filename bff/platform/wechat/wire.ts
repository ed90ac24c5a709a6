import { z } from 'zod';

const zErr = { errcode: z.number().optional(), errmsg: z.string().optional() };

/** Shapes of WeChat's server API that are read here. `session_key` is not among them: it never leaves the parser. Source: docs/upstreams/wechat.md */
export const zSession = z.object({ ...zErr, openid: z.string().min(1).max(128).optional() });
export const zToken = z.object({ ...zErr, access_token: z.string().min(1).optional(), expires_in: z.number().positive().optional() });
export const zPhoneNumber = z.object({
  ...zErr,
  phone_info: z.object({ purePhoneNumber: z.string(), countryCode: z.string().nullish() }).optional(),
});
export const zSecCheck = z.object({ ...zErr, result: z.object({ suggest: z.string() }).optional() });
export const zBare = z.object(zErr);

/** 40029 invalid, 40163 already used, 40226 blocked by WeChat's risk control. */
export const codeRefused: ReadonlySet<number> = new Set([40029, 40163, 40226]);
/** 40001 wrong, 40014 malformed, 42001 expired. */
export const tokenRefused: ReadonlySet<number> = new Set([40001, 40014, 42001]);
/** The month's quota of quick phone numbers is used up (R24). */
export const phoneQuotaUsed = 1400001;
/** 43101 the person accepted none that is left, 40003 no such person. */
export const notAccepted: ReadonlySet<number> = new Set([43101, 40003]);
/** 40037 no such template, 41030 no such page, 47003 a value does not fit, 20002 one-time and long-term templates mixed (R23). */
export const templateWrong: ReadonlySet<number> = new Set([40037, 41030, 47003, 20002]);
/** 40003 no such person, 61010 not in the mini-program within the last two hours. */
export const strangerRefused: ReadonlySet<number> = new Set([40003, 61010]);
