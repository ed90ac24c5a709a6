import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../lib/time';
import type { WireSigning } from './http-client';

/** Signatures of the wire: HMAC-SM3 as lower-case hex. Source: docs/upstreams/signing.md; tested against vectors made with openssl. */

/** Two clocks may differ by this much, ms. */
const windowMs = 5 * 60_000;

const sm3 = (bytes: string | Uint8Array): string => createHash('sm3').update(bytes).digest('hex');
const hmacSm3 = (secret: string, text: string): string => createHmac('sm3', secret).update(text, 'utf8').digest('hex');

/** Most requests have no body. */
const sm3OfNothing = sm3('');

export interface SignedRequest {
  readonly method: string;
  /** As in the request line: still encoded, with the query. */
  readonly path: string;
  readonly body: string | Uint8Array;
  /** ms since 1970 in decimal, as sent. */
  readonly timestamp: string;
  readonly nonce: string;
}

export const requestSignature = (secret: string, { method, path, body, timestamp, nonce }: SignedRequest): string => {
  const mark = path.indexOf('?');
  const query = mark < 0 ? '' : path.slice(mark + 1);
  // Raw pairs are ASCII, so comparing strings compares bytes.
  const pairs = query.includes('&') ? query.split('&').sort().join('&') : query;
  const digest = body.length === 0 ? sm3OfNothing : sm3(body);
  return hmacSm3(secret, [method, mark < 0 ? path : path.slice(0, mark), pairs, digest, timestamp, nonce].join('\n'));
};

export const replySignature = (secret: string, reply: { status: number; body: Uint8Array; timestamp: string; nonce: string }): string =>
  hmacSm3(secret, ['REPLY', reply.status, sm3(reply.body), reply.timestamp, reply.nonce].join('\n'));

const isSame = (given: unknown, expected: string): boolean =>
  typeof given === 'string' &&
  given.length === expected.length &&
  timingSafeEqual(Buffer.from(given, 'latin1'), Buffer.from(expected, 'latin1'));

const isNear = (timestamp: unknown, now: Date): timestamp is string =>
  typeof timestamp === 'string' && /^\d{1,15}$/.test(timestamp) && Math.abs(Number(timestamp) - now.getTime()) <= windowMs;

/** Signs what goes out, checks that what comes back answers this very request. */
export const wireSigning = ({ appId, secret, now }: { appId: string; secret: string; now: Clock }): WireSigning => ({
  sign({ method, path, body }) {
    const timestamp = String(now().getTime());
    const nonce = randomBytes(18).toString('base64url');
    const signature = requestSignature(secret, { method, path, body, timestamp, nonce });
    return { nonce, headers: { 'x-app-id': appId, 'x-timestamp': timestamp, 'x-nonce': nonce, 'x-signature': signature } };
  },
  verify({ status, headers, bytes, nonce }) {
    const timestamp = headers['x-timestamp'];
    if (headers['x-nonce'] !== nonce || !isNear(timestamp, now())) return false;
    return isSame(headers['x-signature'], replySignature(secret, { status, body: bytes, timestamp, nonce }));
  },
});

const callbackAppId = 'credit-platform';

/** The nonce of a callback that the platform signed lately; null: not believed. Whether it was seen before is for the caller to find out. */
export const openSignedCallback = (
  raw: { method: string; path: string; headers: Readonly<Record<string, string | string[] | undefined>>; body: Uint8Array },
  { secret, now }: { secret: string; now: Clock },
): string | null => {
  const { 'x-app-id': appId, 'x-timestamp': timestamp, 'x-nonce': nonce, 'x-signature': signature } = raw.headers;
  if (appId !== callbackAppId || typeof nonce !== 'string' || !/^[A-Za-z0-9_-]{16,64}$/.test(nonce) || !isNear(timestamp, now()))
    return null;
  return isSame(signature, requestSignature(secret, { ...raw, timestamp, nonce })) ? nonce : null;
};
