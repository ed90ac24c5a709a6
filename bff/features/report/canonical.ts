import { createHash } from 'node:crypto';

/**
 * Canonical JSON: keys sorted, no white space, numbers and strings as JSON.stringify writes them, `undefined` left out.
 * What is signed is the SHA-256 of these UTF-8 bytes, so the form is a contract: change it only with a new `format`.
 */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(item => canonicalJson(item ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value);
};

/** Lower-case hex. */
export const digestOf = (canonical: string | Uint8Array): string => createHash('sha256').update(canonical).digest('hex');

/** What every page and the verify page show: the first 16 hex digits in four groups. */
export const fingerprintOf = (digest: string): string => digest.slice(0, 16).toUpperCase();

/** What the QR's signature covers: it binds the public id to the content, so a QR moved to another paper is found. */
export const verifyText = (verifyId: string, digest: string): string => `chengxin-report|${verifyId}|${digest}`;
