import Taro from '@tarojs/taro';
import type { ProblemReply } from '../../../bff/contract/types';
import { platform } from './platform';

export interface Sending {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path with query below the origin, e.g. `/api/city`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as it is when it is an ArrayBuffer, else as JSON. */
  readonly body?: unknown;
  readonly binary: boolean;
  readonly timeoutMs: number;
}

export type Arrival = { readonly json: unknown } | { readonly bytes: Uint8Array } | { readonly problem: ProblemReply };

const origin = typeof API_ORIGIN === 'undefined' ? '' : API_ORIGIN;

const local = (code: ProblemReply['code'], title: string, detail: string): ProblemReply => ({
  type: 'about:blank',
  title,
  status: 0,
  code,
  detail,
});
/** `writes`: something was typed or sent, and the person wants to know what became of it. */
const offline = (writes: boolean): ProblemReply =>
  local('network.offline', '手机没有连上网', `请检查网络，连上后点再试。${writes ? '您填的内容都还在。' : ''}`);
const timedOut = (writes: boolean): ProblemReply =>
  local('network.timeout', '等了很久没有答复', writes ? '可能是网络慢。点再试即可，重复提交不会办两次。' : '可能是网络慢，请点再试。');
const failed = local('network.failed', '没有连上服务', '请检查网络，或过一会儿点再试。');
const unreadable = local('server.fault', '答复的内容读不懂', '可能正在升级，请过一会儿点再试。');

/** UTF-8 without TextDecoder, which the weapp logic layer may lack. */
const textOf = (bytes: Uint8Array): string => {
  let escaped = '';
  for (const byte of bytes) escaped += `%${byte < 16 ? '0' : ''}${byte.toString(16)}`;
  return decodeURIComponent(escaped);
};

const parse = (text: unknown): unknown => {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const problemOf = (status: number, said: unknown, retryAfter: string | undefined): ProblemReply => {
  const reply = said as Partial<ProblemReply> | undefined;
  if (typeof reply?.code !== 'string' || typeof reply.title !== 'string') return { ...unreadable, status };
  const seconds = Number(retryAfter);
  return { ...(reply as ProblemReply), status, ...(retryAfter && seconds > 0 ? { retryAfterSec: seconds } : {}) };
};

const headerOf = (headers: Record<string, string> | undefined, name: string): string | undefined => {
  const key = Object.keys(headers ?? {}).find(one => one.toLowerCase() === name);
  return key ? String(headers?.[key]) : undefined;
};

const lost = async (cause: unknown, writes: boolean): Promise<ProblemReply> => {
  const message = String((cause as { errMsg?: string } | null)?.errMsg ?? cause);
  if (/time\s?out|abort/i.test(message)) return timedOut(writes);
  return (await platform.isOnline()) ? failed : offline(writes);
};

const contentTypeOf = (body: unknown): Readonly<Record<string, string>> => {
  if (body === undefined) return {};
  return { 'content-type': body instanceof ArrayBuffer ? 'application/octet-stream' : 'application/json' };
};

/** One HTTP request on this platform. Never throws: what goes wrong arrives as a problem. */
export const send = async ({ method, path, headers, body, binary, timeoutMs }: Sending): Promise<Arrival> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timeout')), timeoutMs + 500);
  });
  try {
    const request = Taro.request({
      url: `${origin}${path}`,
      method,
      header: { ...headers, 'X-Client': platform.name, ...contentTypeOf(body) },
      data: body === undefined || body instanceof ArrayBuffer ? body : JSON.stringify(body),
      // Text, not json: both platforms differ in what they do with a reply that is not JSON.
      dataType: 'text',
      responseType: binary ? 'arraybuffer' : 'text',
      timeout: timeoutMs,
    });
    const { statusCode, data, header } = await Promise.race([request, late]);
    const good = statusCode >= 200 && statusCode < 300;
    const bytes = binary && data instanceof ArrayBuffer ? new Uint8Array(data) : null;
    if (good && bytes) return { bytes };
    const said = parse(bytes ? textOf(bytes) : data);
    if (!good) return { problem: problemOf(statusCode, said, headerOf(header, 'retry-after')) };
    return said === undefined || binary ? { problem: unreadable } : { json: said };
  } catch (cause) {
    return { problem: await lost(cause, method !== 'GET') };
  } finally {
    clearTimeout(timer);
  }
};
