import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { problems } from '../../bff/contract/problems';
import { routes } from '../../bff/contract/routes';
import { schemas } from '../../bff/contract/schemas';
import { exampleOf, type JsonSchema } from '../../bff/http/example';
import { type GuardedApp, startGuarded } from '../support/guarded-app';

interface Operation {
  operationId: string;
  summary: string;
  security: object[];
  parameters: { name: string; in: string; required: boolean; example?: unknown }[];
  requestBody?: { content: Record<string, { schema: JsonSchema; example?: unknown }> };
  responses: Record<
    string,
    {
      description: string;
      content: Record<string, { schema: JsonSchema; example?: unknown; examples?: Record<string, { value: unknown }> }>;
    }
  >;
}

let guarded: GuardedApp;
let operations: { method: string; path: string; operation: Operation }[];
const h5Dir = mkdtempSync(join(tmpdir(), 'chengxin-h5-'));

beforeAll(async () => {
  mkdirSync(join(h5Dir, 'js'));
  writeFileSync(
    join(h5Dir, 'index.html'),
    '<!doctype html><title>没有名字</title><script>window.a=1</script><script src="/js/app.0123abcd.js"></script>',
  );
  writeFileSync(join(h5Dir, 'js/app.0123abcd.js'), `console.log(${JSON.stringify('x'.repeat(2000))})`);
  guarded = await startGuarded({}, { h5Dir, down: 'platform' });
  const api = await (await fetch(`${guarded.url}/openapi.json`)).json();
  expect(api.openapi).toBe('3.1.0');
  operations = Object.entries(api.paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
});
afterAll(async () => {
  await guarded.close();
  rmSync(h5Dir, { recursive: true });
});

describe('openapi.operations', () => {
  it('are the routes of the contract, no more and no less', () => {
    expect(operations.map(({ method, path, operation }) => `${operation.operationId} ${method} ${path}`).sort()).toEqual(
      Object.entries(routes)
        .map(([name, route]) => `${name} ${route.method.toLowerCase()} ${route.path.replace(/:(\w+)/g, '{$1}')}`)
        .sort(),
    );
  });

  it('carry examples that their own schemas accept', () => {
    for (const { operation } of operations) {
      const parts = schemas[operation.operationId as keyof typeof schemas] as {
        params?: z.ZodType;
        body?: z.ZodType | 'bytes';
        reply: z.ZodType | 'pdf' | 'file';
      };
      const params = Object.fromEntries(operation.parameters.filter(held => held.in === 'path').map(held => [held.name, held.example]));
      expect([operation.operationId, parts.params ? parts.params.safeParse(params).error?.issues : undefined]).toEqual([
        operation.operationId,
        undefined,
      ]);
      if (parts.body === 'bytes') expect(Object.keys(operation.requestBody?.content ?? {})).toEqual(['application/octet-stream']);
      else if (parts.body)
        expect([
          operation.operationId,
          parts.body.safeParse(operation.requestBody?.content['application/json']?.example).error?.issues,
        ]).toEqual([operation.operationId, undefined]);
      if (typeof parts.reply !== 'string') {
        expect([
          operation.operationId,
          parts.reply.safeParse(operation.responses['200']?.content['application/json']?.example).error?.issues,
        ]).toEqual([operation.operationId, undefined]);
      }
    }
  });

  it('say who may call and what may go wrong, and every problem of the table belongs to one of them', () => {
    const told = new Set<string>();
    for (const { operation } of operations) {
      const route = routes[operation.operationId as keyof typeof routes];
      expect(operation.summary).toBe(route.summary);
      expect(operation.security).toHaveLength(route.audience === 'public' ? 0 : 1);
      expect(operation.parameters.some(held => held.name === 'Idempotency-Key')).toBe('creates' in route);
      for (const [status, reply] of Object.entries(operation.responses)) {
        for (const [code, example] of Object.entries(reply.content['application/problem+json']?.examples ?? {})) {
          expect(example.value).toMatchObject({ code, status: Number(status) });
          told.add(code);
        }
      }
    }
    // Answered where no operation was found.
    const outside = ['request.not_found', 'request.method_not_allowed'];
    expect(Object.keys(problems).filter(code => !told.has(code) && !outside.includes(code))).toEqual([]);
  });

  it('does not offer the sandbox’s endpoints elsewhere', async () => {
    const production = await startGuarded({}, { sandbox: false });
    expect((await (await fetch(`${production.url}/openapi.json`)).json()).paths['/demo-people']).toBeUndefined();
    expect((await fetch(`${production.url}/api/demo-people`)).status).toBe(404);
    // What is left at this address is `DELETE /sessions/:sessionId`.
    const refused = await fetch(`${production.url}/api/sessions/demo`, { method: 'POST' });
    await production.close();
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'DELETE']);
  });
});

describe('example.exampleOf', () => {
  it('says so when a pattern has no known form', () => {
    expect(() => exampleOf({ type: 'string', pattern: '^[Z]{99}$' }, 'odd')).toThrow('no example for odd');
  });
});

describe('api page', () => {
  it('is readable without a script and names every route and problem', async () => {
    const reply = await fetch(`${guarded.url}/api-docs`);
    const html = await reply.text();
    expect(reply.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(html).not.toMatch(/<script|https?:\/\/(?!www\.creditchina|credit\.example)/);
    for (const { path, summary } of Object.values(routes)) {
      expect(html).toContain(path.replace(/:(\w+)/g, '{$1}'));
      expect(html).toContain(summary);
    }
    for (const [code, [, title]] of Object.entries(problems))
      expect(html).toContain(
        `id="${code}"><td>${problems[code as keyof typeof problems][0]}</td><td><code>${code}</code></td><td>${title}`,
      );
  });
});

describe('operations', () => {
  it('answers for its health, and names what is down without falling with it', async () => {
    expect(await (await fetch(`${guarded.url}/healthz`)).json()).toEqual({ status: 'ok' });
    const ready = await fetch(`${guarded.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      {
        status: 'degraded',
        down: ['platform'],
        dependencies: { database: { state: 'up', detail: null }, platform: { state: 'down', detail: 'silent' } },
      },
    ]);
    const broken = await startGuarded({}, { down: 'database' });
    const down = await fetch(`${broken.url}/readyz`);
    expect([down.status, (await down.json()).down]).toEqual([503, ['database']]);
    await broken.close();
  });

  it('counts by route name, never by address', async () => {
    await fetch(`${guarded.url}/api/help-messages/019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071`);
    const text = await (await fetch(`${guarded.url}/metrics`)).text();
    expect(text).toContain('chengxin_http_request_duration_seconds_count{route="help.read",status="401"} 1');
    expect(text).toContain('chengxin_http_problems_total{code="session.required"} 1');
    expect(text).toContain('nodejs_eventloop_lag_seconds');
    expect(text).not.toContain('019ab3c4');
  });

  it('hands a callback on as it came, and knows its one method', async () => {
    const reply = await fetch(`${guarded.url}/callbacks/credit?a=%20b`, { method: 'POST', body: '{"x": 1}' });
    expect(await reply.json()).toEqual({ path: '/callbacks/credit?a=%20b', bytes: 8 });
    expect((await fetch(`${guarded.url}/callbacks/credit`)).status).toBe(405);
    expect((await fetch(`${guarded.url}/callbacks/credit`, { method: 'POST', body: 'x'.repeat(300_000) })).status).toBe(413);
  });

  it('sends a scanned report link to its page', async () => {
    const reply = await fetch(`${guarded.url}/v/0123456789abcdefghijkl`, { redirect: 'manual' });
    expect([reply.status, reply.headers.get('location')]).toEqual([302, '/#/verify/pages/verify/index?code=0123456789abcdefghijkl']);
    expect((await fetch(`${guarded.url}/v/short`)).status).toBe(404);
  });

  it('serves the keys as a key set', async () => {
    const reply = await fetch(`${guarded.url}/.well-known/jwks.json`);
    expect([reply.headers.get('content-type'), await reply.json()]).toEqual(['application/jwk-set+json', { keys: [] }]);
  });
});

describe('static files', () => {
  it('keeps hashed files for a year and asks again for the page', async () => {
    const page = await fetch(`${guarded.url}/`);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self' 'sha256-[^']+'; .*frame-ancestors 'none'/);
    expect(await page.text()).toContain('<title>城信</title>');
    const again = await fetch(`${guarded.url}/`, { headers: { 'if-none-match': page.headers.get('etag') ?? '' } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const script = await fetch(`${guarded.url}/js/app.0123abcd.js`);
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(script.headers.get('content-encoding')).toBe('gzip');
    expect((await script.text()).length).toBeGreaterThan(2000);
  });

  it('never leaves its folder', async () => {
    for (const path of ['/../package.json', '/%2e%2e/package.json', '/js/..%2f..%2fetc/passwd', '//etc/passwd']) {
      const reply = await fetch(guarded.url + path, { headers: { accept: 'application/json' } });
      expect([path, reply.status]).toEqual([path, 404]);
    }
  });

  it('leads somebody who is lost back', async () => {
    const reply = await fetch(`${guarded.url}/old-page`, { headers: { accept: 'text/html' } });
    expect([reply.status, await reply.text()]).toEqual([404, expect.stringContaining('<a href="/">回到首页</a>')]);
  });
});
