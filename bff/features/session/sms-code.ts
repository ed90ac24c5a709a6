import { randomInt, timingSafeEqual } from 'node:crypto';
import { type Db, UniqueViolation } from '../../lib/db';
import type { Seal } from '../../lib/seal';
import { type Clock, toInstant } from '../../lib/time';
import { countCodesAbout, countCodesFrom, dropCode, insertCode, readNewestCode, spendCode, takeTry } from './store';

export interface CodeDeps {
  readonly db: Db;
  readonly seal: Seal;
  readonly now: Clock;
}

export interface CodeWish {
  readonly purpose: 'sign_in' | 'agent_consent';
  /** Phone index, or binding id: at most 43 characters, no personal data in clear. */
  readonly about: string;
  /** Who asks or is written to, as a blind index, and how many codes that may cost. */
  readonly from: { readonly index: string; readonly perHour: number; readonly perDay?: number };
}

export const codeLifetimeSec = 5 * 60;
export const resendAfterSec = 60;
const tries = 5;
const perDay = 10;
const hourSec = 3600;

export type IssuedCode =
  | { readonly sent: true; readonly code: string /** The message did not go out: it counts for nothing. */; undo(): Promise<void> }
  | { readonly sent: false; readonly retryAfterSec: number };

/**
 * A six-digit code for one purpose. Its row's id is the purpose and the minute it falls into, so two phones that ask at once
 * get one code between them. Only a keyed digest is kept.
 */
export const issueCode =
  ({ db, seal, now }: CodeDeps) =>
  async ({ purpose, about, from }: CodeWish): Promise<IssuedCode> => {
    const at = now();
    const ago = (seconds: number): string => toInstant(new Date(at.getTime() - seconds * 1000));
    const newest = await readNewestCode(db, purpose, about);
    const waitedSec = newest === null ? resendAfterSec : (at.getTime() - Date.parse(newest.createdAt)) / 1000;
    if (waitedSec < resendAfterSec) return { sent: false, retryAfterSec: Math.ceil(resendAfterSec - waitedSec) };
    const today = await countCodesAbout(db, purpose, about, ago(24 * hourSec));
    const fromHere = await countCodesFrom(db, from.index, ago(hourSec));
    const fromHereToday = from.perDay === undefined ? 0 : await countCodesFrom(db, from.index, ago(24 * hourSec));
    if (today >= perDay || fromHere >= from.perHour || fromHereToday >= (from.perDay ?? Number.POSITIVE_INFINITY))
      return { sent: false, retryAfterSec: hourSec };

    const minute = Math.floor(at.getTime() / (resendAfterSec * 1000));
    const id = seal.index('sms_code.id', `${purpose}:${about}:${minute}`).slice(0, 36);
    const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
    try {
      await insertCode(db, {
        id,
        purpose,
        about,
        fromIndex: from.index,
        codeDigest: seal.index('sms_code.code', `${id}:${code}`),
        createdAt: toInstant(at),
        expiresAt: toInstant(new Date(at.getTime() + codeLifetimeSec * 1000)),
      });
    } catch (error) {
      if (error instanceof UniqueViolation) return { sent: false, retryAfterSec: resendAfterSec };
      throw error;
    }
    return { sent: true, code, undo: () => dropCode(db, id) };
  };

/** Only the newest code counts, five tries at most, once. A try is taken before the code is compared. */
export const redeemCode =
  ({ db, seal, now }: CodeDeps) =>
  async (purpose: CodeWish['purpose'], about: string, code: string): Promise<'right' | 'wrong' | 'expired'> => {
    const at = toInstant(now());
    const newest = await readNewestCode(db, purpose, about);
    if (!newest || (await takeTry(db, newest.id, tries, at)) === 0) return 'expired';
    const digest = seal.index('sms_code.code', `${newest.id}:${code}`);
    if (!timingSafeEqual(Buffer.from(digest), Buffer.from(newest.codeDigest))) return 'wrong';
    return (await spendCode(db, newest.id, at)) === 1 ? 'right' : 'expired';
  };
