import fc from 'fast-check';
import { z } from 'zod';
import type { Route } from '../../bff/contract/route';
import { routes } from '../../bff/contract/routes';
import { schemas } from '../../bff/contract/schemas';
import type { RouteName } from '../../bff/contract/types';
import { exampleOf, type JsonSchema } from '../../bff/http/example';

/** One request as it goes on the wire. */
export interface Shot {
  readonly name: RouteName;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
}

interface Parts {
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType | 'bytes';
}

const jsonSchemaOf = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
const exampleFor = (schema: z.ZodType | 'bytes' | undefined): Record<string, unknown> =>
  schema && schema !== 'bytes' ? (exampleOf(jsonSchemaOf(schema)) as Record<string, unknown>) : {};

const uuid = fc.uuid({ version: 7 });
const nasty = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e',
  '%',
  '%00',
  '../../etc/passwd',
  "' OR 1=1 --",
  '{{7*7}}',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  '𠮷𤭢',
  '1e999',
  '-1',
  '9'.repeat(400),
  'a'.repeat(5000),
  '2026-02-30',
  '0000-00-00',
  '9999-12-31T23:59:59.999Z',
  'null',
  'NaN',
  'true',
  '[]',
);
const junk = fc.oneof(
  nasty,
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.array(fc.anything({ maxDepth: 1 }), { maxLength: 4 }),
  fc.object({ maxDepth: 2, maxKeys: 4 }),
);

/** Values that pass their schema and still try what comes behind it. */
const freshValue = (key: string, value: unknown): fc.Arbitrary<unknown> => {
  if (typeof value !== 'string') return fc.constant(value);
  if (/Id$/.test(key) && key !== 'sectionId' && key !== 'recordId') return uuid;
  if (key === 'recordId') return fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
  if (key === 'text') return fc.string({ unit: 'grapheme', minLength: 8, maxLength: 200 }).map(text => `一段话${text}abc`);
  if (key === 'verifyCode') return fc.stringMatching(/^[A-Za-z0-9_.-]{16,140}$/);
  return fc.constant(value);
};

const freshRecord = (example: Record<string, unknown>): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(Object.entries(example).map(([key, value]) => [key, freshValue(key, value)])));

const brokenRecord = (example: Record<string, unknown>): fc.Arbitrary<unknown> => {
  const keys = Object.keys(example);
  if (keys.length === 0) return junk;
  const oneWrong = fc.tuple(fc.constantFrom(...keys), junk).map(([key, value]) => ({ ...example, [key]: value }));
  const oneGone = fc.constantFrom(...keys).map(gone => Object.fromEntries(Object.entries(example).filter(([key]) => key !== gone)));
  return fc.oneof(oneWrong, oneGone, junk, fc.array(fc.constant(example), { maxLength: 3 }));
};

const jsonOf = (value: unknown): string =>
  JSON.stringify(value, (_, held: unknown) => (typeof held === 'bigint' ? String(held) : held)) ?? 'undefined';
const brokenText = (example: unknown): fc.Arbitrary<string> =>
  fc.oneof(
    fc.integer({ min: 0, max: 40 }).map(cut => jsonOf(example).slice(0, cut)),
    fc.constantFrom(
      '{"__proto__":{"admin":true}}',
      `${'['.repeat(20_000)}`,
      '\ufeff{}',
      '{"a":1}{"b":2}',
      '\u0000',
      `{"text":"${'x'.repeat(70_000)}"}`,
    ),
    fc.string({ unit: 'binary', maxLength: 80 }),
  );

const encode = (value: unknown): string => encodeURIComponent(String(value).toWellFormed());

/** `toWellFormed` and headers take text only; anything else of a path or a query is what its text is. */
const pathOf = (route: Route, params: Record<string, unknown>, query: unknown): string => {
  const path = route.path.replace(/:(\w+)/g, (_, key: string) => encode(params[key] ?? '') || '-');
  const pairs =
    query !== null && typeof query === 'object' ? Object.entries(query).map(([key, value]) => `${encode(key)}=${encode(value)}`) : [];
  return `/api${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
};

/** Shots at one operation, about half of them with something broken in one part. `own`: ids of the caller that really exist. */
export const shotsAt = (name: RouteName, own: Readonly<Record<string, string>>): fc.Arbitrary<Shot> => {
  const route: Route = routes[name];
  const parts = schemas[name] as Parts;
  const [params, query, body] = [exampleFor(parts.params), exampleFor(parts.query), parts.body ? exampleFor(parts.body) : null];
  const sendsBytes = parts.body === 'bytes';
  const chunk = fc.uint8Array({ maxLength: 600 }).map(bytes => Buffer.from(bytes));
  const broken = fc.constantFrom('params', 'query', 'body', 'text', 'media', 'key', 'none', 'none', 'none', 'none');
  const ownParams = { ...params, ...Object.fromEntries(Object.entries(own).filter(([key]) => key in params)) };
  return broken.chain(part =>
    fc
      .record({
        params:
          part === 'params'
            ? brokenRecord(params)
            : fc.oneof({ weight: 30, arbitrary: freshRecord(params) }, { weight: 1, arbitrary: fc.constant(ownParams) }),
        query:
          part === 'query'
            ? fc.oneof(brokenRecord(query), fc.dictionary(fc.string({ maxLength: 10 }), junk, { maxKeys: 4 }))
            : fc.constant(sendsBytes ? query : {}),
        body:
          body === null
            ? fc.constant(null)
            : sendsBytes
              ? chunk
              : part === 'text'
                ? brokenText(body)
                : (part === 'body' ? brokenRecord(body) : freshRecord(body)).map(jsonOf),
        key: part === 'key' ? fc.oneof(fc.constant(''), fc.stringMatching(/^[!-~]{1,120}$/)) : uuid,
        media:
          part === 'media'
            ? fc.constantFrom('text/plain', 'application/xml', 'application/json; charset=gbk', 'multipart/form-data')
            : fc.constant(sendsBytes ? 'application/octet-stream' : 'application/json'),
      })
      .map(shot => ({
        name,
        method: route.method,
        path: pathOf(
          route,
          shot.params !== null && typeof shot.params === 'object' ? (shot.params as Record<string, unknown>) : {},
          shot.query,
        ),
        headers: {
          ...(shot.body === null ? {} : { 'content-type': shot.media }),
          ...(route.creates && shot.key ? { 'idempotency-key': shot.key } : {}),
        },
        body: shot.body,
      })),
  );
};
