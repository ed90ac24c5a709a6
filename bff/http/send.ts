import type { Context } from 'koa';

/** Headers of every API answer: nothing is kept, framed, sniffed or run. */
const apiHeaders = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

export interface Outgoing {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Writes straight to the socket: Koa's own `respond` would guess again what is known here. */
export const send = (ctx: Context, { status, contentType, body, headers }: Outgoing): void => {
  ctx.respond = false;
  const { res } = ctx;
  if (res.headersSent || res.destroyed) return;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  res.writeHead(status, { ...apiHeaders, 'Content-Type': contentType, 'Content-Length': bytes.byteLength, ...headers });
  res.end(bytes);
};

export const jsonType = 'application/json; charset=utf-8';
