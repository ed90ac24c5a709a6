import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../bff/app';
import { compose } from '../../bff/container';
import { sessionProblems } from '../../bff/contract/session/problems';
import { issueCode } from '../../bff/features/session/sms-code';
import { makeLog } from '../../bff/lib/log';
import { startTestApp, type TestApp } from '../support/app';
import { type People, peopleOf } from '../support/people';

let app: TestApp;
let city: People;
beforeAll(async () => {
  app = await startTestApp({ background: false });
  city = peopleOf(app);
}, 60_000);
afterAll(() => app.close());

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const signInBySms = (phone: string, code: string) => city.call('session.signInSms', { body: { phone, code, device: '测试' } });
const accounts = async (): Promise<number> => Number((await app.db.query<{ n: number }>('SELECT COUNT(*) AS n FROM citizen'))[0]?.n);
let lines = 0;
/** A number nobody else in this file uses. */
const freshPhone = (): string => {
  lines += 1;
  return `1380000${String(lines).padStart(4, '0')}`;
};
const otherThan = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('the key of the phone', () => {
  it('is the same as long as the session, another in every session, and told to its own account alone, also after its end', async () => {
    const enter = async () =>
      (await city.call('session.signInWechat', { body: { code: city.loginCode('shop_owner'), device: '手机' } })).body;
    const [one, two] = [await enter(), await enter()];
    expect(one.phoneKey).toMatch(/^[0-9a-f]{64}$/);
    expect(two.phoneKey).not.toBe(one.phoneKey);
    const renewed = await city.call('session.renew', { body: { renewalToken: one.renewalToken } });
    expect(renewed.body.phoneKey).toBe(one.phoneKey);
    await city.call('session.revokeAll', {}, { token: renewed.body.accessToken });
    const again = await enter();
    const told = await city.call('session.readPhoneKey', { params: { sessionId: one.sessionId } }, { token: again.accessToken });
    expect(told.body).toEqual({ phoneKey: one.phoneKey });
    const other = (await city.call('session.signInWechat', { body: { code: city.loginCode('elder'), device: '手机' } })).body;
    for (const sessionId of [one.sessionId, '01900000-0000-7000-8000-000000000000'])
      expect((await city.call('session.readPhoneKey', { params: { sessionId } }, { token: other.accessToken })).status).toBe(404);
  });
});

describe('session.signInWechat', () => {
  it('gives one account to one person, however many phones sign in at once', async () => {
    const before = await accounts();
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => city.call('session.signInWechat', { body: { code: city.loginCode('lawyer'), device: '手机' } })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await accounts()).toBe(before + 1);
    expect(answers[0]?.body).toMatchObject({ verified: false, expiresInSec: 900, csrfToken: null });
  });

  it('refuses a code that was used or never was', async () => {
    const code = city.loginCode('lawyer');
    await city.call('session.signInWechat', { body: { code, device: '手机' } });
    for (const bad of [code, 'nothing']) {
      const { problem } = await city.call('session.signInWechat', { body: { code: bad, device: '手机' } });
      expect(problem.code).toBe('session.wechat_code_refused');
    }
  });
});

describe('session.sendSmsCode and signInSms', () => {
  it('answers alike for a known and an unknown phone, and signs both in', async () => {
    const phone = freshPhone();
    const first = await city.call('session.sendSmsCode', { body: { phone } });
    expect((await signInBySms(phone, await city.smsCode(phone))).status).toBe(200);
    app.clock.advance(minuteMs);
    const again = await city.call('session.sendSmsCode', { body: { phone } });
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    const before = await accounts();
    expect((await signInBySms(phone, await city.smsCode(phone))).status).toBe(200);
    expect(await accounts()).toBe(before);
  });

  it('sends once a minute, also to two askers at once', async () => {
    const phone = freshPhone();
    const answers = await Promise.all([1, 2, 3].map(() => city.call('session.sendSmsCode', { body: { phone } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 429, 429]);
    app.clock.advance(59_000);
    const { status, problem, headers } = await city.call('session.sendSmsCode', { body: { phone } });
    expect([status, problem.code]).toEqual([429, 'session.sms_too_often']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('sends ten a day to one phone', async () => {
    const phone = freshPhone();
    const statuses: number[] = [];
    for (let i = 0; i < 11; i++) {
      statuses.push((await city.call('session.sendSmsCode', { body: { phone } })).status);
      app.clock.advance(2 * minuteMs);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429]);
  });

  it('limits what one address may ask for in an hour', async () => {
    const issue = issueCode({ db: app.db, seal: app.container.admin.seal, now: () => app.clock.now() });
    const ask = async (about: string) => (await issue({ purpose: 'sign_in', about, from: { index: 'address', perHour: 2 } })).sent;
    expect([await ask('a'), await ask('b'), await ask('c')]).toEqual([true, true, false]);
    app.clock.advance(61 * minuteMs);
    expect(await ask('c')).toBe(true);
  });

  it('takes a code once, of two phones that type it at once only one', async () => {
    const phone = freshPhone();
    await city.call('session.sendSmsCode', { body: { phone } });
    const code = await city.smsCode(phone);
    const statuses = (await Promise.all([1, 2, 3].map(() => signInBySms(phone, code)))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 422, 422]);
  });

  it('refuses a wrong code, and after five tries the right one too', async () => {
    const phone = freshPhone();
    await city.call('session.sendSmsCode', { body: { phone } });
    const code = await city.smsCode(phone);
    const tried = await Promise.all([1, 2, 3, 4, 5].map(() => signInBySms(phone, otherThan(code))));
    expect(tried.map(({ problem }) => problem.code)).toEqual(Array(5).fill('session.sms_code_wrong'));
    expect((await signInBySms(phone, code)).problem.code).toBe('session.sms_code_expired');
  });

  it('refuses a code after five minutes', async () => {
    const phone = freshPhone();
    await city.call('session.sendSmsCode', { body: { phone } });
    const code = await city.smsCode(phone);
    app.clock.advance(5 * minuteMs);
    expect((await signInBySms(phone, code)).problem.code).toBe('session.sms_code_expired');
  });

  it('counts nothing when the message could not be sent', async () => {
    const phone = freshPhone();
    await app.control('/faults', { endpoint: 'sms.send', kind: 'status' });
    expect((await city.call('session.sendSmsCode', { body: { phone } })).problem.code).toBe('platform.unavailable');
    await app.control('/faults', undefined, 'DELETE');
    expect((await city.call('session.sendSmsCode', { body: { phone } })).status).toBe(200);
  });

  it('keeps no phone and no code in clear', async () => {
    const phone = freshPhone();
    await city.call('session.sendSmsCode', { body: { phone } });
    const code = await city.smsCode(phone);
    await signInBySms(phone, code);
    const rows = JSON.stringify([await app.db.query('SELECT * FROM citizen'), await app.db.query('SELECT * FROM sms_code')]);
    expect(rows.includes(phone)).toBe(false);
    expect(rows.includes(`"${code}"`)).toBe(false);
    expect(app.logged().includes(phone)).toBe(false);
  });
});

describe('session.signInDemo', () => {
  it('signs the people of the list in, verified, with their merchants', async () => {
    const { body } = await city.call('session.listDemoPeople');
    expect(body.people.map(({ key }) => key)).toEqual(expect.arrayContaining(['clean', 'elder', 'org_code_zero']));
    const phone = await city.demo('org_code_zero');
    const { verified, method, subjects } = await phone.ok('identity.read');
    expect({ verified, method, roles: subjects.map(({ role }) => role) }).toEqual({
      verified: true,
      method: 'demo',
      roles: ['self', 'legal_representative'],
    });
  });

  it('gives two phones of one demo person one account', async () => {
    const before = await accounts();
    await Promise.all([1, 2, 3].map(() => app.signIn('rural')));
    expect(await accounts()).toBe(before + 1);
  });

  it('refuses an unknown person, and a child', async () => {
    const enter = (person: string) => city.call('session.signInDemo', { body: { person, device: '测试' } });
    expect((await enter('nobody')).problem.code).toBe('session.demo_unknown');
    expect((await enter('child')).problem.code).toBe('identity.under_age');
  });
});

describe('session.renew on weapp', () => {
  const renew = (renewalToken: string | null, client: 'weapp' | 'h5' = 'weapp') =>
    city.call('session.renew', { body: { renewalToken } }, { client });

  it('gives a new pair each time and keeps the session', async () => {
    const phone = await city.newcomer('repaired', []);
    const first = await renew(phone.renewalToken);
    const second = await renew(first.body.renewalToken);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(new Set([phone.renewalToken, first.body.renewalToken, second.body.renewalToken]).size).toBe(3);
    const { sessions } = await city.phoneOf(second.body.accessToken).ok('session.list');
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
  });

  it('ends the whole session at once when a used token comes back', async () => {
    const phone = await city.newcomer('repaired', []);
    const { body } = await renew(phone.renewalToken);
    expect((await renew(phone.renewalToken)).problem.code).toBe('session.renewal_refused');
    expect((await renew(body.renewalToken)).problem.code).toBe('session.revoked');
    await city.phoneOf(body.accessToken).refused('session.revoked', 'session.list');
    await phone.refused('session.revoked', 'session.list');
  });

  it('gives two requests that were under way at once the same answer', async () => {
    const phone = await city.newcomer('repaired', []);
    const answers = await Promise.all([1, 2, 3].map(() => renew(phone.renewalToken)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.renewalToken)).size).toBe(1);
    const last = await renew(answers[0]?.body.renewalToken ?? '');
    expect(last.status).toBe(200);
  });

  it('refuses nothing, garbage, the other kind of client, and a session left alone for 30 days', async () => {
    const phone = await city.newcomer('repaired', []);
    for (const token of [null, 'garbage']) expect((await renew(token)).problem.code).toBe('session.renewal_refused');
    expect((await renew(phone.renewalToken, 'h5')).problem.code).toBe('session.renewal_refused');
    app.clock.advance(30 * dayMs);
    expect((await renew(phone.renewalToken)).problem.code).toBe('session.renewal_refused');
  });

  it('stores only digests of the tokens', async () => {
    const phone = await city.newcomer('repaired', []);
    const { body } = await renew(phone.renewalToken);
    const rows = JSON.stringify(await app.db.query('SELECT * FROM renewal_token'));
    expect([phone.renewalToken, body.renewalToken ?? '-'].some(token => rows.includes(token))).toBe(false);
  });
});

describe('session.renew on H5', () => {
  const enter = async () => {
    const answer = await city.call('session.signInDemo', { body: { person: 'lawyer', device: '浏览器' } }, { client: 'h5' });
    const cookie = answer.headers.get('set-cookie') ?? '';
    return { ...answer.body, cookie, sent: cookie.split(';')[0] ?? '' };
  };
  const renew = (cookie: string, headers: Record<string, string>) =>
    city.call('session.renew', { body: { renewalToken: null } }, { client: 'h5', headers: { cookie, origin: app.url, ...headers } });

  it('keeps the renewal token in a cookie no script and no other site can use', async () => {
    const { cookie, renewalToken, csrfToken } = await enter();
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(renewalToken).toBeNull();
    expect(csrfToken).toEqual(expect.any(String));
  });

  it('renews with the cookie and the token beside it, and gives the next cookie', async () => {
    const { sent, csrfToken } = await enter();
    const answer = await renew(sent, { 'x-csrf-token': csrfToken ?? '' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')?.split(';')[0]).not.toBe(sent);
    expect(answer.body.renewalToken).toBeNull();
  });

  it('refuses another site without using the token up', async () => {
    const { sent, csrfToken } = await enter();
    expect((await renew(sent, {})).problem.code).toBe('session.cross_site');
    expect((await renew(sent, { 'x-csrf-token': 'guess' })).problem.code).toBe('session.cross_site');
    const foreign = await renew(sent, { 'x-csrf-token': csrfToken ?? '', origin: 'https://elsewhere.example' });
    expect(foreign.problem.code).toBe('session.cross_site');
    expect((await renew(sent, { 'x-csrf-token': csrfToken ?? '' })).status).toBe(200);
  });

  it('clears the cookie when the device signs out', async () => {
    const { accessToken, sent } = await enter();
    const answer = await city.call(
      'session.revokeAll',
      {},
      { client: 'h5', token: accessToken, headers: { cookie: sent, origin: app.url } },
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toMatch(/Max-Age=0/);
  });
});

describe('session.list and revoke', () => {
  it('shows the devices, signs one out, and leaves the others', async () => {
    const [mine, other] = [await city.demo('penalty_minor'), await city.demo('penalty_minor')];
    const { sessions } = await mine.ok('session.list');
    expect(sessions.map(({ device, client, current }) => ({ device, client, current }))).toEqual(
      expect.arrayContaining([
        { device: '测试', client: 'weapp', current: true },
        { device: '测试', client: 'weapp', current: false },
      ]),
    );
    const otherId = sessions.find(({ current }) => !current)?.sessionId ?? '';
    await other.ok('session.list');
    await mine.ok('session.revoke', { params: { sessionId: otherId } });
    await other.refused('session.revoked', 'session.list');
    expect((await mine.ok('session.list')).sessions.map(({ sessionId }) => sessionId)).not.toContain(otherId);
  });

  it('answers alike for a session of somebody else and for none', async () => {
    const [mine, stranger] = [await city.demo('penalty_minor'), await city.demo('elder')];
    const foreign = (await stranger.ok('session.list')).sessions[0]?.sessionId ?? '';
    const absent = '019ab3c4-0000-7000-8000-000000000000';
    const [a, b] = [
      await mine.refused('session.not_found', 'session.revoke', { params: { sessionId: foreign } }),
      await mine.refused('session.not_found', 'session.revoke', { params: { sessionId: absent } }),
    ];
    expect({ ...a.problem, requestId: '' }).toEqual({ ...b.problem, requestId: '' });
    await stranger.ok('session.list');
  });

  it('signs out everywhere', async () => {
    const phones = [await city.demo('penalty_general'), await city.demo('penalty_general'), await city.demo('penalty_general')];
    await phones[0]?.ok('session.revokeAll');
    for (const phone of phones) await phone.refused('session.revoked', 'session.list');
  });

  it('refuses nobody, a forged and an old token', async () => {
    expect((await city.call('session.list')).problem.code).toBe('session.required');
    await city.phoneOf('a.b.c').refused('session.required', 'session.list');
    const phone = await city.demo('elder');
    app.clock.advance(15 * minuteMs);
    await phone.refused('session.expired', 'session.list');
  });
});

describe('two processes on one database', () => {
  let second: Awaited<ReturnType<typeof compose>>;
  let server: Server;
  let there: string;
  beforeAll(async () => {
    second = await compose({ config: app.config, db: app.db, now: () => app.clock.now(), log: makeLog('silent') });
    server = createServer(createApp(second).callback());
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    there = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await second.close();
  });

  it('a revocation holds at once for a file and for a write, and within 2 s for the rest', async () => {
    const [kept, lost] = [await city.demo('same_name_a'), await city.demo('same_name_a')];
    const subjectId = (await lost.ok('identity.read')).subjects[0]?.subjectId;
    const ask = async (path: string, method = 'GET') =>
      (await fetch(`${there}${path}`, { method, headers: { authorization: `Bearer ${lost.token}` } })).status;
    expect(await ask('/sessions')).toBe(200);
    await kept.ok('session.revokeAll');
    expect(await ask(`/subjects/${subjectId}/file`)).toBe(401);
    expect(await ask('/sessions', 'DELETE')).toBe(401);
    app.clock.advance(2_000);
    expect(await ask('/sessions')).toBe(401);
  });

  it('a renewal under way in both gives both the same pair', async () => {
    const phone = await city.newcomer('repaired', []);
    const renew = async (api: string) => {
      const reply = await fetch(`${api}/sessions/renewal`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-client': 'weapp' },
        body: JSON.stringify({ renewalToken: phone.renewalToken }),
      });
      return ((await reply.json()) as { renewalToken?: string }).renewalToken;
    };
    const [here, elsewhere] = await Promise.all([renew(`${app.url}/api`), renew(there)]);
    expect(here).toEqual(expect.any(String));
    expect(elsewhere).toBe(here);
    expect(await renew(there)).toBeUndefined();
  });
});

describe('session.bindPhone', () => {
  it('binds the phone WeChat vouches for, masked in what comes back', async () => {
    const phone = await city.demo('foreign_permanent');
    const { maskedPhone } = await phone.ok('session.bindPhone', { body: { code: city.phoneCode('foreign_permanent') } });
    expect(maskedPhone).toMatch(/^\d{3}\*{4}\d{4}$/);
    expect((await phone.ok('identity.read')).maskedPhone).toBe(maskedPhone);
  });

  it('refuses a phone of another account, also to two accounts at once', async () => {
    const phones = [await city.demo('passport'), await city.demo('hm_permit')];
    const answers = await Promise.all(
      phones.map(phone => phone.call('session.bindPhone', { body: { code: city.phoneCode('tw_permit') } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.problem.code).toBe('session.phone_taken');
  });

  it('tells a used code from a used-up quota', async () => {
    const phone = await city.demo('passport');
    await phone.refused('session.wechat_code_refused', 'session.bindPhone', { body: { code: 'nothing' } });
    const { status } = await phone.refused('session.phone_quota_used', 'session.bindPhone', { body: { code: 'phone-quota' } });
    expect(status).toBe(503);
  });
});

describe('the problems of session', () => {
  it('are all reached above', () => city.expectReached(sessionProblems));
});
