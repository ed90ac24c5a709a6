import type { Route } from '../../bff/contract/route';
import { type CallInput, type DeskRoute, type Problem, type Reply, routes } from './contract';
import { csrfToken, sessionEnded } from './session';

export type Outcome<N extends DeskRoute> =
  /** `serverNowMs`: the server's clock when it answered. */
  { readonly ok: true; readonly reply: Reply<N>; readonly serverNowMs: number } | { readonly ok: false; readonly problem: Problem };

interface Parts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

const timeoutMs = 20_000;

const addressOf = (template: string, { params = {}, query = {} }: Parts): string => {
  const path = template.replace(/:(\w+)/g, (_, part: string) => encodeURIComponent(params[part] ?? ''));
  const pairs = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  return `/api${path}${pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ''}`;
};

const local = (code: Problem['code'], title: string, detail: string, status = 0): Problem => ({
  type: 'about:blank',
  title,
  status,
  code,
  detail,
});
const offline = local('network.offline', '电脑没有连上网', '请检查网络，连上后点再试。您填的内容都还在。');
const late = local('network.timeout', '等了很久没有答复', '可能是网络慢，点再试即可。重复提交不会办两次。');
const unreached = local('network.failed', '没有连上服务', '请检查网络，或过一会儿点再试。您填的内容都还在。');
const unreadable = (status: number): Problem =>
  local('server.fault', '答复的内容读不懂', '可能正在升级，请过一会儿点再试。您填的内容都还在。', status);

const jsonOf = async (answer: Response): Promise<unknown> => {
  try {
    return await answer.json();
  } catch {
    return undefined;
  }
};

const problemOf = async (answer: Response): Promise<Problem> => {
  const said = (await jsonOf(answer)) as Partial<Problem> | undefined;
  if (typeof said?.code !== 'string' || typeof said.title !== 'string') return unreadable(answer.status);
  const seconds = Number(answer.headers.get('retry-after'));
  return { ...(said as Problem), status: answer.status, ...(seconds > 0 ? { retryAfterSec: seconds } : {}) };
};

type Arrival = { readonly answer: Response } | { readonly problem: Problem };

/** One request with the session's cookie, which no script sees, and the token that shows that this page sends it. Never throws. */
const ask = async (name: DeskRoute, parts: Parts, key?: string): Promise<Arrival> => {
  const { method, path, audience }: Route = routes[name];
  const csrf = csrfToken();
  let answer: Response;
  try {
    answer = await fetch(addressOf(path, parts), {
      method,
      headers: {
        Accept: 'application/json',
        ...(parts.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(csrf && method !== 'GET' ? { 'X-CSRF-Token': csrf } : {}),
        ...(key ? { 'Idempotency-Key': key } : {}),
      },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
      ...(parts.body === undefined ? {} : { body: JSON.stringify(parts.body) }),
    });
  } catch (cause) {
    const tooLate = cause instanceof DOMException && cause.name === 'TimeoutError';
    return { problem: tooLate ? late : navigator.onLine ? unreached : offline };
  }
  if (answer.ok) return { answer };
  const problem = await problemOf(answer);
  if (audience === 'staff' && answer.status === 401) sessionEnded(problem);
  return { problem };
};

/**
 * Calls one endpoint by name. Never throws: what went wrong is in the outcome. `key`: the same one for every try of one decision.
 */
export const call = async <N extends DeskRoute>(
  name: N,
  input?: CallInput<N>,
  { key }: { readonly key?: string } = {},
): Promise<Outcome<N>> => {
  const arrival = await ask(name, (input ?? {}) as Parts, key);
  if ('problem' in arrival) return { ok: false, problem: arrival.problem };
  const reply = await jsonOf(arrival.answer);
  if (reply === undefined) return { ok: false, problem: unreadable(arrival.answer.status) };
  const serverNowMs = Date.parse(arrival.answer.headers.get('date') ?? '') || Date.now();
  return { ok: true, reply: reply as Reply<N>, serverNowMs };
};

/** A file, as it is kept. */
export const callFile = async (
  input: CallInput<'desk.attachment'>,
): Promise<{ readonly ok: true; readonly bytes: ArrayBuffer } | { readonly ok: false; readonly problem: Problem }> => {
  const arrival = await ask('desk.attachment', input);
  if ('problem' in arrival) return { ok: false, problem: arrival.problem };
  try {
    return { ok: true, bytes: await arrival.answer.arrayBuffer() };
  } catch {
    return { ok: false, problem: unreached };
  }
};
