import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
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
  /** `latin1`: the text holds one byte a character, already encoded; it is copied and not encoded again. */
  readonly encoding?: 'utf8' | 'latin1';
  readonly headers?: Readonly<Record<string, string>>;
}

/** Writes straight to the socket: Koa's own `respond` would guess again what is known here. */
export const send = (ctx: Context, { status, contentType, body, encoding = 'utf8', headers }: Outgoing): void => {
  ctx.respond = false;
  const { res } = ctx;
  if (res.headersSent || res.destroyed) return;
  const length = typeof body === 'string' ? Buffer.byteLength(body, encoding) : body.byteLength;
  res.writeHead(status, { ...apiHeaders, 'Content-Type': contentType, 'Content-Length': length, ...headers });
  // A string leaves in one write together with the headers; bytes would need a second buffer.
  res.end(body, encoding);
};

export const jsonType = 'application/json; charset=utf-8';

/** Whoever reads a file slower than this has gone, ms. */
const slowestMs = 60_000;

/**
 * A body that is never whole in memory. What fails after the first byte breaks the answer off; the reader sees fewer bytes than announced.
 * @throws Error before anything was sent
 */
export const sendPieces = async (
  ctx: Context,
  pieces: AsyncIterable<Uint8Array>,
  headers: Readonly<Record<string, string>>,
): Promise<void> => {
  const { res } = ctx;
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  ctx.respond = false;
  if (res.headersSent || res.destroyed) return;
  res.writeHead(200, { ...apiHeaders, ...headers });
  const all = async function* (): AsyncGenerator<Uint8Array> {
    for (let piece = first; !piece.done; piece = await iterator.next()) yield piece.value;
  };
  await pipeline(Readable.from(all(), { objectMode: false }), res, { signal: AbortSignal.timeout(slowestMs) }).catch(() => res.destroy());
};
