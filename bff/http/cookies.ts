import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem } from '../lib/problem';
import type { Cookie } from './call';

/** Each is sent to its own endpoints only; the rest of the app never sees it. */
const cookies = {
  renewal: { name: 'chengxin_renewal', path: '/api/sessions' },
  staff: { name: 'chengxin_staff', path: '/api/desk' },
} as const;
type CookieKind = keyof typeof cookies;

export const readCookie = (kind: CookieKind, header: string | undefined): string | null => {
  for (const part of (header ?? '').split(';')) {
    const [name, ...value] = part.trim().split('=');
    if (name === cookies[kind].name) return value.join('=') || null;
  }
  return null;
};

/** HttpOnly, SameSite=Strict; Secure where the app is reached over https. */
export const cookieOf = (kind: CookieKind, req: IncomingMessage, res: ServerResponse, secure: boolean): Cookie => {
  const { name, path } = cookies[kind];
  const write = (value: string, maxAgeSec: number): void => {
    const rest = `Path=${path}; Max-Age=${maxAgeSec}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
    res.setHeader('Set-Cookie', `${name}=${value}; ${rest}`);
  };
  return { value: readCookie(kind, req.headers.cookie), set: write, clear: () => write('', 0) };
};

const isForeign = (req: IncomingMessage, publicOrigin: string): boolean => {
  const { origin, host } = req.headers;
  const site = req.headers['sec-fetch-site'];
  const fromOurs =
    origin === undefined ? site === 'same-origin' : origin === publicOrigin || (URL.canParse(origin) && new URL(origin).host === host);
  return !fromOurs || (site !== undefined && site !== 'same-origin');
};

const reads = (req: IncomingMessage): boolean => req.method === 'GET' || req.method === 'HEAD';

/**
 * The renewal cookie is the one credential a citizen's browser adds by itself, so a request that bears it must come from our own page:
 * its Origin (or, where a browser leaves that out, Sec-Fetch-Site) says so. SameSite=Strict, JSON only and the absence of CORS
 * are the other three locks.
 * @throws Problem `session.cross_site`
 */
export const refuseCrossSite = (req: IncomingMessage, publicOrigin: string): void => {
  if (reads(req) || readCookie('renewal', req.headers.cookie) === null) return;
  if (isForeign(req, publicOrigin)) throw new Problem('session.cross_site');
};

/**
 * Everything of the staff comes from the desk's own page, signing in too: nobody shall sign somebody in as another. A browser says of a
 * GET too where it comes from, though it sends no Origin with it; `none` is an address typed by hand.
 * @throws Problem `staff.csrf`
 */
export const refuseForeignDesk = (req: IncomingMessage, publicOrigin: string): void => {
  const site = req.headers['sec-fetch-site'];
  const foreign = reads(req) ? site !== undefined && site !== 'same-origin' && site !== 'none' : isForeign(req, publicOrigin);
  if (foreign) throw new Problem('staff.csrf');
};
