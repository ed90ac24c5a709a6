import { request } from 'node:http';
import type { Call } from '../../bff/http/call';
import { standardLimits } from '../../bff/http/limits';
import { Problem } from '../../bff/lib/problem';
import { aliceSubject, type GuardedApp, startGuarded } from '../support/guarded-app';

const help = {
  messageId: '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071',
  number: 'TS20261123-0001',
  kind: 'help' as const,
  text: '请帮我看看',
  page: null,
  state: 'received' as const,
  sentAt: '2026-11-23T02:00:00.000Z',
  answerBy: '2026-11-30',
  answer: null,
};
let seenCall: Call<'profile.read'> | null = null;
let guarded: GuardedApp;

beforeAll(async () => {
  guarded = await startGuarded({
    'help.list': () => ({ messages: [{ ...help, citizenId: 'must not leave' }] }) as never,
    'help.read': () => {
      throw new TypeError('secret of the database 13900000000');
    },
    'help.send': async () => help,
    'merchant.list': async () => ({ bindings: [], requests: [], agents: [] }),
    'notice.markRead': async () => ({ ok: true }),
    'notice.list': () => ({ notices: 'wrong' }) as never,
    'profile.read': async call => {
      seenCall = call;
      throw new Problem('platform.unavailable', { retryAfterSec: 7 });
    },
    'report.download': async () => ({ contentType: 'application/pdf', fileName: '报告 1.pdf', bytes: Buffer.from('%PDF-') }),
    'session.renew': async ({ renewalCookie }) => {
      renewalCookie.set('next', 60);
      return {
        sessionId: '01900000-0000-7000-8000-00000000000a',
        accessToken: 't',
        expiresInSec: 900,
        renewalToken: null,
        verified: true,
        csrfToken: null,
        phoneKey: '0'.repeat(64),
      };
    },
  });
});
afterAll(() => guarded.close());

type Sent = { method?: string; bearer?: string; body?: unknown; raw?: string | Uint8Array<ArrayBuffer>; headers?: Record<string, string> };
const ask = async (path: string, { method = 'GET', bearer, body, raw, headers = {} }: Sent = {}) => {
  const reply = await fetch(guarded.url + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      ...(body === undefined && raw === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
  });
  const text = await reply.text();
  const json = text !== '' && reply.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null;
  return { status: reply.status, headers: reply.headers, text, json };
};
const problemOf = async (path: string, sent: Sent = {}) => {
  const { status, headers, json } = await ask(path, sent);
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(json.status).toBe(status);
  expect(json.type).toBe(`/api-docs#${json.code}`);
  expect(json.title).toMatch(/[一-龥]/);
  expect(json.requestId).toMatch(/^[a-z0-9]+-[a-z0-9]+$/);
  return { ...json, retryAfter: headers.get('retry-after'), headers };
};
const sendBody = { kind: 'help', text: '请帮我看看', page: null };

describe('endpoint.session', () => {
  it('asks who calls and says why not', async () => {
    expect(await problemOf('/api/help-messages')).toMatchObject({ status: 401, code: 'session.required', title: '请先登录' });
    const expired = await problemOf('/api/help-messages', { bearer: 'old' });
    expect(expired).toMatchObject({ status: 401, code: 'session.expired' });
    expect(expired.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('asks the database afresh for writes and for files, not for light reads', async () => {
    guarded.asked.length = 0;
    await ask('/api/help-messages', { bearer: 'alice' });
    await ask(`/api/notices/${help.messageId}/reading`, { bearer: 'alice', method: 'POST' });
    await ask(`/api/subjects/${aliceSubject.subjectId}/file`, { bearer: 'alice' });
    expect(guarded.asked.map(({ fresh }) => fresh)).toEqual([false, true, true]);
  });

  it('tells apart neither a foreign subject nor an absent one', async () => {
    const absent = await problemOf('/api/subjects/019ab3c4-0000-7000-8000-0000000000ff/file', { bearer: 'alice' });
    const { requestId: _, headers: _h, ...rest } = absent;
    expect(rest).toMatchObject({ status: 404, code: 'subject.not_found' });
    expect(await problemOf(`/api/subjects/${aliceSubject.subjectId}/file`, { bearer: 'bob' })).toMatchObject({
      status: 403,
      code: 'identity.required',
    });
    expect(await problemOf('/api/merchant-bindings', { bearer: 'bob' })).toMatchObject({ code: 'identity.required' });
    expect((await ask('/api/merchant-bindings', { bearer: 'alice' })).status).toBe(200);
  });

  it('hands the handler the subject and a deadline', async () => {
    const refused = await problemOf(`/api/subjects/${aliceSubject.subjectId}/file`, { bearer: 'alice' });
    expect(refused).toMatchObject({ status: 503, code: 'platform.unavailable', retryAfterSec: 7, retryAfter: '7' });
    expect(seenCall?.subject).toEqual(aliceSubject);
    expect(seenCall?.signal.aborted).toBe(false);
  });
});

describe('endpoint.parse', () => {
  it('reports every field at once with a pointer and a plain sentence', async () => {
    const { errors, status } = await problemOf('/api/help-messages', {
      method: 'POST',
      bearer: 'alice',
      headers: { 'idempotency-key': 'k-0000000001' },
      body: { kind: 'praise', text: '短' },
    });
    expect(status).toBe(400);
    expect(errors).toEqual([
      { pointer: '/kind', detail: '请从给出的选项里选一个' },
      { pointer: '/text', detail: '至少 5 个字' },
      { pointer: '/page', detail: '请填写这一项' },
    ]);
  });

  it('points into the query and the path too', async () => {
    expect((await problemOf('/api/help-messages/nonsense', { bearer: 'alice' })).errors).toEqual([
      { pointer: '/params/messageId', detail: '格式不对，请逐位核对' },
    ]);
    const { errors } = await problemOf(`/api/subjects/x/reads?limit=1000&cursor=${'c'.repeat(300)}`, { bearer: 'alice' });
    expect(errors).toEqual([
      { pointer: '/params/subjectId', detail: '格式不对，请逐位核对' },
      { pointer: '/query/cursor', detail: '最多 200 个字' },
      { pointer: '/query/limit', detail: '不能大于 100' },
    ]);
  });

  it.each([
    ['cut off', '{"kind": "help"', 'request.not_json', 400],
    ['not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'request.not_json', 400],
    ['a lone surrogate', '{"kind":"help","text":"\\ud800请帮我看看","page":null}', 'request.not_json', 400],
    ['NUL', '{"kind":"help","text":"\\u0000请帮我看看","page":null}', 'request.not_json', 400],
    ['a list', '[]', 'request.invalid', 400],
    ['nothing', '', 'request.not_json', 400],
    ['64 kB and more', JSON.stringify({ ...sendBody, text: 'x'.repeat(65_536) }), 'request.too_large', 413],
  ])('refuses a body that is %s', async (_, raw, code, status) => {
    expect(
      await problemOf('/api/help-messages', { method: 'POST', bearer: 'alice', raw, headers: { 'idempotency-key': 'k-0000000001' } }),
    ).toMatchObject({ code, status });
  });

  it('refuses other media types and encodings', async () => {
    const refusedHeaders: Record<string, string>[] = [
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/json; charset=gbk' },
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    ];
    for (const headers of refusedHeaders) {
      expect(await problemOf('/api/help-messages', { method: 'POST', bearer: 'alice', raw: '{}', headers })).toMatchObject({
        status: 415,
        code: 'request.media_type',
      });
    }
  });

  it('counts what a sender streams without announcing it', async () => {
    const status = await new Promise<number>((done, failed) => {
      const sending = request(
        `${guarded.url}/api/help-messages`,
        { method: 'POST', headers: { authorization: 'Bearer alice', 'content-type': 'application/json' } },
        reply => done(reply.statusCode ?? 0),
      );
      sending.on('error', failed);
      for (let n = 0; n < 10; n += 1) sending.write('x'.repeat(10_000));
      sending.end();
    });
    expect(status).toBe(413);
  });
});

describe('endpoint.address', () => {
  it('knows its addresses and their methods', async () => {
    expect(await problemOf('/api/nowhere')).toMatchObject({ status: 404, code: 'request.not_found' });
    expect(await problemOf('/api/subjects')).toMatchObject({ status: 404, code: 'request.not_found' });
    const wrong = await problemOf('/api/help-messages', { method: 'DELETE' });
    expect(wrong).toMatchObject({ status: 405, code: 'request.method_not_allowed' });
    expect(wrong.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'POST']);
  });

  it('survives an undecodable path', async () => {
    expect((await problemOf('/api/help-messages/%E0%A4%A', { bearer: 'alice' })).errors).toEqual([
      { pointer: '/params/messageId', detail: '格式不对，请逐位核对' },
    ]);
  });

  it('answers a HEAD like a GET without its body', async () => {
    const reply = await ask('/api/help-messages', { method: 'HEAD', bearer: 'alice' });
    expect([reply.status, reply.text]).toEqual([200, '']);
  });
});

describe('endpoint.reply', () => {
  it('strips what the contract does not declare', async () => {
    const { json, headers } = await ask('/api/help-messages', { bearer: 'alice' });
    expect(json.messages[0]).toEqual(help);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('sends a file as it is, under its Chinese name', async () => {
    const { headers, text } = await ask(`/api/subjects/${aliceSubject.subjectId}/reports/${help.messageId}/pdf`, { bearer: 'alice' });
    expect(text).toBe('%PDF-');
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('报告 1.pdf')}`);
  });

  it('tells a caller nothing of a fault and the log everything but numbers', async () => {
    guarded.logged.length = 0;
    const { status, text } = await ask(`/api/help-messages/${help.messageId}`, { bearer: 'alice' });
    expect(status).toBe(500);
    expect(text).not.toMatch(/secret|TypeError|\.ts/);
    const [line = ''] = guarded.logged;
    expect(JSON.parse(line)).toMatchObject({ level: 50, route: 'help.read', code: 'server.fault', err: { type: 'TypeError' } });
    expect(line).not.toContain('13900000000');
    expect(line).not.toContain(help.messageId);
  });

  it('does not send a reply that breaks the contract', async () => {
    expect(await problemOf('/api/notices', { bearer: 'alice' })).toMatchObject({ status: 500, code: 'server.fault' });
  });
});

describe('endpoint.renewal cookie', () => {
  const renew = (headers: Record<string, string>) =>
    ask('/api/sessions/renewal', {
      method: 'POST',
      body: { renewalToken: null },
      headers: { cookie: 'a=b; chengxin_renewal=x', ...headers },
    });

  it('is HttpOnly, SameSite, and for the session endpoints only', async () => {
    const { status, headers } = await renew({ origin: guarded.url });
    expect(status).toBe(200);
    expect(headers.get('set-cookie')).toBe('chengxin_renewal=next; Path=/api/sessions; Max-Age=60; HttpOnly; SameSite=Strict');
  });

  it('is refused from any other page', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      {},
      { origin: guarded.url, 'sec-fetch-site': 'cross-site' },
    ] as Record<string, string>[]) {
      expect(await renew(headers)).toMatchObject({ status: 403, json: { code: 'session.cross_site' } });
    }
  });

  it('takes nobody’s word without a cookie', async () => {
    expect(
      (await ask('/api/sessions/renewal', { method: 'POST', body: { renewalToken: null }, headers: { origin: 'https://evil.example' } }))
        .status,
    ).toBe(200);
  });
});

describe('endpoint.admission', () => {
  it('refuses beyond the places of a class at once, and other classes go on', async () => {
    let release: () => void = () => undefined;
    const open = new Promise<void>(done => {
      release = done;
    });
    const tight = await startGuarded(
      {
        'help.list': async () => {
          await open;
          return { messages: [] };
        },
        'notice.markRead': async () => ({ ok: true }),
      },
      { limits: { ...standardLimits, light: { ...standardLimits.light, inFlight: 3 } } },
    );
    const list = () => fetch(`${tight.url}/api/help-messages`, { headers: { authorization: 'Bearer alice' } });
    const inside = [list(), list(), list()];
    while (tight.app.admission.inFlightOf('light') < 3) await new Promise(done => setTimeout(done, 5));
    const refused = await list();
    // At once: nobody had to leave first.
    expect(tight.app.admission.inFlightOf('light')).toBe(3);
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await refused.json()).code).toBe('server.busy');
    const write = await fetch(`${tight.url}/api/notices/${help.messageId}/reading`, {
      method: 'POST',
      headers: { authorization: 'Bearer alice' },
    });
    expect(write.status).toBe(200);
    release();
    expect((await Promise.all(inside)).map(reply => reply.status)).toEqual([200, 200, 200]);
    expect(tight.app.admission.inFlight()).toBe(0);
    await tight.close();
  });

  it('limits one citizen and one address by themselves', async () => {
    const limits = { ...standardLimits, light: { ...standardLimits.light, perCitizenPerMin: 5, perIpPerMin: 12 } };
    const strict = await startGuarded({ 'help.list': () => ({ messages: [] }) }, { limits, trustedProxies: 1 });
    const list = async (bearer: string, ip: string) => {
      const reply = await fetch(`${strict.url}/api/help-messages`, {
        headers: { authorization: `Bearer ${bearer}`, 'x-forwarded-for': `9.9.9.9, ${ip}` },
      });
      return reply.status === 200 ? 200 : (await reply.json()).code;
    };
    const answers = async (count: number, bearer: string, ip: string) => Promise.all(Array.from({ length: count }, () => list(bearer, ip)));
    expect((await answers(6, 'alice', '10.0.0.1')).filter(answer => answer === 'server.rate_limited')).toHaveLength(1);
    expect(await answers(5, 'bob', '10.0.0.1')).toEqual([200, 200, 200, 200, 200]);
    expect(await list('nobody', '10.0.0.1')).toBe('session.expired');
    expect(await list('nobody', '10.0.0.1')).toBe('server.rate_limited');
    expect(await list('nobody', '10.0.0.2')).toBe('session.expired');
    await strict.close();
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:3::1'],
    ['2001:db8::1', '2001:DB8:0:0:5:6:7:8', '2001:db8:0:1::1'],
    ['2001:db8:0:7::', '2001:0db8::0007:1:2:3:4', '2001:db8::8:1:2:3:4'],
    ['10.1.2.3', '::ffff:10.1.2.3', '10.1.2.4'],
  ])('takes %s and %s for one caller and %s for another', async (first, second, stranger) => {
    const limits = { ...standardLimits, light: { ...standardLimits.light, perIpPerMin: 2 } };
    const strict = await startGuarded({ 'help.list': () => ({ messages: [] }) }, { limits, trustedProxies: 1 });
    const from = async (address: string): Promise<number> => {
      const headers = { authorization: 'Bearer alice', 'x-forwarded-for': address };
      return (await fetch(`${strict.url}/api/help-messages`, { headers })).status;
    };
    expect([await from(first), await from(second), await from(first), await from(second)]).toEqual([200, 200, 429, 429]);
    expect(await from(stranger)).toBe(200);
    await strict.close();
  });

  it('believes no forwarded address unless it was told to', async () => {
    const limits = { ...standardLimits, light: { ...standardLimits.light, perIpPerMin: 2 } };
    const strict = await startGuarded({ 'help.list': () => ({ messages: [] }) }, { limits });
    const statuses: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      statuses.push(
        (await fetch(`${strict.url}/api/help-messages`, { headers: { authorization: 'Bearer alice', 'x-forwarded-for': `10.0.0.${n}` } }))
          .status,
      );
    }
    expect(statuses).toEqual([200, 200, 429]);
    await strict.close();
  });

  it('shows operators’ pages to nobody who comes through the proxy', async () => {
    const behind = await startGuarded({}, { trustedProxies: 1 });
    const look = async (path: string, headers: Record<string, string> = {}) => (await fetch(`${behind.url}${path}`, { headers })).status;
    const outside = { 'x-forwarded-for': '10.0.0.1' };
    expect(await Promise.all(['/metrics', '/readyz', '/healthz'].map(path => look(path, outside)))).toEqual([404, 404, 200]);
    expect(await Promise.all(['/metrics', '/readyz'].map(path => look(path)))).toEqual([200, 200]);
    await behind.close();
  });

  it('refuses newcomers while stopping and lets those inside finish', async () => {
    let release: () => void = () => undefined;
    const open = new Promise<void>(done => {
      release = done;
    });
    const stopping = await startGuarded({
      'help.list': async () => {
        await open;
        return { messages: [] };
      },
    });
    const list = () => fetch(`${stopping.url}/api/help-messages`, { headers: { authorization: 'Bearer alice' } });
    const inside = list();
    while (stopping.app.admission.inFlight() < 1) await new Promise(done => setTimeout(done, 5));
    stopping.app.refuseNew();
    const refused = await list();
    expect(refused.status).toBe(503);
    expect((await refused.json()).code).toBe('server.stopping');
    expect(refused.headers.get('connection')).toBe('close');
    expect((await fetch(`${stopping.url}/readyz`)).status).toBe(503);
    release();
    expect((await inside).status).toBe(200);
    await stopping.close();
  });
});

describe('endpoint.deadline', () => {
  it('tells the handler when the time is up or the caller has gone', async () => {
    const reasons: string[] = [];
    const waiting = ({ signal }: { signal: AbortSignal }): Promise<never> =>
      new Promise((_, failed) => {
        signal.addEventListener('abort', () => {
          reasons.push(signal.reason.name);
          failed(signal.reason);
        });
      });
    const hasty = await startGuarded(
      { 'help.list': waiting, 'city.read': waiting },
      { limits: { ...standardLimits, light: { ...standardLimits.light, deadlineMs: 120 } } },
    );
    const late = await fetch(`${hasty.url}/api/help-messages`, { headers: { authorization: 'Bearer alice' } });
    expect([late.status, (await late.json()).code]).toEqual([503, 'platform.unavailable']);
    const leaving = new AbortController();
    const gone = fetch(`${hasty.url}/api/city`, { signal: leaving.signal }).catch(() => 'gone');
    while (hasty.app.admission.inFlight() < 1) await new Promise(done => setTimeout(done, 2));
    leaving.abort();
    expect(await gone).toBe('gone');
    while (hasty.app.admission.inFlight() > 0) await new Promise(done => setTimeout(done, 2));
    expect(reasons).toEqual(['TimeoutError', 'AbortError']);
    await hasty.close();
  });
});
