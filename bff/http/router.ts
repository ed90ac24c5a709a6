import Router from '@koa/router';
import type { Context, Next } from 'koa';
import { Problem } from '../lib/problem';
import { type Endpoint, type GuardDeps, makeEndpoint } from './endpoint';
import { asProblem, sendProblem } from './problem';

const prefix = '/api';

/** First segment below /api: `/api/subjects/…` → `subjects`. */
const segmentOf = (path: string): string => path.slice(prefix.length + 1).split('/', 1)[0] ?? '';

/**
 * All endpoints below /api. One small router a first segment, found by one map look-up: a flat table of 60 routes costs a
 * late route 10 µs, a router of a few costs next to nothing.
 */
export const apiRouter = (endpoints: readonly Endpoint[], deps: GuardDeps) => {
  const guarded = makeEndpoint(deps);
  const routers = new Map<string, Router>();
  for (const endpoint of endpoints) {
    const path = `${prefix}${endpoint.route.path}`;
    const segment = segmentOf(path);
    const router = routers.get(segment) ?? new Router();
    router.register(path, [endpoint.route.method.toLowerCase()], guarded(endpoint));
    routers.set(segment, router);
  }
  const dispatch = new Map([...routers].map(([segment, router]) => [segment, { router, run: router.routes() }]));

  const refuse = (ctx: Context, problem: Problem): void => {
    const requestId = deps.newRequestId();
    sendProblem(ctx, problem, requestId);
    deps.logAnswer({ route: 'none', status: problem.status, ms: 0, requestId, problem });
  };

  return async (ctx: Context, next: Next): Promise<void> => {
    if (!ctx.path.startsWith(`${prefix}/`)) return next();
    const found = dispatch.get(segmentOf(ctx.path));
    try {
      if (!found) throw new Problem('request.not_found');
      await found.run(ctx as never, async () => {
        const methods = found.router.match(ctx.path, ctx.method).path.flatMap(layer => layer.methods);
        if (methods.length === 0) throw new Problem('request.not_found');
        ctx.state.allow = [...new Set(methods)].join(', ');
        throw new Problem('request.method_not_allowed');
      });
    } catch (error) {
      refuse(ctx, asProblem(error));
    }
  };
};
