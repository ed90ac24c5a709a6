import type { Route } from '../../../bff/contract/route';
import type { Binary, CallInput, PhoneRoute, ProblemReply, Reply } from '../../../bff/contract/types';
import { routes } from './routes';
import { accessToken, isSameSession, renewOnce, sessionNow, signedOutBy, subjectRefused } from './session';
import { type Arrival, send } from './transport';

export type Problem = ProblemReply;
export type Outcome<N extends PhoneRoute> =
  | { readonly ok: true; readonly reply: Reply<N> }
  | { readonly ok: false; readonly problem: Problem };

export interface CallOptions {
  /** Idempotency-Key, the same one for every try of one submission. */
  readonly key?: string;
}

/** A file is gathered from 19 sources and a PDF is drawn: these may take longer. Milliseconds. */
const usualMs = 12_000;
const timeoutMsOf: Readonly<Partial<Record<Route['load'], number>>> = {
  write: 15_000,
  upload: 60_000,
  signin: 15_000,
  file: 20_000,
  report: 30_000,
};
/** A paper of up to 32 MB. */
const paperMs = 60_000;
const pausesMs = [400, 1_200];
const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

interface Parts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

const pathOf = (template: string, { params = {}, query = {} }: Parts): string => {
  const path = template.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]));
  return `/api${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
};

const passing = (arrival: Arrival): boolean =>
  'problem' in arrival && (arrival.problem.status === 0 || arrival.problem.code === 'server.stopping');
const refused = (arrival: Arrival): boolean => 'problem' in arrival && arrival.problem.status === 401;
const isFile = (name: PhoneRoute): boolean => /\/(pdf|counter-slip|xlsx|kept|:format)$/.test(routes[name].path);

/**
 * Calls one endpoint by name. Never throws: what went wrong is in the outcome. A GET is tried again over a bad network;
 * an expired access token is renewed once, silently, together with every other call that waits for it. What began in one session is never
 * sent in another: who signs in meanwhile asks for nothing that somebody else wanted.
 */
export const call = async <N extends PhoneRoute>(name: N, input?: CallInput<N>, { key }: CallOptions = {}): Promise<Outcome<N>> => {
  const { method, path, audience, load } = routes[name];
  const parts = (input ?? {}) as Parts;
  const open = audience === 'public';
  const attempt = (token: string | null): Promise<Arrival> =>
    send({
      method,
      path: pathOf(path, parts),
      headers: { ...(token && !open ? { Authorization: `Bearer ${token}` } : {}), ...(key ? { 'Idempotency-Key': key } : {}) },
      body: parts.body,
      binary: isFile(name),
      timeoutMs: name === 'attachment.open' ? paperMs : (timeoutMsOf[load] ?? usualMs),
    });
  const patient = async (token: string | null): Promise<Arrival> => {
    let arrival = await attempt(token);
    for (const ms of method === 'GET' ? pausesMs : []) {
      if (!passing(arrival)) break;
      await pause(ms);
      arrival = await attempt(token);
    }
    return arrival;
  };

  const mine = sessionNow();
  const held = open ? null : (accessToken() ?? (await renewOnce(null)));
  let arrival = await patient(held);
  if (!open && refused(arrival) && isSameSession(mine)) {
    const renewed = await renewOnce(held);
    if (renewed && isSameSession(mine)) arrival = await patient(renewed);
    if ('problem' in arrival && refused(arrival) && isSameSession(mine)) signedOutBy(arrival.problem);
  }
  if ('problem' in arrival) {
    if (arrival.problem.code === 'subject.not_found' && parts.params?.subjectId) subjectRefused(parts.params.subjectId);
    return { ok: false, problem: arrival.problem };
  }
  if ('json' in arrival) return { ok: true, reply: arrival.json as Reply<N> };
  const file: Binary = { contentType: 'application/pdf', fileName: '', bytes: arrival.bytes };
  return { ok: true, reply: file as Reply<N> };
};

/** A file as a page takes it. */
export type Fetched = { readonly ok: true; readonly reply: Pick<Binary, 'bytes'> } | { readonly ok: false; readonly problem: Problem };

/** Calls an endpoint that sends a file of another type than PDF: whole here, however it came. */
export const callFile = async <N extends 'attachment.open' | 'bulk.export' | 'bulk.marked' | 'bulk.template'>(
  name: N,
  input: CallInput<N>,
): Promise<Fetched> => (await call(name, input)) as unknown as Fetched;
