import type { IncomingMessage, ServerResponse } from 'node:http';
import { json, type Phone, startPhone } from '../support/phone';

let phone: Phone;
let answer: (request: IncomingMessage, reply: ServerResponse, body: unknown) => void;

jest.mock('@tarojs/taro', () => ({
  __esModule: true,
  get default() {
    return phone.taro.default;
  },
}));

const signedIn = (accessToken: string, expiresInSec = 900) => ({
  accessToken,
  expiresInSec,
  renewalToken: `renewal after ${accessToken}`,
  verified: true,
  csrfToken: null,
  sessionId: '01900000-0000-7000-8000-00000000000a',
  phoneKey: '0'.repeat(64),
});
const identity = { verified: true, subjects: [] };

/** The phone's own modules, fresh as after a launch, on weapp. */
const launch = async () => {
  jest.resetModules();
  process.env.TARO_ENV = 'weapp';
  const { call } = await import('../../miniapp/src/shared/call');
  const session = await import('../../miniapp/src/shared/session');
  return { call, ...session };
};

beforeEach(async () => {
  answer = (_request, reply) => json(reply, 404, {});
  phone = await startPhone((request, reply, body) => answer(request, reply, body));
});
afterEach(() => phone.close());

describe('call', () => {
  it('never throws: without a network the outcome is a problem that says what to do', async () => {
    const { call } = await launch();
    phone.unplug();
    const outcome = await call('city.read');
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'network.offline', status: 0, detail: expect.stringContaining('再试') } });
  });

  it('tries a GET again when the network comes back, and a write not', async () => {
    const { call, beginSession } = await launch();
    answer = (_request, reply) => json(reply, 200, { name: '青禾市' });
    phone.unplug();
    setTimeout(() => phone.plug(), 200);
    expect(await call('city.read')).toMatchObject({ ok: true, reply: { name: '青禾市' } });

    await beginSession(signedIn('a'));
    phone.arrived.length = 0;
    answer = (request, _reply) => request.socket.destroy();
    expect(await call('session.revokeAll')).toMatchObject({ ok: false, problem: { status: 0 } });
    expect(phone.arrived).toEqual(['DELETE /api/sessions']);
  });

  it('sends a chunk of a file as it is, and learns where to go on', async () => {
    const { call, beginSession } = await launch();
    await beginSession(signedIn('a'));
    const chunk = new Uint8Array([0, 255, 37, 80, 68, 70]).buffer;
    const seen: unknown[] = [];
    answer = (request, reply, body) => {
      seen.push(request.headers['content-type'], request.url, body);
      json(reply, 409, { code: 'attachment.other_place', title: '接不上', status: 409, resumeFrom: 12 });
    };
    const params = { subjectId: 's', attachmentId: 'a' };
    const outcome = await call('attachment.append', { params, query: { from: 6 }, body: chunk });
    expect(seen).toEqual(['application/octet-stream', '/api/subjects/s/attachments/a/content?from=6', Buffer.from(chunk)]);
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'attachment.other_place', resumeFrom: 12 } });
  });

  it('keeps a problem of the server whole, with its field pointers and Retry-After', async () => {
    const { call } = await launch();
    answer = (_request, reply) => {
      reply.setHeader('Retry-After', '7');
      json(reply, 422, {
        code: 'session.sms_code_wrong',
        title: '验证码不对',
        status: 422,
        errors: [{ pointer: '/code', detail: '6 位' }],
      });
    };
    const outcome = await call('session.signInSms', { body: { phone: '13000000000', code: '000000', device: 'x' } });
    expect(outcome).toMatchObject({
      ok: false,
      problem: { code: 'session.sms_code_wrong', retryAfterSec: 7, errors: [{ pointer: '/code', detail: '6 位' }] },
    });
  });

  it('takes a page of HTML from a proxy for a fault, not for an answer', async () => {
    const { call } = await launch();
    answer = (_request, reply) => reply.end('<html>please sign in to the Wi-Fi</html>');
    expect(await call('city.read')).toMatchObject({ ok: false, problem: { code: 'server.fault' } });
  });

  it('renews an expired token once for all calls that wait, and repeats each of them', async () => {
    const { call, beginSession } = await launch();
    await beginSession(signedIn('old'));
    answer = (request, reply) => {
      if (request.url === '/api/sessions/renewal') return void setTimeout(() => json(reply, 200, signedIn('new')), 50);
      const fresh = request.headers.authorization === 'Bearer new';
      return json(reply, fresh ? 200 : 401, fresh ? identity : { code: 'session.expired', title: '登录已过期', status: 401 });
    };
    const outcomes = await Promise.all([call('identity.read'), call('session.list'), call('notice.list')]);
    expect(outcomes.map(outcome => outcome.ok)).toEqual([true, true, true]);
    expect(phone.arrived.filter(line => line.endsWith('/renewal'))).toHaveLength(1);
  });

  it('renews before it asks when the token has run out, and sends the kept one', async () => {
    const { call, beginSession } = await launch();
    await beginSession(signedIn('old', 1));
    let sent: unknown;
    answer = (request, reply, body) => {
      if (request.url !== '/api/sessions/renewal') return json(reply, 200, identity);
      sent = body;
      return json(reply, 200, signedIn('new'));
    };
    expect(await call('identity.read')).toMatchObject({ ok: true });
    expect(sent).toEqual({ renewalToken: 'renewal after old' });
    expect(phone.arrived).toEqual(['POST /api/sessions/renewal', 'GET /api/identity']);
  });

  it('signs out when renewal is refused, and forgets the credential', async () => {
    const { call, beginSession, useSession } = await launch();
    await beginSession(signedIn('old'));
    answer = (_request, reply) => json(reply, 401, { code: 'session.revoked', title: '这台设备已退出登录，请重新登录', status: 401 });
    expect(await call('identity.read')).toMatchObject({ ok: false, problem: { code: 'session.revoked' } });
    expect(useSession.getState()).toMatchObject({ phase: 'out', identity: null, endedBy: '这台设备已退出登录，请重新登录' });
    expect([...phone.storage.values()].filter(Boolean)).toEqual([]);
  });

  it('sends nothing of one person with the token of the next: what began before the switch ends there', async () => {
    const { call, beginSession, endSession, useSession } = await launch();
    await beginSession(signedIn('first'));
    const bearers: unknown[] = [];
    let switched: Promise<void> = Promise.resolve();
    answer = (request, reply) => {
      if (request.url === '/api/sessions/renewal') return json(reply, 200, signedIn('never'));
      bearers.push(request.headers.authorization);
      // While the refusal is on its way the phone changes hands.
      endSession(null, true);
      switched = beginSession({ ...signedIn('second'), sessionId: '01900000-0000-7000-8000-00000000000b' });
      return json(reply, 401, { code: 'session.expired', title: '登录已过期', status: 401 });
    };
    const outcome = await call('session.revokeAll');
    await switched;
    expect(outcome).toMatchObject({ ok: false, problem: { status: 401 } });
    expect(bearers).toEqual(['Bearer first']);
    expect(phone.arrived.filter(line => line.endsWith('/renewal'))).toEqual([]);
    // Nor does the refusal of the first sign the second out.
    expect(useSession.getState()).toMatchObject({ phase: 'in', endedBy: null });
  });

  it('does not bring back who signed out while a renewal was under way, nor put them in the place of the next', async () => {
    const { call, accessToken, beginSession, endSession, useSession } = await launch();
    for (const next of [null, 'second']) {
      await beginSession(signedIn('old', 1));
      const bearers: unknown[] = [];
      answer = async (request, reply) => {
        if (request.url !== '/api/sessions/renewal') {
          bearers.push(request.headers.authorization);
          return json(reply, 401, { code: 'session.required', title: '请先登录', status: 401 });
        }
        endSession(null, true);
        if (next) await beginSession(signedIn(next));
        json(reply, 200, signedIn('renewed'));
      };
      expect(await call('identity.read')).toMatchObject({ ok: false, problem: { status: 401 } });
      expect(bearers).toEqual([undefined]);
      expect([useSession.getState().phase, accessToken()]).toEqual(next ? ['in', next] : ['out', null]);
      expect(phone.storage.get('encrypted renewal') || null).toBe(next && `renewal after ${next}`);
      endSession(null, true);
    }
  });

  it('does not sign anyone out because the network is bad', async () => {
    const { call, beginSession, useSession } = await launch();
    await beginSession(signedIn('old', 1));
    phone.unplug();
    expect(await call('session.revokeAll')).toMatchObject({ ok: false, problem: { code: 'network.offline' } });
    expect(useSession.getState().phase).toBe('in');
    expect(phone.storage.get('encrypted renewal')).toBe('renewal after old');
  });

  it('keeps on the phone the renewal token, encrypted, and nothing else', async () => {
    const { call, beginSession, takeIdentity } = await launch();
    await beginSession(signedIn('a'));
    takeIdentity({ ...identity, maskedName: '林**', subjects: [] } as never);
    answer = (_request, reply) => json(reply, 200, identity);
    await call('identity.read');
    expect([...phone.storage.keys()]).toEqual(['encrypted renewal']);
  });
});
