import type { Context } from 'koa';
import { apiPage, apiPageCsp } from './api-page';
import type { HttpMetrics } from './metrics';
import { makeOpenApi } from './openapi';
import { type Dependency, readReadiness } from './readiness';
import { jsonType, send } from './send';

export interface OperationDeps {
  readonly appName: string;
  readonly publicUrl: string;
  readonly sandbox: boolean;
  readonly metrics: HttpMetrics;
  readonly dependencies: readonly Dependency[];
  readonly isStopping: () => boolean;
  /** Public report keys, JWK Set. */
  readonly jwks: () => unknown;
}

type Answer = (ctx: Context) => Promise<void> | void;

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** What operators and other machines read; everything here is public and holds no personal data. */
export const operations = (deps: OperationDeps): Readonly<Record<string, Answer>> => {
  const api = once(() => makeOpenApi({ title: deps.appName, publicUrl: deps.publicUrl, sandbox: deps.sandbox }));
  const apiJson = once(() => Buffer.from(JSON.stringify(api())));
  const page = once(() => Buffer.from(apiPage(api(), deps.appName)));
  const brief = { 'Cache-Control': 'public, max-age=300' };
  const json = (ctx: Context, status: number, value: unknown): void =>
    send(ctx, { status, contentType: jsonType, body: JSON.stringify(value) });
  return {
    '/healthz': ctx => json(ctx, 200, { status: 'ok' }),
    async '/readyz'(ctx) {
      const readiness = await readReadiness(deps.dependencies, deps.isStopping());
      json(ctx, readiness.status === 'down' ? 503 : 200, readiness);
    },
    async '/metrics'(ctx) {
      send(ctx, { status: 200, contentType: deps.metrics.registry.contentType, body: await deps.metrics.registry.metrics() });
    },
    '/openapi.json': ctx => send(ctx, { status: 200, contentType: jsonType, body: apiJson(), headers: brief }),
    '/api-docs': ctx =>
      send(ctx, {
        status: 200,
        contentType: 'text/html; charset=utf-8',
        body: page(),
        headers: { ...brief, 'Content-Security-Policy': apiPageCsp },
      }),
    '/.well-known/jwks.json': ctx =>
      send(ctx, {
        status: 200,
        contentType: 'application/jwk-set+json',
        body: JSON.stringify(deps.jwks()),
        // Anybody may check a report in their own page.
        headers: { ...brief, 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' },
      }),
  };
};
