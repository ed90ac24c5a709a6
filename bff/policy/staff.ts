import { z } from 'zod';
import { zDay } from '../contract/atoms';

const zMinutes = z.int().min(1);

const zStaffPolicy = z.object({
  effectiveFrom: zDay,
  source: z.string(),
  verified: z.boolean(),
  session: z.object({ idleMinutes: zMinutes, longestMinutes: zMinutes }),
  lock: z.object({
    /** Tries that cost nothing. */
    free: z.int().min(1),
    /** Of the first lock; each further try doubles it up to the longest. */
    firstMinutes: zMinutes,
    longestMinutes: zMinutes,
    /** Tries are forgotten so long after the last one, hours. */
    forgottenHours: z.int().min(1),
  }),
  password: z.object({
    least: z.int().min(12),
    /** Kept with every password, so that a change holds for new ones and the old ones still open. 128 · 2^logN · r bytes each. */
    scrypt: z.object({ logN: z.int(), r: z.int(), p: z.int() }),
  }),
  totp: z.object({ stepSec: z.int(), window: z.int(), digits: z.int() }),
  invitationHours: z.int().min(1),
  auditKeptDays: z.int().min(180),
});

/**
 * How the staff sign in and how long what they did is kept. 等保2.0 三级 asks for two kinds of proof, a lock, an end of idle sessions and a
 * trace, and names no numbers except the six months, which are the network security law's; the rest are our own. scrypt as OWASP's
 * password storage cheat sheet (2^14, 8, 5); TOTP as RFC 6238 with one step of tolerance to each side.
 */
export const staffPolicy = zStaffPolicy.parse({
  effectiveFrom: '2026-11-01',
  source: 'GB/T 22239-2019 8.1.4.1 身份鉴别、8.1.4.3 安全审计；网络安全法“留存相关的网络日志不少于六个月”；数字见 docs/security.md#staff',
  verified: false,
  session: { idleMinutes: 15, longestMinutes: 10 * 60 },
  lock: { free: 5, firstMinutes: 1, longestMinutes: 60, forgottenHours: 24 },
  password: { least: 12, scrypt: { logN: 14, r: 8, p: 5 } },
  totp: { stepSec: 30, window: 1, digits: 6 },
  invitationHours: 72,
  auditKeptDays: 400,
});

const minuteMs = 60_000;

/** When the account may be tried again after its `tries`-th try in a row; null: at once. */
export const lockAfter = (tries: number, nowMs: number, { free, firstMinutes, longestMinutes } = staffPolicy.lock): number | null =>
  tries < free ? null : nowMs + Math.min(longestMinutes, firstMinutes * 2 ** Math.min(tries - free, 20)) * minuteMs;
