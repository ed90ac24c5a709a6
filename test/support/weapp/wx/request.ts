import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Phone } from '../phone';
import { answer } from './answer';
import { type AppInside, Refusal, type WxNow, type WxPart } from './part';

interface RequestOptions {
  url: string;
  method?: string;
  data?: unknown;
  header?: Record<string, string>;
  timeout?: number;
  dataType?: string;
  responseType?: 'text' | 'arraybuffer';
}

export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string | number>;
  readonly body: Buffer | string | null;
  readonly timeoutMs: number;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** Five seconds in the background, and WeChat ends what is under way and refuses more. */
const backgroundMs = 5000;
const offline = () => new Refusal('errcode:-106 cronet_error_code:-106 error_msg:net::ERR_INTERNET_DISCONNECTED', { errno: 600001 });

/** One HTTP exchange over the phone's network, refused as WeChat refuses it. `signal` ends it. */
export const exchange = (phone: Phone, app: Pick<AppInside, 'isHidden'>, sent: Sent, signal: AbortSignal): Promise<Reply> => {
  const entry: Phone['requests'][number] = { method: sent.method, url: sent.url, status: null };
  phone.requests.push(entry);
  return new Promise<Reply>((resolve, reject) => {
    const url = URL.canParse(sent.url) ? new URL(sent.url) : null;
    if (!url || !/^https?:$/.test(url.protocol)) throw new Refusal('invalid url', { errno: 600009 });
    if (!phone.requestOrigins.includes(url.origin)) throw new Refusal('url not in domain list', { errno: 600002 });
    if (!phone.online || phone.cut?.test(url.pathname)) throw offline();
    if (app.isHidden()) throw new Refusal('interrupted', { errno: 600003 });
    if (signal.aborted) throw new Refusal('abort');

    const request = httpRequest(
      new URL(url.pathname + url.search, phone.serverOrigin),
      {
        method: sent.method,
        headers: { ...sent.headers, ...(sent.body === null ? {} : { 'content-length': Buffer.byteLength(sent.body) }) },
      },
      reply => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('error', fail);
        reply.on('end', async () => {
          if (phone.slow) await phone.slow;
          if (signal.aborted || entry.fault) return;
          if (phone.loseReplyOf?.test(sent.url)) {
            phone.loseReplyOf = null;
            return fail(new Refusal('errcode:-101 cronet_error_code:-101 error_msg:net::ERR_CONNECTION_RESET', { errno: 600001 }));
          }
          entry.status = reply.statusCode ?? 0;
          finish();
          resolve({ status: entry.status, headers: reply.headers, bytes: Buffer.concat(chunks) });
        });
      },
    );
    const fail = (error: Error) => {
      finish();
      request.destroy();
      reject(error);
    };
    const timer = setTimeout(() => fail(new Refusal('timeout', { errno: 5 })), sent.timeoutMs);
    let hiding: NodeJS.Timeout | undefined;
    const onAbort = () => fail(new Refusal('abort'));
    const onNetwork = (online: boolean) => {
      if (!online) fail(offline());
    };
    const onHidden = (hidden: boolean) => {
      clearTimeout(hiding);
      if (hidden) hiding = setTimeout(() => fail(new Refusal('interrupted', { errno: 600003 })), backgroundMs);
    };
    const finish = () => {
      clearTimeout(timer);
      clearTimeout(hiding);
      signal.removeEventListener('abort', onAbort);
      phone.off('network', onNetwork);
      phone.off('hidden', onHidden);
      phone.off('ended', onAbort);
    };
    signal.addEventListener('abort', onAbort);
    phone.on('network', onNetwork);
    phone.on('hidden', onHidden);
    phone.on('ended', onAbort);
    request.on('error', (error: NodeJS.ErrnoException) =>
      fail(new Refusal(`errcode:-102 ${error.code ?? error.message}`, { errno: 600001 })),
    );
    request.end(sent.body ?? undefined);
  }).catch((error: Error) => {
    entry.fault = error.message;
    throw error;
  });
};

const isForm = (headers: Record<string, string>): boolean => /x-www-form-urlencoded/.test(headers['content-type'] ?? '');
const pairs = (data: object): string => new URLSearchParams(Object.entries(data).map(([key, value]) => [key, String(value)])).toString();

/** WeChat: an object goes into the query of a GET and HEAD, else into the body as JSON or form. */
const sentOf = ({ url, method = 'GET', data, header = {}, timeout = 60_000 }: RequestOptions): Sent => {
  const headers = {
    'content-type': 'application/json',
    ...Object.fromEntries(Object.entries(header).map(([k, v]) => [k.toLowerCase(), String(v)])),
  };
  const shared = { method, headers, timeoutMs: timeout };
  if (method === 'GET' || method === 'HEAD') {
    const query = typeof data === 'object' && data !== null ? pairs(data) : '';
    return { ...shared, url: query ? `${url}${url.includes('?') ? '&' : '?'}${query}` : url, body: null };
  }
  if (data === undefined || data === null) return { ...shared, url, body: null };
  if (typeof data === 'string') return { ...shared, url, body: data };
  if (Object.prototype.toString.call(data) === '[object ArrayBuffer]') return { ...shared, url, body: Buffer.from(data as ArrayBuffer) };
  return { ...shared, url, body: isForm(headers) ? pairs(data as object) : JSON.stringify(data) };
};

const dataOf = ({ bytes }: Reply, { dataType = 'json', responseType = 'text' }: RequestOptions): unknown => {
  if (responseType === 'arraybuffer') return new Uint8Array(bytes);
  const text = bytes.toString('utf8');
  if (dataType !== 'json') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const noEvents = { onHeadersReceived() {}, offHeadersReceived() {}, onChunkReceived() {}, offChunkReceived() {} };

export const requestPart = (now: WxNow): WxPart => ({
  handles: {
    request(options: RequestOptions) {
      const stop = new AbortController();
      const outcome = answer(now, 'request', { success() {}, ...options }, async () => {
        const reply = await exchange(now.phone, now.app, sentOf(options), stop.signal);
        const cookies = reply.headers['set-cookie'] ?? [];
        const header = Object.fromEntries(Object.entries(reply.headers).map(([name, value]) => [name, String(value)]));
        return { data: dataOf(reply, options), statusCode: reply.status, header, cookies };
      });
      void outcome;
      return { abort: () => stop.abort(), ...noEvents };
    },
  },
});
