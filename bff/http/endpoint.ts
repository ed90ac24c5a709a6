import type { Context } from 'koa';
import type { z } from 'zod';
import { attachmentLimits } from '../contract/attachment/schema';
import type { Route } from '../contract/route';
import type { Binary, Streamed } from '../contract/types';
import type { Problem } from '../lib/problem';
import type { Admission } from './admission';
import { authenticate, authenticateStaff, authorise, type Doors } from './authenticate';
import { callerAddress } from './caller-address';
import { refuseCrossSite, refuseForeignDesk } from './cookies';
import type { Idempotency } from './idempotency';
import { type FieldError, fieldErrors, invalid } from './invalid';
import type { Limits } from './limits';
import { OpenCall } from './open-call';
import { asProblem, sendProblem } from './problem';
import { readJson, readOctets, refuseLarge } from './read-body';
import type { Answered } from './request-log';
import { jsonType, send, sendPieces } from './send';

export interface GuardDeps extends Doors {
  readonly admission: Admission;
  readonly limits: Limits;
  readonly idempotency: Idempotency;
  readonly newRequestId: () => string;
  readonly logAnswer: (answered: Answered) => void;
  /** Scheme, host and port the app is reached at. */
  readonly publicOrigin: string;
}

/** One route as the guard needs it: the tables give it, `contract/types` gives its handler the exact types. */
export interface Endpoint {
  readonly name: string;
  readonly route: Route;
  readonly schema: {
    readonly params?: z.ZodType;
    readonly query?: z.ZodType;
    /** `bytes`: sent as it is, `application/octet-stream`. */
    readonly body?: z.ZodType | 'bytes';
    /** `file`: any kept type, a piece at a time. */
    readonly reply: z.ZodType | 'pdf' | 'file';
  };
  readonly handle: (call: OpenCall) => unknown;
}

const jsonLimitBytes = 64 * 1024;

/** Most bytes of an endpoint's body. */
const bodyLimitOf = ({ schema }: Endpoint): number => (schema.body === 'bytes' ? attachmentLimits.chunkBytes : jsonLimitBytes);

const readSent = (ctx: Context, endpoint: Endpoint, admission: Admission, address: string): Promise<unknown> => {
  const limitBytes = bodyLimitOf(endpoint);
  const read = endpoint.schema.body === 'bytes' ? readOctets : readJson;
  return admission.receive(address, () => read(ctx.req, limitBytes), limitBytes);
};

/** Answers that are the same frozen object every time are shaped and encoded once; kept as one byte a character. */
const frozenJson = new WeakMap<object, string>();

const parseParts = (ctx: Context, { schema }: Endpoint, sent: unknown, call: OpenCall): void => {
  const errors: FieldError[] = [];
  const parse = (root: string, part: z.ZodType | undefined, sent: unknown): unknown => {
    if (!part) return {};
    const parsed = part.safeParse(sent);
    if (parsed.success) return parsed.data;
    errors.push(...fieldErrors(root, parsed.error, sent));
    return undefined;
  };
  call.params = parse('/params', schema.params, ctx.params);
  call.query = parse('/query', schema.query, schema.query && ctx.query);
  if (schema.body === 'bytes') call.body = sent;
  else if (schema.body) call.body = parse('', schema.body, sent);
  if (errors.length > 0) throw invalid(errors);
};

/** The reply schema strips what it does not declare. A reply that does not fit is our fault and is not sent. */
const shape = ({ name, schema }: Endpoint, reply: unknown): string => {
  const parsed = (schema.reply as z.ZodType).safeParse(reply);
  if (parsed.success) return JSON.stringify(parsed.data);
  const where = parsed.error.issues.map(issue => `/${issue.path.join('/')} ${issue.code}`).join(', ');
  throw new Error(`the reply of ${name} does not fit its schema: ${where}`);
};

const sendJson = (ctx: Context, endpoint: Endpoint, reply: unknown): void => {
  const fixed = typeof reply === 'object' && reply !== null && Object.isFrozen(reply) ? reply : null;
  if (!fixed) {
    send(ctx, { status: 200, contentType: jsonType, body: shape(endpoint, reply) });
    return;
  }
  const body = frozenJson.get(fixed) ?? Buffer.from(shape(endpoint, reply)).toString('latin1');
  frozenJson.set(fixed, body);
  send(ctx, { status: 200, contentType: jsonType, body, encoding: 'latin1' });
};

const sendBinary = (ctx: Context, { contentType, fileName, bytes }: Binary): void =>
  send(ctx, {
    status: 200,
    contentType,
    body: bytes,
    headers: { 'Content-Disposition': `attachment; filename="file.pdf"; filename*=UTF-8''${encodeURIComponent(fileName)}` },
  });

/** Nothing in it runs and nothing may frame it, whatever it is: a browser shows it or keeps it. */
const sendFile = (ctx: Context, { contentType, fileName, sizeBytes, content }: Streamed): Promise<void> =>
  sendPieces(ctx, content(), {
    'Content-Type': contentType,
    ...(sizeBytes === null ? {} : { 'Content-Length': String(sizeBytes) }),
    'Content-Disposition': `inline; filename="file"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  });

/** A route with `creates`: the same key and content get the same answer, whatever happens in between. */
const answerOnce = async (ctx: Context, endpoint: Endpoint, call: OpenCall, idempotency: Idempotency): Promise<void> => {
  call.idempotencyKey = ctx.get('Idempotency-Key') || null;
  const held = await idempotency.reserve(call.callerId ?? call.citizen.citizenId, call.idempotencyKey, endpoint.name, [
    call.params,
    call.body,
  ]);
  if ('replay' in held) {
    send(ctx, { status: 200, contentType: jsonType, body: held.replay, headers: { 'Idempotency-Replayed': 'true' } });
    return;
  }
  call.keep = (tx, reply) => held.keep(tx, shape(endpoint, reply));
  try {
    const json = shape(endpoint, await endpoint.handle(call));
    await held.settle(json);
    send(ctx, { status: 200, contentType: jsonType, body: json });
  } catch (error) {
    await held.release();
    throw error;
  }
};

/**
 * The guard: limits of the address → body → admission → session → limits of the citizen → every part parsed → who may act → handler →
 * reply schema. Whoever is still sending holds no place, or a few half requests would keep everybody else out; and who calls is asked
 * when all is there, or a request begun before a sign-out would act after it.
 */
export const makeEndpoint = (deps: GuardDeps) => {
  const secure = deps.publicOrigin.startsWith('https:');
  return (endpoint: Endpoint) =>
    async (ctx: Context): Promise<void> => {
      const { route, name } = endpoint;
      const { admission } = deps;
      const ofStaff = route.audience === 'staff' || route.load === 'staff_signin';
      const call = new OpenCall({
        req: ctx.req,
        res: ctx.res,
        ip: callerAddress(ctx.ip),
        client: ctx.req.headers['x-client'] === 'weapp' ? 'weapp' : 'h5',
        requestId: deps.newRequestId(),
        secure,
        deadlineMs: deps.limits[route.load].deadlineMs,
      });
      let admitted = false;
      let problem: Problem | null = null;
      try {
        admission.spend(route.load, 'ip', call.ip);
        refuseLarge(ctx.req, bodyLimitOf(endpoint));
        const sent = endpoint.schema.body ? await readSent(ctx, endpoint, admission, call.ip) : undefined;
        admission.enter(route.load);
        admitted = true;
        if (ofStaff) refuseForeignDesk(ctx.req, deps.publicOrigin);
        else refuseCrossSite(ctx.req, deps.publicOrigin);
        call.caller = await authenticate(deps, route, ctx.req.headers.authorization);
        call.member = await authenticateStaff(deps, route, ctx.req);
        if (call.caller) call.client = call.caller.client;
        if (call.callerId) admission.spend(route.load, 'citizen', call.callerId);
        parseParts(ctx, endpoint, sent, call);
        call.actingAs = await authorise(deps, route, call.caller, call.params);
        if (route.creates) await answerOnce(ctx, endpoint, call, deps.idempotency);
        else {
          const reply = await endpoint.handle(call);
          if (endpoint.schema.reply === 'pdf') sendBinary(ctx, reply as Binary);
          else if (endpoint.schema.reply === 'file') await sendFile(ctx, reply as Streamed);
          else sendJson(ctx, endpoint, reply);
        }
      } catch (error) {
        problem = asProblem(error, call.aborted);
        sendProblem(ctx, problem, call.requestId);
      } finally {
        if (admitted) admission.leave(route.load);
        call.close();
        deps.logAnswer({ route: name, status: problem?.status ?? 200, ms: call.elapsedMs, requestId: call.requestId, problem });
      }
    };
};
