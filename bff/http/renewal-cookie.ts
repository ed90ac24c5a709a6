import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem } from '../lib/problem';
import type { CallBase } from './call';

const cookieName = 'chengxin_renewal';
/** Sent to the session endpoints only; the rest of the app never sees it. */
const cookiePath = '/api/sessions';

const readCookie = (header: string | undefined): string | null => {
  for (const part of (header ?? '').split(';')) {
    const [name, ...value] = part.trim().split('=');
    if (name === cookieName) return value.join('=') || null;
  }
  return null;
};

export const renewalCookie = (req: IncomingMessage, res: ServerResponse, secure: boolean): CallBase['renewalCookie'] => {
  const write = (value: string, maxAgeSec: number): void => {
    const rest = `Path=${cookiePath}; Max-Age=${maxAgeSec}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
    res.setHeader('Set-Cookie', `${cookieName}=${value}; ${rest}`);
  };
  return { value: readCookie(req.headers.cookie), set: write, clear: () => write('', 0) };
};

/**
 * The renewal cookie is the one credential a browser adds by itself, so a request that bears it must come from our own page:
 * its Origin (or, where a browser leaves that out, Sec-Fetch-Site) says so. SameSite=Strict, JSON only and the absence of CORS
 * are the other three locks.
 * @throws Problem `session.cross_site`
 */
export const refuseCrossSite = (req: IncomingMessage, publicOrigin: string): void => {
  if (req.method === 'GET' || req.method === 'HEAD' || readCookie(req.headers.cookie) === null) return;
  const { origin, host } = req.headers;
  const site = req.headers['sec-fetch-site'];
  const fromOurs =
    origin === undefined ? site === 'same-origin' : origin === publicOrigin || (URL.canParse(origin) && new URL(origin).host === host);
  if (!fromOurs || (site !== undefined && site !== 'same-origin')) throw new Problem('session.cross_site');
};
