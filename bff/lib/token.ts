import jwt from 'jsonwebtoken';
import { LRUCache } from 'lru-cache';
import type { Clock } from './time';

/** HS256 keys by id; `current` signs, all verify, so that a key can be changed while tokens of the old one live out. */
export interface TokenKeys {
  readonly current: string;
  readonly keys: Readonly<Record<string, Buffer>>;
}

export interface TokenClaims {
  readonly citizenId: string;
  readonly sessionId: string;
  readonly client: 'weapp' | 'h5';
}

/** Why a bearer is not accepted. `invalid` covers every forgery; nothing more is told. */
export class TokenRefused extends Error {
  constructor(readonly why: 'invalid' | 'expired') {
    super(`token ${why}`);
  }
}

export interface Tokens {
  readonly lifetimeSec: number;
  issue(claims: TokenClaims): string;
  /** @throws TokenRefused */
  verify(token: string): TokenClaims;
}

const algorithm = 'HS256';
const lifetimeSec = 15 * 60;
const cachedTokens = 20_000;

interface Verified {
  readonly claims: TokenClaims;
  /** Seconds since the epoch. */
  readonly expiresAtSec: number;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0;

/** Access tokens: HS256 with a key id; algorithm, issuer and audience are pinned. A verified token is not verified again, but its end is. */
export const makeTokens = ({ current, keys, issuer, now }: TokenKeys & { readonly issuer: string; readonly now: Clock }): Tokens => {
  const audience = `${issuer}/api`;
  const currentKey = keys[current];
  if (!currentKey) throw new Error('token keys: the current key is missing');
  for (const key of Object.values(keys)) if (key.length < 32) throw new Error('token keys: shorter than 32 bytes');
  const verified = new LRUCache<string, Verified>({ max: cachedTokens });
  const nowSec = (): number => Math.floor(now().getTime() / 1000);

  const open = (token: string): Verified => {
    try {
      const kid = jwt.decode(token, { complete: true })?.header.kid;
      const key = kid !== undefined && Object.hasOwn(keys, kid) ? keys[kid] : undefined;
      if (!key) throw new TokenRefused('invalid');
      const payload = jwt.verify(token, key, { algorithms: [algorithm], issuer, audience, clockTimestamp: nowSec() });
      if (typeof payload === 'string') throw new TokenRefused('invalid');
      const { sub, sid, client, exp, iat } = payload;
      const sound = isText(sub) && isText(sid) && (client === 'weapp' || client === 'h5') && exp !== undefined && iat !== undefined;
      if (!sound || exp - iat > lifetimeSec) throw new TokenRefused('invalid');
      return { claims: { citizenId: sub, sessionId: sid, client }, expiresAtSec: exp };
    } catch (error) {
      if (error instanceof TokenRefused) throw error;
      throw new TokenRefused(error instanceof jwt.TokenExpiredError ? 'expired' : 'invalid');
    }
  };

  return {
    lifetimeSec,
    issue: ({ citizenId, sessionId, client }) =>
      jwt.sign({ sid: sessionId, client, iat: nowSec() }, currentKey, {
        algorithm,
        keyid: current,
        issuer,
        audience,
        subject: citizenId,
        expiresIn: lifetimeSec,
      }),
    verify(token) {
      const known = verified.get(token);
      if (known) {
        if (known.expiresAtSec > nowSec()) return known.claims;
        verified.delete(token);
        throw new TokenRefused('expired');
      }
      const fresh = open(token);
      verified.set(token, fresh);
      return fresh.claims;
    },
  };
};
