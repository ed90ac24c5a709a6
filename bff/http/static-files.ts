import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Context } from 'koa';
import { escapeHtml } from './escape-html';
import { send } from './send';

interface StaticFile {
  readonly bytes: Buffer;
  readonly gzipped: Buffer | null;
  readonly contentType: string;
  readonly etag: string;
  readonly cacheControl: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const compressible = new Set(['.html', '.js', '.css', '.json', '.svg', '.txt']);
/** A digest in the name: the content under this name never changes. */
const hashed = /[.\-_][0-9a-f]{8,}\.\w+$/i;

/** One build serves every city: the page gets its name where it is served. */
const named = (html: string, title: string): string => html.replace(/<title>[^<]*<\/title>/, () => `<title>${escapeHtml(title)}</title>`);

const readOne = (path: string, title: string): StaticFile => {
  const asBuilt = readFileSync(path);
  const bytes = path.endsWith('.html') ? Buffer.from(named(asBuilt.toString('utf8'), title)) : asBuilt;
  const extension = extname(path);
  return {
    bytes,
    gzipped: compressible.has(extension) && bytes.length > 600 ? gzipSync(bytes, { level: 9 }) : null,
    contentType: types[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    cacheControl: hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
};

const inlineScripts = (html: string): string =>
  [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)]
    .map(([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`)
    .join(' ');

/** Scripts of ours only; styles inline because the component library writes them so; nothing may frame us. */
export const phoneCsp = (html: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' ${inlineScripts(html)}`.trim(),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/** Files of ours only, nothing inline; pictures and PDFs a script has fetched and typed itself; nothing may frame us. */
export const deskCsp = (): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    'frame-src blob:',
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

export interface Site {
  /** Built page with its files; absent where nothing was built: every path is none of its files. */
  readonly dir: string;
  readonly title: string;
  /** Where it begins; empty: at the root. */
  readonly at: '' | '/desk';
  readonly csp: (html: string) => string;
}

/**
 * A built page, held in memory: a look-up cannot leave the folder, and nothing is read while people wait.
 * Returns false when the path is none of its files.
 */
export const staticFiles = ({ dir, title, at, csp: cspOf }: Site): ((ctx: Context) => boolean) => {
  const files = new Map<string, StaticFile>();
  if (existsSync(dir)) {
    for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name.endsWith('.map')) continue;
      const path = join(entry.parentPath ?? entry.path, entry.name);
      files.set(`${at}${path.slice(dir.length).replaceAll('\\', '/')}`, readOne(path, title));
    }
  }
  const index = files.get(`${at}/index.html`);
  if (index) for (const path of new Set([at || '/', `${at}/`])) files.set(path, index);
  const csp = cspOf(index?.bytes.toString('utf8') ?? '');

  return ctx => {
    const file = files.get(ctx.path);
    if (!file || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return false;
    const { contentType, etag } = file;
    const headers: Record<string, string> = { ETag: etag, 'Cache-Control': file.cacheControl, 'Content-Security-Policy': csp };
    if (file.gzipped) headers.Vary = 'Accept-Encoding';
    if (ctx.get('If-None-Match') === etag) {
      send(ctx, { status: 304, contentType, body: '', headers });
      return true;
    }
    const gzip = file.gzipped !== null && /\bgzip\b/.test(ctx.get('Accept-Encoding'));
    if (gzip) headers['Content-Encoding'] = 'gzip';
    send(ctx, { status: 200, contentType, body: gzip && file.gzipped ? file.gzipped : file.bytes, headers });
    return true;
  };
};
