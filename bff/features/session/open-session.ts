import { createHash, randomBytes } from 'node:crypto';
import type { Reply } from '../../contract/types';
import type { CallBase } from '../../http/call';
import type { Db, Sql } from '../../lib/db';
import type { Seal } from '../../lib/seal';
import { type Clock, toInstant } from '../../lib/time';
import type { Tokens } from '../../lib/token';
import { type CitizenRow, insertRenewal, insertSession } from './store';

export interface OpenDeps {
  readonly db: Db;
  readonly seal: Seal;
  readonly now: Clock;
  readonly newId: () => string;
  readonly tokens: Tokens;
}

export type SignedIn = Reply<'session.signInSms'>;
export type Client = CallBase['client'];

const daySec = 24 * 3600;
/** A session ends when it was not renewed for this long. A browser may be shared, a phone less so. */
export const idleSec: Readonly<Record<Client, number>> = { weapp: 30 * daySec, h5: 7 * daySec };

export const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** What H5 must send beside its cookie; no secret by itself, bound to the session. */
export const csrfTokenOf = (seal: Seal, sessionId: string): string => seal.index('csrf', sessionId);

/**
 * What the phone seals its unsent forms under; told to the account of the session and to nobody else. Derived like the token above, so there
 * is nothing to store and two renewals at once are told the same. Hex of 256 bits. Source: docs/decisions/0011-key-of-the-phone.md.
 */
export const phoneKeyOf = (seal: Seal, sessionId: string): string =>
  Buffer.from(seal.index('phone-key', sessionId), 'base64url').toString('hex');

export interface Granted {
  readonly sessionId: string;
  readonly citizenId: string;
  readonly client: Client;
  readonly verified: boolean;
  readonly renewalToken: string;
}

/** weapp gets the renewal token in the body, H5 as a cookie that no script can read. */
export const answerSignedIn =
  ({ seal, tokens }: Pick<OpenDeps, 'seal' | 'tokens'>) =>
  ({ sessionId, citizenId, client, verified, renewalToken }: Granted, cookie: CallBase['renewalCookie']): SignedIn => {
    if (client === 'h5') cookie.set(renewalToken, idleSec.h5);
    return {
      sessionId,
      accessToken: tokens.issue({ citizenId, sessionId, client }),
      expiresInSec: tokens.lifetimeSec,
      renewalToken: client === 'weapp' ? renewalToken : null,
      verified,
      csrfToken: client === 'h5' ? csrfTokenOf(seal, sessionId) : null,
      phoneKey: phoneKeyOf(seal, sessionId),
    };
  };

/** Opens a session of an account on one device. */
export const openSession =
  ({ db, now, newId }: OpenDeps) =>
  async (citizen: CitizenRow, client: Client, device: string): Promise<Granted> => {
    const at = now();
    const renewalToken = randomBytes(32).toString('base64url');
    const sessionId = newId();
    const write = async (tx: Sql): Promise<void> => {
      await insertSession(tx, {
        id: sessionId,
        citizenId: citizen.id,
        client,
        device,
        createdAt: toInstant(at),
        lastSeenAt: toInstant(at),
        expiresAt: toInstant(new Date(at.getTime() + idleSec[client] * 1000)),
        revokedAt: null,
      });
      await insertRenewal(tx, digestOf(renewalToken), sessionId, toInstant(at));
    };
    await db.inTx(write);
    return { sessionId, citizenId: citizen.id, client, verified: citizen.personId !== null, renewalToken };
  };
