import type { Met } from './faults';
import type { State } from './state';

export interface Call {
  readonly state: State;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly appId: string;
  readonly faults: Met;
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** Segments; `:name` takes one. */
  readonly path: string;
  /** Name for counters and faults; a `:name` in it is replaced. */
  readonly name: string;
  readonly answer: (call: Call) => Answer;
}

export const json = (value: unknown, status = 200): Answer => ({
  status,
  contentType: 'application/json; charset=utf-8',
  bytes: Buffer.from(JSON.stringify(value)),
});

const sentences: Readonly<Record<string, string>> = {
  '0000': '成功',
  '1001': '参数错误',
  '1004': '没有这个接口',
  '1011': '签名错误',
  '1012': '时间戳超出允许范围',
  '1013': '重复的请求',
  '1404': '没有查到',
  '1409': '编号已被其他内容占用',
  '1429': '调用过于频繁',
  '9999': '系统故障',
};
const statuses: Readonly<Record<string, number>> = {
  '1001': 400,
  '1004': 404,
  '1011': 401,
  '1012': 401,
  '1013': 401,
  '1429': 429,
  '9999': 500,
};

let serial = 0;

/** Envelope of the signed upstreams. */
export const envelope = (code: string, data: unknown = null, status = statuses[code] ?? 200): Answer => {
  serial += 1;
  return json({ code, msg: sentences[code] ?? code, lsh: `L${String(serial).padStart(10, '0')}`, data }, status);
};

export const ok = (data: unknown): Answer => envelope('0000', data);
export const badRequest = (): Answer => envelope('1001');
export const notFound = (): Answer => envelope('1404');

export const textOf = (body: Readonly<Record<string, unknown>>, name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value : '';
};

/** `{zjlx, zjhm, xm}` of a body, or of one of its members. */
export const documentOf = (body: unknown): { zjlx: string; zjhm: string; xm: string } | null => {
  if (typeof body !== 'object' || body === null) return null;
  const fields = body as Readonly<Record<string, unknown>>;
  const document = { zjlx: textOf(fields, 'zjlx'), zjhm: textOf(fields, 'zjhm'), xm: textOf(fields, 'xm') };
  return /^0[1-6]$/.test(document.zjlx) && document.zjhm && document.xm ? document : null;
};
