import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** The stand-in's side of docs/upstreams/signing.md; the client has its own. */
const windowMs = 5 * 60_000;
const nonceForm = /^[\w-]{16,64}$/;

export const sm3Hex = (bytes: Uint8Array): string => createHash('sm3').update(bytes).digest('hex');

const hmacSm3Hex = (secret: string, lines: readonly string[]): string =>
  createHmac('sm3', secret).update(lines.join('\n'), 'utf8').digest('hex');

export interface SignedRequest {
  readonly method: string;
  /** As in the request line, query included. */
  readonly target: string;
  readonly body: Uint8Array;
  readonly timestamp: string;
  readonly nonce: string;
}

export const signRequest = (secret: string, { method, target, body, timestamp, nonce }: SignedRequest): string => {
  const at = target.indexOf('?');
  const path = at < 0 ? target : target.slice(0, at);
  const pairs = at < 0 ? [] : target.slice(at + 1).split('&');
  const query = pairs
    .map(pair => Buffer.from(pair))
    .sort(Buffer.compare)
    .map(String)
    .join('&');
  return hmacSm3Hex(secret, [method.toUpperCase(), path, query, sm3Hex(body), timestamp, nonce]);
};

export const signReply = (secret: string, reply: { status: number; body: Uint8Array; timestamp: string; nonce: string }): string =>
  hmacSm3Hex(secret, ['REPLY', String(reply.status), sm3Hex(reply.body), reply.timestamp, reply.nonce]);

const isSame = (given: string, right: string): boolean =>
  given.length === right.length && timingSafeEqual(Buffer.from(given), Buffer.from(right));

/** Remembers nonces for twice the window. */
const makeNonceStore = (now: () => number) => {
  let young = new Set<string>();
  let old = new Set<string>();
  let turnedAt = now();
  return (key: string): boolean => {
    if (now() - turnedAt > 2 * windowMs) {
      old = young;
      young = new Set();
      turnedAt = now();
    }
    if (young.has(key) || old.has(key)) return false;
    young.add(key);
    return true;
  };
};

export type Verdict =
  | { readonly ok: true; readonly appId: string; readonly secret: string; readonly nonce: string }
  | { readonly ok: false; readonly code: string; readonly secret: string | null; readonly nonce: string };

/** Checks requests against the secrets of the apps. */
export const makeVerifier = (apps: ReadonlyMap<string, string>, now: () => number) => {
  const isNew = makeNonceStore(now);
  return (request: { method: string; target: string; headers: IncomingHttpHeaders; body: Uint8Array }): Verdict => {
    const header = (name: string) => String(request.headers[name] ?? '');
    const appId = header('x-app-id');
    const nonce = header('x-nonce');
    const timestamp = header('x-timestamp');
    const secret = apps.get(appId) ?? null;
    if (!secret) return { ok: false, code: '1011', secret: null, nonce };
    const right = signRequest(secret, { method: request.method, target: request.target, body: request.body, timestamp, nonce });
    if (!nonceForm.test(nonce) || !isSame(header('x-signature'), right)) return { ok: false, code: '1011', secret, nonce };
    if (!/^\d{13}$/.test(timestamp) || Math.abs(now() - Number(timestamp)) > windowMs) return { ok: false, code: '1012', secret, nonce };
    if (!isNew(`${appId} ${nonce}`)) return { ok: false, code: '1013', secret, nonce };
    return { ok: true, appId, secret, nonce };
  };
};
