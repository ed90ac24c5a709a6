import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signReply, signRequest } from '../../bff/sandbox/signing';
import { demoAppId, demoSecret, type Sandbox, startSandbox } from '../../bff/sandbox/start';
import { replyVector, requestVectors, vectorSecret, vectorTimestamp } from '../support/openssl-vectors';
import { type SandboxControl, sandboxControl } from '../support/sandbox-control';

interface Sent {
  readonly status: number;
  readonly text: string;
  readonly json: { code: string; data: never };
  readonly signedRight: boolean;
}

interface Change {
  readonly secret?: string;
  readonly nonce?: string;
  readonly skewMs?: number;
  readonly sentTarget?: string;
}

let sandbox: Sandbox;
let control: SandboxControl;

/** It is ten o'clock on this day, in the city and for those who call it: some of its people have a birthday soon. */
const today = '2026-11-23';
const aheadMs = Date.parse(`${today}T02:00:00.000Z`) - Date.now();
const now = (): number => Date.now() + aheadMs;

beforeAll(async () => {
  sandbox = await startSandbox({ today, clock: now });
  control = sandboxControl(sandbox.controlUrl);
});
afterEach(() => control.reset());
afterAll(() => sandbox.close());

/** A signed call; `change` spoils it. */
const call = async (method: 'GET' | 'POST', target: string, body?: unknown, change: Change = {}): Promise<Sent> => {
  const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body));
  const nonce = change.nonce ?? randomBytes(12).toString('hex');
  const timestamp = String(now() + (change.skewMs ?? 0));
  const signature = signRequest(change.secret ?? demoSecret, { method, target, body: bytes, timestamp, nonce });
  const reply = await fetch(sandbox.url + (change.sentTarget ?? target), {
    method,
    body: bytes.length ? bytes : undefined,
    headers: { 'x-app-id': demoAppId, 'x-timestamp': timestamp, 'x-nonce': nonce, 'x-signature': signature },
    signal: AbortSignal.timeout(3000),
  });
  const replied = Buffer.from(await reply.arrayBuffer());
  const right = signReply(demoSecret, { status: reply.status, body: replied, timestamp: reply.headers.get('x-timestamp') ?? '', nonce });
  const text = replied.toString();
  const json = (() => {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  })();
  return { status: reply.status, text, json, signedRight: reply.headers.get('x-signature') === right };
};

const data = async <T>(method: 'GET' | 'POST', target: string, body?: unknown): Promise<T> => {
  const { json } = await call(method, target, body);
  expect(json.code).toBe('0000');
  return json.data as T;
};

const section = async (key: string, code: string, query = '') => {
  const { ztbs } = await control.person(key);
  return call('GET', `/credit/v1/zt/${ztbs}/xx/${code}${query}`);
};

describe('sandbox.signing', () => {
  it.each(requestVectors)('signs %s %s as openssl does', (method, target, body, nonce, expected) => {
    expect(signRequest(vectorSecret, { method, target, body: Buffer.from(body), timestamp: vectorTimestamp, nonce })).toBe(expected);
  });

  it('signs a reply as openssl does', () => {
    const { status, body, nonce, signature } = replyVector;
    expect(signReply(vectorSecret, { status, body, timestamp: vectorTimestamp, nonce })).toBe(signature);
  });

  it.each<[string, Change, string]>([
    ['another secret', { secret: 'another' }, '1011'],
    ['another query than signed', { sentTarget: '/credit/v1/bd?size=2' }, '1011'],
    ['a clock five minutes and a second ahead', { skewMs: 301_000 }, '1012'],
    ['a clock five minutes and a second behind', { skewMs: -301_000 }, '1012'],
  ])('refuses %s', async (_, change, code) => {
    expect(await call('GET', '/credit/v1/bd?size=1', undefined, change)).toMatchObject({ status: 401, json: { code } });
  });

  it('takes a clock almost five minutes off, and no request twice', async () => {
    const nonce = 'nonce-taken-once-0001';
    expect((await call('GET', '/credit/v1/bd', undefined, { skewMs: 290_000, nonce })).status).toBe(200);
    expect(await call('GET', '/credit/v1/bd', undefined, { nonce })).toMatchObject({ status: 401, json: { code: '1013' } });
  });

  it('signs its replies, refusals too', async () => {
    expect((await call('GET', '/credit/v1/bd')).signedRight).toBe(true);
    expect((await call('GET', '/credit/v1/bd', undefined, { skewMs: 301_000 })).signedRight).toBe(true);
  });
});

describe('sandbox.credit', () => {
  it('finds a person only by type, number and name together', async () => {
    const { document, ztbs } = await control.person('clean');
    expect(await data('POST', '/credit/v1/zt/zrr', document)).toMatchObject({ ztbs, ztlb: '02' });
    expect((await call('POST', '/credit/v1/zt/zrr', { ...document, xm: '别人' })).json.code).toBe('1404');
    expect((await call('POST', '/credit/v1/zt/zrr', { ...document, zjlx: '02' })).json.code).toBe('1404');
  });

  it('knows the legal representative of today, and where to reach them', async () => {
    const { ztbs } = await control.merchant('m_changed_head');
    const ask = async (key: string) =>
      data<{ sffddbr: string }>('POST', `/credit/v1/zt/${ztbs}/fddbr`, (await control.person(key)).document);
    expect(await ask('legal_rep_new')).toEqual({ sffddbr: '1' });
    expect(await ask('legal_rep_old')).toEqual({ sffddbr: '0' });
    const contact = await data<{ sjhym: string; lxbs: string }>('GET', `/credit/v1/zt/${ztbs}/fddbr/lxfs`);
    expect(contact.sjhym).toMatch(/^199\*{4}\d{4}$/);
    await data('POST', '/sms/v1/dx', { lxbs: contact.lxbs, mbbs: '2', cs: { code: '246810', minutes: '5', merchant: '青禾' } });
    expect((await control.sms())[0]).toMatchObject({ phone: (await control.person('legal_rep_new')).phone, params: { code: '246810' } });
  });

  it('pages through 388 records without losing or repeating one', async () => {
    const seen = new Set<string>();
    for (let page = 1; page <= 4; page += 1) {
      const { json } = await section('records_400', 'XZXW', `?page=${page}&size=100`);
      const { total, list } = json.data as { total: number; list: { jlbs: string }[] };
      expect(total).toBe(388);
      for (const { jlbs } of list) seen.add(jlbs);
    }
    expect(seen.size).toBe(388);
    expect((await section('records_400', 'XZXW', '?size=101')).status).toBe(400);
  });

  it('keeps a checkpoint once and refuses another under its number', async () => {
    const checkpoint = { xh: 7, sj: '2026-11-23 08:00:00', zy: 'aa', mybs: 'k1', qm: 'ss' };
    await data('POST', '/credit/v1/cz', checkpoint);
    await data('POST', '/credit/v1/cz', checkpoint);
    expect((await call('POST', '/credit/v1/cz', { ...checkpoint, zy: 'bb' })).json.code).toBe('1409');
    expect(await control.checkpoints()).toMatchObject([{ xh: 7, zy: 'aa' }]);
  });

  it('keeps a record of who used the data, the app included', async () => {
    const { ztbs } = await control.person('clean');
    const usage = async () => {
      const { data_usage_record: list } = await data<{ data_usage_record: { receiverSystem: string }[] }>(
        'GET',
        `/credit/v1/zt/${ztbs}/usage?periodStart=2020-01-01+00:00:00&periodEnd=2099-01-01+00:00:00`,
      );
      return list.map(({ receiverSystem }) => receiverSystem);
    };
    const before = await usage();
    expect(before.length).toBeGreaterThan(0);
    await section('clean', 'SXRY');
    await section('clean', 'XZXK');
    expect(await usage()).toEqual([demoAppId, ...before]);
  });
});

describe('sandbox.demoPeople', () => {
  it('lists who may be signed in, without documents or phones; not children', async () => {
    const { list } = await data<{ list: { key: string }[] }>('GET', '/credit/demo/people');
    const keys = list.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(['clean', 'elder', 'passport', 'guardian', 'shape_long']));
    expect(keys).not.toEqual(expect.arrayContaining(['child']));
    expect(keys).not.toEqual(expect.arrayContaining(['child_turning_14']));
    expect(JSON.stringify(list)).not.toMatch(/\d{11}/);
    const clean = await control.person('clean');
    expect(await data('POST', '/credit/demo/people/clean', {})).toEqual({
      document: clean.document,
      sjh: clean.phone,
      orgCodes: clean.orgCodes,
    });
    expect((await call('POST', '/credit/demo/people/nobody', {})).json.code).toBe('1404');
  });
});

describe('sandbox.identity', () => {
  it('passes a face, but not that of the elder; tells by whatever means who somebody is', async () => {
    const face = async (key: string) => {
      const { hsbs } = await data<{ hsbs: string }>('POST', '/identity/v1/rlhs', (await control.person(key)).document);
      return (await data<{ hsjg: string }>('POST', '/identity/v1/rlhs/jg', { hsbs })).hsjg;
    };
    expect([await face('clean'), await face('elder')]).toEqual(['1', '2']);
    const { document, bankCard } = await control.person('elder');
    expect(await data('POST', '/identity/v1/yhk', { ...document, yhkh: bankCard })).toEqual({ hsjg: '1' });
    expect(await data('POST', '/identity/v1/yhk', { ...document, yhkh: '9900000000000000000' })).toEqual({ hsjg: '2' });
  });

  it('takes a counter code once, for its purpose and person only', async () => {
    const { document } = await control.person('elder');
    const hm = await control.counterCode('real_name', document.zjhm);
    const use = async (yt: string, dx: string) => (await data<{ hsjg: string }>('POST', '/identity/v1/gthm', { hm, yt, dx })).hsjg;
    expect(await use('2', document.zjhm)).toBe('2');
    expect(await use('1', 'somebody else')).toBe('2');
    expect(await use('1', document.zjhm)).toBe('1');
    expect(await use('1', document.zjhm)).toBe('2');
  });

  it('knows a guardian of a child', async () => {
    const [guardian, child, other] = await Promise.all(['guardian', 'child', 'clean'].map(control.person));
    const ask = async (of: typeof guardian) => data('POST', '/identity/v1/jhgx', { jhr: of?.document, bjhr: child?.document });
    expect(await ask(guardian)).toEqual({ hsjg: '1' });
    expect(await ask(other)).toEqual({ hsjg: '2' });
  });
});

describe('sandbox.wechat', () => {
  const ask = async (path: string, body?: unknown) =>
    (await fetch(`${sandbox.url}/wechat${path}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) })).json();
  const login = (code: string) =>
    ask(`/sns/jscode2session?appid=${demoAppId}&secret=${demoSecret}&js_code=${code}&grant_type=authorization_code`);
  const token = async () =>
    (await ask('/cgi-bin/stable_token', { grant_type: 'client_credential', appid: demoAppId, secret: demoSecret })).access_token;

  it('takes a login code once', async () => {
    const { loginCode } = await control.wechatCodes('clean');
    expect(await login(loginCode)).toMatchObject({ openid: (await control.person('clean')).openId });
    expect(await login(loginCode)).toMatchObject({ errcode: 40163 });
    expect(await login('login-clean-by-form')).toMatchObject({ openid: expect.any(String) });
    expect(await login('nonsense')).toMatchObject({ errcode: 40029 });
  });

  it('gives the phone for a code, and says when the quota is used up', async () => {
    const access = await token();
    expect(await token()).toBe(access);
    const { phoneCode } = await control.wechatCodes('clean');
    const phone = (code: string, with_ = access) => ask(`/wxa/business/getuserphonenumber?access_token=${with_}`, { code });
    expect(await phone(phoneCode)).toMatchObject({ errcode: 0, phone_info: { purePhoneNumber: (await control.person('clean')).phone } });
    expect(await phone(phoneCode)).toMatchObject({ errcode: 40029 });
    expect(await phone('phone-quota')).toMatchObject({ errcode: 1400001 });
    expect(await phone('phone-clean-1', 'wrong')).toMatchObject({ errcode: 40001 });
  });

  it('draws a code and checks a text', async () => {
    const access = await token();
    const reply = await fetch(`${sandbox.url}/wechat/wxa/getwxacodeunlimit?access_token=${access}`, {
      method: 'POST',
      body: JSON.stringify({ scene: 'v=1', page: 'p' }),
    });
    expect(
      Buffer.from(await reply.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    const check = (content: string) => ask(`/wxa/msg_sec_check?access_token=${access}`, { version: 2, scene: 2, openid: 'o1', content });
    expect([await check('您好'), await check('演示违规'), await check('演示存疑')]).toMatchObject([
      { result: { suggest: 'pass' } },
      { result: { suggest: 'risky' } },
      { result: { suggest: 'review' } },
    ]);
  });
});

describe('sandbox.faults', () => {
  it('keeps its standing ones through a reset', async () => {
    await control.clearFaults();
    expect((await section('sections_fail', 'XZCF')).status).toBe(503);
    expect((await section('sections_fail', 'NSXY')).status).toBe(200);
    await expect(section('sections_hang', 'SFPJ')).rejects.toThrow();
    const { json } = await section('sections_stale', 'XZXK');
    expect(now() - Date.parse((json.data as { sjrq: string }).sjrq)).toBeGreaterThan(100 * 86_400_000);
  });

  it('counts calls and meets as many as it was told', async () => {
    await control.clearCounters();
    await control.addFault({ section: 'honor', kind: 'status', amount: 502, times: 1 });
    expect([(await section('clean', 'SXRY')).status, (await section('clean', 'SXRY')).status]).toEqual([502, 200]);
    expect((await control.counters())['credit.section.SXRY']).toBe(2);
  });

  it('breaks a reply in every way it knows', async () => {
    const meet = async (kind: 'malformed' | 'wrong_signature' | 'oversized' | 'duplicated' | 'reordered', amount?: number) => {
      await control.clearFaults();
      await control.addFault({ section: 'honor', subject: 'clean', kind, amount });
      return section('clean', 'SXRY');
    };
    const ids = ({ json }: Sent) => (json.data as { list: { jlbs: string }[] }).list.map(({ jlbs }) => jlbs);
    const right = ids(await section('clean', 'SXRY'));
    expect(right).toHaveLength(2);
    expect(await meet('malformed')).toMatchObject({ json: null, signedRight: true });
    expect(await meet('wrong_signature')).toMatchObject({ status: 200, signedRight: false });
    expect((await meet('oversized', 1_000_000)).text.length).toBeGreaterThan(1_000_000);
    expect(ids(await meet('duplicated'))).toEqual(right.flatMap(id => [id, id]));
    expect(ids(await meet('reordered'))).toEqual([...right].reverse());
    expect((await section('same_name_a', 'SXRY')).signedRight).toBe(true);
  });

  it('cuts the connection before or after the work', async () => {
    const help = { zxbh: 'H1', zxlx: 'question', zxnr: '您好', fssj: '2026-11-23 08:00:00' };
    await control.addFault({ endpoint: 'credit.help', kind: 'reset_before', times: 1 });
    await expect(call('POST', '/credit/v1/zx', help)).rejects.toThrow();
    expect(await control.helpMessages()).toEqual([]);
    await control.addFault({ endpoint: 'credit.help', kind: 'reset_after', times: 1 });
    await expect(call('POST', '/credit/v1/zx', help)).rejects.toThrow();
    expect(await control.helpMessages()).toHaveLength(1);
    await data('POST', '/credit/v1/zx', help);
    expect(await control.helpMessages()).toHaveLength(1);
    expect((await call('POST', '/credit/v1/zx', { ...help, zxnr: '别的' })).json.code).toBe('1409');
  });

  it('delays an answer', async () => {
    await control.addFault({ endpoint: 'credit', kind: 'latency', amount: 200 });
    const startedAt = Date.now();
    await call('GET', '/credit/v1/bd');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(195);
  });
});

describe('sandbox.changes', () => {
  it('tells by feed and signed callback, and again until it is taken', async () => {
    const got: { event: unknown; right: boolean }[] = [];
    const listener = createServer(async (request: IncomingMessage, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const header = (name: string) => String(request.headers[name]);
      const signature = signRequest(demoSecret, {
        method: 'POST',
        target: request.url ?? '',
        body,
        timestamp: header('x-timestamp'),
        nonce: header('x-nonce'),
      });
      got.push({ event: JSON.parse(body.toString()), right: header('x-signature') === signature });
      response.writeHead(got.length === 1 ? 503 : 200).end();
    });
    await new Promise<void>(done => listener.listen(0, '127.0.0.1', done));
    try {
      await control.callbacks({ url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`, paused: true });
      const change = await control.change({ subject: 'clean', section: 'honor', kind: 'withdrawn' });
      expect((await control.callbackStatus()).waiting).toBe(1);
      expect((await control.records('clean', 'honor')).map(({ jlbs }) => jlbs)).not.toContain(change.jlbs);
      await control.callbacks({ paused: false });
      while ((await control.callbackStatus()).delivered === 0) await new Promise(done => setTimeout(done, 50));
      expect(got.map(({ right }) => right)).toEqual([true, true]);
      expect(got[1]?.event).toEqual({ sjlx: 'bd', sj: change });
      const feed = await data<{ yb: string; list: unknown[] }>('GET', '/credit/v1/bd?size=100');
      expect(feed.list).toEqual([change]);
      expect(await data('GET', `/credit/v1/bd?yb=${feed.yb}`)).toEqual({ yb: feed.yb, list: [] });
    } finally {
      await new Promise(done => listener.close(done));
    }
  });

  it('adds, corrects, repairs and marks; a reset undoes all of it', async () => {
    const before = await control.records('penalty_minor', 'penalty');
    const { jlbs } = await control.change({ subject: 'penalty_minor', section: 'penalty', kind: 'added', fields: { CF_WSH: '新' } });
    await control.change({ subject: 'penalty_minor', section: 'penalty', kind: 'repaired', recordId: jlbs ?? '' });
    await control.change({ subject: 'penalty_minor', section: 'penalty', kind: 'objection', recordId: jlbs ?? '' });
    expect((await control.records('penalty_minor', 'penalty'))[0]).toMatchObject({ jlbs, CF_WSH: '新', xfzt: '2', yyzt: '1' });
    await control.reset();
    expect(await control.records('penalty_minor', 'penalty')).toEqual(before);
  });

  it('has a feed that can be down', async () => {
    await control.feedDown(true);
    expect((await call('GET', '/credit/v1/bd')).status).toBe(503);
  });
});

describe('sandbox.pages', () => {
  it('shows codes that were sent and lets one take a counter code', async () => {
    const { phone } = await control.person('clean');
    await data('POST', '/sms/v1/dx', { sjh: phone, mbbs: '1', cs: { code: '135790', minutes: '5' } });
    const form = new URLSearchParams({ purpose: '1', about: 'm<b>' });
    const inbox = await (await fetch(`${sandbox.url}/inbox/counter-codes`, { method: 'POST', body: form })).text();
    expect(inbox).toContain('135790');
    expect(inbox).toContain('M&#60;B&#62;');
    const { sms, counterCodes } = await (await fetch(`${sandbox.url}/inbox.json`)).json();
    expect(sms[0]).toMatchObject({ phone, code: '135790' });
    expect(counterCodes[0].code).toMatch(/^\d{8}$/);
    expect(await (await fetch(`${sandbox.url}/demo-people`)).text()).toContain('许知远');
  });
});
