import { runCommand } from '../../bff/admin/commands';
import { loadCity } from '../../bff/cities/city';
import { staffProblems } from '../../bff/contract/staff/problems';
import { wireStaff } from '../../bff/features/staff';
import { hashPassword, isPassword, weaknessOf } from '../../bff/features/staff/password';
import { codeOf, newSecret, stepOf } from '../../bff/features/staff/totp';
import { makeLog } from '../../bff/lib/log';
import { newId } from '../../bff/lib/new-id';
import { lockAfter, staffPolicy } from '../../bff/policy/staff';
import { type Answer, startTestApp, type TestApp } from '../support/app';
import { peopleOf } from '../support/people';
import { cookieIn, type Desk, type Office, officeOf } from '../support/staff';

let app: TestApp;
let office: Office;
const reached = new Set<string>();
const minuteMs = 60_000;

beforeAll(async () => {
  app = await startTestApp({ background: false });
  office = officeOf(app);
});
afterAll(() => app.close());

const codeIn = ({ status, problem }: Pick<Answer<'staff.me'>, 'status' | 'problem'>): string | number => {
  if (status === 200) return status;
  reached.add(problem.code);
  return problem.code;
};
const told = async (answer: Promise<Answer<never>>): Promise<string | number> => codeIn((await answer) as unknown as Answer<'staff.me'>);
const tryAs = async (account: string, parts: { password?: string; code?: string } = {}): Promise<Answer<'staff.signIn'>> =>
  office.deskOf(account).call('staff.signIn', { body: { account, password: office.password, code: '000000', ...parts } });
const me = (desk: Desk) => told(desk.call('staff.me') as Promise<Answer<never>>);

describe('staff.join', () => {
  it('sets password and code by an invitation that is used once, and shows nobody the secret again', async () => {
    const account = 'lin.yi';
    const invitationCode = (await office.add(account, ['reviewer', 'author'])) ?? '';
    const desk = office.deskOf(account);
    const first = await desk.ok('staff.invited', { body: { account, invitationCode } });
    const second = await desk.ok('staff.invited', { body: { account, invitationCode: invitationCode.toLowerCase().replaceAll('-', ' ') } });
    expect(second).toMatchObject({ account, roles: ['reviewer', 'author'], passwordLeast: staffPolicy.password.least });
    expect(second.totpUri).toContain(`secret=${second.totpSecret}`);
    expect(first.totpSecret).not.toBe(second.totpSecret);

    const join = (parts: object) =>
      desk.call('staff.join', { body: { account, invitationCode, password: office.password, code: '000000', ...parts } });
    const old = codeOf(first.totpSecret, app.clock.now().getTime());
    expect(codeIn(await join({ code: old }))).toBe('staff.refused');
    for (const password of ['短', 'lin.yi-lin.yi-lin', 'aaaaaaaaaaaaaaa', 'abcabcabcabcabc', '123456789012'])
      expect(codeIn(await join({ password, code: await office.codeOf(account) }))).toBe('staff.password_weak');
    const joined = await join({ code: await office.codeOf(account) });
    expect(joined.body).toMatchObject({ account, roles: ['reviewer', 'author'], organisation: expect.stringContaining('办公室') });
    expect(joined.headers.get('set-cookie')).toMatch(/; Path=\/api\/desk; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    expect(codeIn(await join({ code: await office.codeOf(account) }))).toBe('staff.invitation_wrong');
    expect(await told(desk.call('staff.invited', { body: { account, invitationCode } }) as Promise<Answer<never>>)).toBe(
      'staff.invitation_wrong',
    );
  });

  it('is over when its time is, and answers alike for an account that does not exist', async () => {
    const account = 'lin.er';
    const invitationCode = (await office.add(account, ['reviewer'])) ?? '';
    const ask = (who: string) =>
      told(office.deskOf(who).call('staff.invited', { body: { account: who, invitationCode } }) as Promise<Answer<never>>);
    expect(await ask('nobody.here')).toBe('staff.invitation_wrong');
    app.clock.advance(staffPolicy.invitationHours * 60 * minuteMs + 1000);
    expect(await ask(account)).toBe('staff.invitation_wrong');
  });

  it('is done by one of two who hold the same code at once', async () => {
    const account = 'lin.san';
    const invitationCode = (await office.add(account, ['reviewer'])) ?? '';
    await office.deskOf(account).ok('staff.invited', { body: { account, invitationCode } });
    const code = await office.codeOf(account);
    const both = await Promise.all(
      [0, 1].map(() => office.deskOf(account).call('staff.join', { body: { account, invitationCode, password: office.password, code } })),
    );
    expect(both.map(codeIn).sort()).toEqual([200, 'staff.invitation_wrong']);
  });
});

describe('staff.signIn', () => {
  it('takes account, password and code, and every code once', async () => {
    const desk = await office.member('wang.yi');
    const code = await office.codeOf('wang.yi');
    const both = await Promise.all([0, 1].map(() => tryAs('wang.yi', { code })));
    expect(both.map(codeIn).sort()).toEqual([200, 'staff.refused']);
    expect(codeIn(await tryAs('wang.yi', { code }))).toBe('staff.refused');
    expect(await desk.ok('staff.me')).toMatchObject({ account: 'wang.yi', name: 'wang.yi 的姓名', county: null, roles: ['reviewer'] });
  });

  it('takes no older code after a newer one', async () => {
    await office.member('wang.er');
    const older = await office.codeOf('wang.er');
    const newer = await office.codeOf('wang.er');
    expect(codeIn(await tryAs('wang.er', { code: newer }))).toBe(200);
    expect(codeIn(await tryAs('wang.er', { code: older }))).toBe('staff.refused');
  });

  it('says the same of a wrong password, a wrong code, an account that is none or is disabled', async () => {
    await office.member('wang.san');
    await office.member('wang.si');
    expect(await app.container.admin.staff.disable('wang.si', '离职')).toBe(true);
    const answers = [
      await tryAs('wang.san', { password: 'wrong wrong wrong', code: await office.codeOf('wang.san') }),
      await tryAs('wang.san', { code: '000000' }),
      await tryAs('no.such.account'),
      await tryAs('wang.si', { code: await office.codeOf('wang.si') }),
    ];
    const seen = answers.map(({ status, headers, problem: { requestId: _, ...problem } }) => ({
      status,
      problem,
      cookie: headers.get('set-cookie'),
    }));
    expect(new Set(seen.map(one => JSON.stringify(one))).size).toBe(1);
    expect(seen[0]).toMatchObject({ status: 422, problem: { code: 'staff.refused' }, cookie: null });
  });

  it('locks an account, existing or not, for longer each time, and lets nobody in meanwhile', async () => {
    await office.member('wang.wu');
    for (const account of ['wang.wu', 'no.such.body']) {
      const codes: (string | number)[] = [];
      for (let n = 0; n < staffPolicy.lock.free; n += 1) codes.push(codeIn(await tryAs(account)));
      expect(new Set(codes)).toEqual(new Set(['staff.refused']));
      const locked = await tryAs(account, {
        code: account === 'wang.wu' ? ((await app.container.admin.staff.demo.code(account)) ?? '') : '000000',
      });
      expect([codeIn(locked), locked.status]).toEqual(['staff.locked', 429]);
      expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(50);
    }
    app.clock.advance(minuteMs + 1000);
    expect(codeIn(await tryAs('wang.wu'))).toBe('staff.refused');
    app.clock.advance(minuteMs + 1000);
    expect(codeIn(await tryAs('wang.wu'))).toBe('staff.locked');
    app.clock.advance(minuteMs);
    expect(codeIn(await office.signIn('wang.wu'))).toBe(200);
    expect(codeIn(await tryAs('wang.wu'))).toBe('staff.refused');
  });

  it('gives no try for free when forty come at once', async () => {
    const codes = await Promise.all(Array.from({ length: 40 }, () => tryAs('guessed.at')));
    const refused = codes.filter(answer => codeIn(answer) === 'staff.refused');
    expect(refused.length).toBeLessThanOrEqual(staffPolicy.lock.free);
  });

  it('begins a session under a new name whatever the browser had, and ends what it had', async () => {
    const desk = await office.member('wang.liu');
    const laid = 'x'.repeat(43);
    const fixed = office.deskOf('wang.liu', laid);
    await office.signIn('wang.liu', fixed);
    expect(fixed.cookie).not.toBe(laid);
    expect(await me(office.deskOf('wang.liu', laid))).toBe('staff.session_ended');
    const before = desk.cookie;
    await office.signIn('wang.liu', desk);
    expect(await me(office.deskOf('wang.liu', before))).toBe('staff.session_ended');
    expect([await me(desk), await me(fixed)]).toEqual([200, 200]);
  });

  it('is not done from a foreign page', async () => {
    const body = { account: 'wang.yi', password: office.password, code: '000000' };
    const foreign: Record<string, string>[] = [{ origin: 'https://evil.example' }, { origin: app.url, 'sec-fetch-site': 'cross-site' }, {}];
    for (const headers of foreign) expect(codeIn(await app.api('staff.signIn', { body }, { headers }))).toBe('staff.csrf');
  });
});

describe('staff.session', () => {
  it('ends when nobody does anything, and looking is not doing', async () => {
    const desk = await office.member('zhao.yi');
    app.clock.advance(10 * minuteMs);
    await desk.ok('staff.me');
    await desk.ok('staff.renew');
    app.clock.advance(14 * minuteMs);
    expect(await me(desk)).toBe(200);
    app.clock.advance(minuteMs);
    expect(await me(desk)).toBe('staff.session_ended');
    expect(await told(desk.call('staff.renew') as Promise<Answer<never>>)).toBe('staff.session_ended');
  });

  it('ends after a working day whatever is done', async () => {
    const desk = await office.member('zhao.er');
    const { endsAt } = await desk.ok('staff.me');
    for (let minutes = 0; minutes < staffPolicy.session.longestMinutes - 10; minutes += 10) {
      app.clock.advance(10 * minuteMs);
      await desk.ok('staff.renew');
    }
    app.clock.advance(10 * minuteMs);
    expect(app.clock.now().toISOString() >= endsAt).toBe(true);
    expect(await me(desk)).toBe('staff.session_ended');
  });

  it('is over for good when one signs out, and at the next call when one is disabled or reset', async () => {
    const [one, two, three] = [await office.member('zhao.san'), await office.member('zhao.si'), await office.member('zhao.wu')];
    const out = await one.call('staff.signOut');
    expect([out.status, cookieIn(out.headers)]).toEqual([200, '']);
    await app.container.admin.staff.disable('zhao.si', '离职');
    const invitation = await app.container.admin.staff.reset('zhao.wu', '手机丢了');
    expect([await me(one), await me(two), await me(three)]).toEqual(Array.from({ length: 3 }, () => 'staff.session_ended'));
    expect(invitation).toMatch(/^[A-Z2-9]{5}(-[A-Z2-9]{5}){3}$/);
    expect(codeIn(await tryAs('zhao.wu', { code: await office.codeOf('zhao.wu') }))).toBe('staff.refused');
  });

  it('is of one kind: a citizen’s token opens nothing here, and this cookie nothing there', async () => {
    const desk = await office.member('zhao.liu');
    const citizen = await peopleOf(app)
      .demo('clean_resident')
      .catch(() => peopleOf(app).demo('guardian'));
    for (const name of ['staff.me', 'staff.renew', 'staff.signOut'] as const)
      expect(codeIn((await citizen.call(name, {}, { headers: { origin: app.url } })) as unknown as Answer<'staff.me'>)).toBe(
        'staff.required',
      );
    // With both, the cookie alone says who it is.
    expect(codeIn(await app.api('staff.me', {}, { token: citizen.token, headers: { cookie: `chengxin_staff=${desk.cookie}` } }))).toBe(200);
    for (const name of ['session.list', 'identity.read', 'notice.list'] as const) {
      expect((await desk.call(name)).problem.code).toBe('session.required');
      expect((await app.api(name, {}, { token: desk.cookie })).problem.code).toBe('session.required');
    }
  });

  it('does nothing without the page’s own token, nor from a foreign page', async () => {
    const desk = await office.member('zhao.qi');
    const other = await office.member('zhao.ba');
    const refused = async (headers: Record<string, string>) => told(desk.call('staff.renew', {}, headers) as Promise<Answer<never>>);
    expect(await refused({ 'x-csrf-token': '' })).toBe('staff.csrf');
    expect(await refused({ 'x-csrf-token': other.csrf })).toBe('staff.csrf');
    expect(await refused({ origin: 'https://evil.example' })).toBe('staff.csrf');
    expect(await refused({ 'sec-fetch-site': 'same-site' })).toBe('staff.csrf');
    expect(await told(desk.call('staff.me', {}, { 'sec-fetch-site': 'cross-site' }) as Promise<Answer<never>>)).toBe('staff.csrf');
    expect(await refused({})).toBe(200);
  });
});

describe('staff.audit', () => {
  it('keeps every act in one chain that shows what was changed, taken out or cut off', async () => {
    const { staff } = app.container.admin;
    const acts = await staff.acts(1000);
    const kinds = new Set(acts.map(({ act, outcome }) => `${act} ${outcome}`));
    for (const kind of [
      'sign_in done',
      'sign_in refused',
      'sign_out done',
      'member_added done',
      'member_disabled done',
      'member_reset done',
      'join done',
    ])
      expect(kinds).toContain(kind);
    expect(await staff.auditFault()).toBeNull();

    const [newest, , third] = acts;
    const put = (column: string, seq: number | undefined, value: string) =>
      app.db.run(`UPDATE staff_audit SET ${column} = ? WHERE seq = ?`, [value, seq ?? 0]);
    await put('outcome', third?.seq, 'altered');
    expect(await staff.auditFault()).toBe(`第 ${third?.seq} 行被改过`);
    await put('outcome', third?.seq, third?.outcome ?? '');
    expect(await staff.auditFault()).toBeNull();
    const mark = await app.db.query<{ value: string }>('SELECT value FROM mark WHERE name = ?', ['staff.audit']);
    expect(mark[0]?.value).toBe(String(newest?.seq));
    await app.db.run('DELETE FROM staff_audit WHERE seq = ?', [newest?.seq ?? 0]);
    expect(await staff.auditFault()).toBe(`第 ${newest?.seq} 行（最新的一行）不见了`);
    await app.db.run('DELETE FROM staff_audit WHERE seq = ?', [third?.seq ?? 0]);
    expect(await staff.auditFault()).toBe(`第 ${third?.seq} 行不见了`);
  });

  it('holds no name, account, password or secret in clear, nor does any other table or the log', async () => {
    for (const table of ['staff_member', 'staff_session', 'staff_lock', 'staff_audit']) {
      const rows = JSON.stringify(await app.db.query(`SELECT * FROM ${table}`));
      for (const clear of ['wang.yi', '的姓名', office.password, 'otpauth', '手机丢了'])
        expect([table, rows.includes(clear)]).toEqual([table, false]);
    }
    for (const clear of ['wang.yi', '的姓名', office.password, '手机丢了']) expect(app.logged().includes(clear)).toBe(false);
  });

  it('is kept for more than six months and let go afterwards; the newest row stays and the next follows it', async () => {
    const { staff } = app.container.admin;
    const keptDays = staffPolicy.auditKeptDays;
    expect(keptDays).toBeGreaterThanOrEqual(183);
    await app.db.run('DELETE FROM staff_audit');
    await tryAs('sweep.a');
    await tryAs('sweep.b');
    app.clock.advance((keptDays - 1) * 24 * 60 * minuteMs);
    await app.container.sweepStaff();
    expect(await staff.acts(10)).toHaveLength(2);
    app.clock.advance(2 * 24 * 60 * minuteMs);
    await app.container.sweepStaff();
    expect(await staff.acts(10)).toHaveLength(1);
    await tryAs('sweep.c');
    expect(await staff.auditFault()).toBeNull();
    expect(await app.db.query('SELECT id FROM staff_session')).toEqual([]);
  });
});

describe('admin staff', () => {
  const run = (...args: string[]) =>
    runCommand({ config: app.config, db: app.db, now: app.clock.now, log: makeLog('silent'), ...app.container.admin }, ['staff', ...args]);

  it('adds, lists, resets and disables, and says what is wrong', async () => {
    expect(await run('add', 'chen.yi', '陈一', 'county_office', 'reviewer,author')).toMatch(
      /chen\.yi 的邀请码.*\n {2}[A-Z2-9-]{23}\n.*\/desk\//,
    );
    expect(await run('list')).toContain('chen.yi\t陈一\tcounty_office\t990102\treviewer,author\t等本人第一次登录');
    for (const [wrong, why] of [
      [['add', 'chen.yi', '陈一', 'office', 'reviewer'], '已有账号 chen.yi'],
      [['add', 'Chen', '陈一', 'office', 'reviewer'], '账号用 3 到 32 位小写字母'],
      [['add', 'chen.er', '陈二', 'nowhere', 'reviewer'], '单位是其中之一：office、county_office'],
      [['add', 'chen.er', '陈二', 'office', 'boss'], '岗位是其中一个或几个'],
      [['add', 'chen.er', '陈二', 'county_office', 'reviewer', '990103'], '该单位只办 990102 的事'],
      [['add', 'chen.er'], '缺少姓名'],
      [['disable', 'nobody.here', '离职'], '没有在用的账号'],
      [['disable', 'chen.yi'], '缺少原因'],
      [['reset', 'nobody.here', '忘了'], '没有账号'],
    ] as const)
      await expect(run(...wrong)).rejects.toThrow(why);
    expect(await run('disable', 'chen.yi', '离职')).toContain('已停用');
    expect(await run('list')).toMatch(/chen\.yi.*已停用/);
    expect(await run('reset', 'chen.yi', '返聘')).toContain('邀请码');
    expect(await run('list')).toMatch(/chen\.yi.*等本人第一次登录/);
    expect(await run('acts')).toContain('member_disabled');
    expect(await run('audit')).toContain('完整');
  });

  it('has demo staff who can sign in on the sandbox, and elsewhere none', async () => {
    const [member] = await app.container.admin.staff.demo.furnish();
    await app.container.admin.staff.demo.furnish();
    expect(await run('list')).toMatch(/demo\.shen\t.*在用/);
    const { account = '', password = '' } = member ?? {};
    expect(codeIn(await tryAs(account, { password, code: await run('code', account) }))).toBe(200);
    const elsewhere = { ...app.config, demo: false };
    const tools = { db: app.db, now: app.clock.now, log: makeLog('silent'), ...app.container.admin };
    await expect(runCommand({ config: elsewhere, ...tools }, ['staff', 'code', account])).rejects.toThrow('只在沙盒');
    const { admin } = wireStaff({
      ...app.container.admin,
      db: app.db,
      now: app.clock.now,
      newId,
      city: loadCity(app.config.cityFile),
      demo: false,
    });
    await expect(admin.demo.furnish()).rejects.toThrow('sandbox');
    await expect(admin.demo.code(account)).rejects.toThrow('sandbox');
  });
});

describe('staff proofs', () => {
  it('opens a password of other costs than today’s', async () => {
    const cheap = await hashPassword('十二个字以上的一句话 abc', { logN: 10, r: 8, p: 1 });
    expect(await isPassword(cheap, '十二个字以上的一句话 abc')).toBe(true);
    expect(await isPassword(cheap, '十二个字以上的一句话 abd')).toBe(false);
    expect(await isPassword(null, '十二个字以上的一句话 abc')).toBe(false);
    expect(weaknessOf('十二个字以上的一句话 abc', 'lin.yi')).toBeNull();
  });

  it('takes a code one step early or late and none further', () => {
    const secret = newSecret();
    const nowMs = Date.parse('2026-11-23T01:00:00.000Z');
    const step = nowMs / 30_000;
    const at = (steps: number) => stepOf(secret, codeOf(secret, nowMs + steps * 30_000), nowMs);
    expect([-1, 0, 1].map(at)).toEqual([step - 1, step, step + 1]);
    expect([-3, 3].map(at)).toEqual([null, null]);
  });

  it('doubles the lock from the first up to the longest', () => {
    const { free, longestMinutes } = staffPolicy.lock;
    expect([free - 1, free, free + 1, free + 3, free + 40].map(tries => lockAfter(tries, 0))).toEqual([
      null,
      minuteMs,
      2 * minuteMs,
      8 * minuteMs,
      longestMinutes * minuteMs,
    ]);
  });
});

describe('staff problems', () => {
  it('were all met here', () => {
    expect(Object.keys(staffProblems).filter(code => !reached.has(code) && code !== 'staff.not_allowed')).toEqual([]);
  });
});
