import type { IncomingMessage, ServerResponse } from 'node:http';
import Koa, { type Context, type Next } from 'koa';
import type { Route } from './contract/route';
import { routes } from './contract/routes';
import { schemas } from './contract/schemas';
import type { Feature, RouteName } from './contract/types';
import { type Admission, makeAdmission } from './http/admission';
import type { Doors } from './http/authenticate';
import type { Handlers } from './http/call';
import { callerAddress } from './http/caller-address';
import type { Endpoint } from './http/endpoint';
import type { Idempotency } from './http/idempotency';
import { type Limits, standardLimits } from './http/limits';
import { type HttpMetrics, makeMetrics } from './http/metrics';
import { operations } from './http/operations';
import { asProblem, sendProblem } from './http/problem';
import { readBytes } from './http/read-body';
import type { Dependency } from './http/readiness';
import { makeRequestLog } from './http/request-log';
import { apiRouter } from './http/router';
import { jsonType, send } from './http/send';
import { deskCsp, phoneCsp, staticFiles } from './http/static-files';
import type { Log } from './lib/log';
import { Problem } from './lib/problem';
import type { RawCallback } from './platform/ports';

type AllHandlers = { readonly [F in Feature]: Handlers<F> }[Feature];
/** One handler a route: a missing or misspelt one does not compile. */
export type HandlerTable = (AllHandlers extends infer H ? (H extends unknown ? (h: H) => void : never) : never) extends (
  h: infer All,
) => void
  ? All
  : never;

export interface AppDeps {
  readonly handlers: HandlerTable;
  readonly doors: Doors;
  readonly idempotency: Idempotency;
  /** A signed message of the city platform, as it came. */
  readonly receiveCallback: (raw: RawCallback) => Promise<{ readonly status: number; readonly body: unknown }>;
  readonly jwks: () => unknown;
  readonly dependencies: readonly Dependency[];
  readonly metrics?: HttpMetrics;
  readonly log: Log;
  readonly limits?: Limits;
  readonly sandbox: boolean;
  readonly appName: string;
  readonly publicUrl: string;
  /** Built H5. */
  readonly h5Dir: string;
  /** Built page of the staff. */
  readonly deskDir: string;
  /** Reverse proxies in front whose X-Forwarded-For is believed; 0: the socket's address counts. */
  readonly trustedProxies?: number;
}

export interface App {
  /** For `http.createServer`. */
  callback(): (req: IncomingMessage, res: ServerResponse) => void;
  /** From now on newcomers get `server.stopping`; those inside finish. */
  refuseNew(): void;
  readonly admission: Admission;
}

/** Longer than every deadline, shorter than patience; for `http.createServer`. */
export const serverTimeouts = { requestTimeout: 60_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 } as const;

const callbackLimitBytes = 256 * 1024;
/** Where the H5 shows a report's state; hash routing, so the code never reaches a server log twice. */
const verifyPage = (code: string): string => `/#/verify/pages/verify/index?code=${encodeURIComponent(code)}`;
/** A merchant's own page, by the code that its poster holds. */
const merchantPage = (code: string): string => `/#/registration/pages/public/index?code=${code}`;
const merchantLink = /^\/m\/([A-Za-z0-9_-]{10,22})$/;
const verifyLink = /^\/v\/([A-Za-z0-9_.-]{16,140})$/;

/** Where a printed code leads; null: it is none. */
const shortLink = (path: string): string | null => {
  const [report, merchant] = [verifyLink.exec(path)?.[1], merchantLink.exec(path)?.[1]];
  if (report) return verifyPage(report);
  return merchant ? merchantPage(merchant) : null;
};

/** Each look costs a scrape or a question to the database, and tells how busy and how well we are: not for who comes from outside. */
const insidePages: ReadonlySet<string> = new Set(['/metrics', '/readyz']);

const endpointsOf = (handlers: HandlerTable, sandbox: boolean): Endpoint[] =>
  (Object.keys(routes) as RouteName[])
    .map((name): Endpoint & { route: Route } => ({
      name,
      route: routes[name],
      schema: schemas[name],
      handle: handlers[name] as Endpoint['handle'],
    }))
    .filter(({ route }) => sandbox || !route.sandboxOnly);

const notFoundPage =
  '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>没有这个地址</title><p>没有这个地址。<a href="/">回到首页</a></p></html>';

/** The whole HTTP surface: /api, operators' pages, callbacks, verify links, the H5, the desk. */
export const createApp = (deps: AppDeps): App => {
  const { log, publicUrl, limits = standardLimits, metrics = makeMetrics() } = deps;
  const admission = makeAdmission(limits);
  const logAnswer = makeRequestLog(log, metrics);
  metrics.gauges({ chengxin_http_in_flight: 'Requests being answered' }, async () => ({ chengxin_http_in_flight: admission.inFlight() }));

  let served = 0;
  const prefix = process.hrtime.bigint().toString(36).slice(-6);
  const newRequestId = (): string => {
    served += 1;
    return `${prefix}-${served.toString(36)}`;
  };

  const api = apiRouter(endpointsOf(deps.handlers, deps.sandbox), {
    ...deps.doors,
    admission,
    limits,
    idempotency: deps.idempotency,
    newRequestId,
    logAnswer,
    publicOrigin: new URL(publicUrl).origin,
  });
  const pages = new Map(Object.entries(operations({ ...deps, metrics, isStopping: () => admission.stopping })));
  const h5 = staticFiles({ dir: deps.h5Dir, title: deps.appName, at: '', csp: phoneCsp });
  const desk = staticFiles({ dir: deps.deskDir, title: `${deps.appName}工作台`, at: '/desk', csp: deskCsp });

  const callbacks = async (ctx: Context): Promise<void> => {
    if (ctx.method !== 'POST') {
      ctx.state.allow = 'POST';
      throw new Problem('request.method_not_allowed');
    }
    const body = await admission.receive(callerAddress(ctx.ip), () => readBytes(ctx.req, callbackLimitBytes));
    admission.enter('write');
    try {
      const reply = await deps.receiveCallback({ method: ctx.method, path: ctx.url, headers: ctx.req.headers, body });
      send(ctx, { status: reply.status, contentType: jsonType, body: JSON.stringify(reply.body) });
    } finally {
      admission.leave('write');
    }
  };

  const rest = async (ctx: Context): Promise<void> => {
    const throughProxy = Boolean(deps.trustedProxies) && ctx.get('X-Forwarded-For') !== '';
    const page = throughProxy && insidePages.has(ctx.path) ? undefined : pages.get(ctx.path);
    if (ctx.path.startsWith('/callbacks/')) return callbacks(ctx);
    const location = shortLink(ctx.path);
    if (page || location) {
      if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
        ctx.state.allow = 'GET, HEAD';
        throw new Problem('request.method_not_allowed');
      }
      if (page) return page(ctx);
      return send(ctx, { status: 302, contentType: 'text/plain; charset=utf-8', body: '', headers: { Location: location ?? '/' } });
    }
    if (h5(ctx) || desk(ctx)) return;
    if (ctx.method !== 'GET' || !ctx.get('Accept').includes('text/html')) throw new Problem('request.not_found');
    send(ctx, { status: 404, contentType: 'text/html; charset=utf-8', body: notFoundPage });
  };

  const koa = new Koa({ proxy: Boolean(deps.trustedProxies), maxIpsCount: deps.trustedProxies ?? 0 });
  // Faults are logged where they are answered; this hears only what happens to a socket afterwards.
  koa.on('error', (err: unknown) => log.debug({ err }, 'socket'));
  const secure = publicUrl.startsWith('https:');
  koa.use(async (ctx: Context, next: Next) => {
    if (secure) ctx.res.setHeader('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
    return api(ctx, next);
  });
  koa.use(async (ctx: Context) => {
    try {
      await rest(ctx);
    } catch (error) {
      const problem = asProblem(error);
      const requestId = newRequestId();
      sendProblem(ctx, problem, requestId);
      logAnswer({ route: 'outside', status: problem.status, ms: 0, requestId, problem });
    }
  });

  return { callback: () => koa.callback(), refuseNew: admission.stop, admission };
};
