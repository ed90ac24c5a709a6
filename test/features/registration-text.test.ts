import type { Reply } from '../../bff/contract/types';
import { piecesOf } from '../../bff/features/registration/text/public-words';
import { startTestApp, type TestApp } from '../support/app';
import { type People, peopleOf } from '../support/people';
import { type Entry, type Merchant, merchantOf, readEntry, submit, wishOf } from '../support/registrations';
import { type Desk, officeOf } from '../support/staff';

/** R30: what a merchant says of itself stands on its own page after its words were checked, and never before. */
let app: TestApp;
let people: People;
let shop: Merchant;
let desk: Desk;
const minuteMs = 60_000;
const bad = '演示违规的话';

beforeAll(async () => {
  app = await startTestApp({ background: false });
  people = peopleOf(app);
  desk = await officeOf(app).member('shen.wen');
  shop = await inWechat('shop_owner');
}, 60_000);
afterAll(() => app.close());

/** A merchant whose representative came by WeChat: WeChat checks the words of its own users only. */
const inWechat = async (key: string): Promise<Merchant> => {
  const phone = await people.newcomer(key);
  const { document, bankCard, orgCodes } = await people.person(key);
  await phone.ok('identity.verify', { body: { method: 'bank_card', ...document, bankCard } });
  await phone.ok('merchant.bind', { body: { orgCode: orgCodes[0] ?? '', role: 'legal_representative' } });
  return merchantOf(phone);
};
/** What the relay does with the words of an entry. */
const check = ({ entryId, revision }: Pick<Entry, 'entryId' | 'revision'>) => app.container.registration.checkText({ entryId, revision });
const textOf = async (entry: Entry, merchant = shop) => (await readEntry(merchant, entry.entryId)).publicText;
const pageOf = async ({ phone, subjectId }: Merchant): Promise<Reply<'registration.publicPage'>['entries']> => {
  const { page } = await phone.ok('registration.list', { params: { subjectId } });
  return (await people.call('registration.publicPage', { params: { pageCode: page.code } })).body.entries;
};
const isShown = async ({ title }: Entry, merchant = shop) => (await pageOf(merchant)).find(one => one.title === title)?.trust ?? null;
const titles = async ({ phone }: Merchant, { entryId }: Entry) =>
  (await phone.ok('notice.list')).notices.filter(({ target }) => target?.id === entryId).map(({ title }) => title);
const ask = ({ phone, subjectId }: Merchant, { entryId }: Entry, revision = 1) =>
  phone.call('registration.askReview', { params: { subjectId, entryId }, body: { revision } });
const decide = ({ number, revision }: Entry, allow: boolean, reason: string | null = null) =>
  desk.call('desk.decideText', { params: { number }, body: { revision, allow, reason } });
const mend = async (entry: Entry, fields: Parameters<typeof wishOf>[3]) =>
  shop.phone.call('registration.submit', {
    params: { subjectId: shop.subjectId },
    body: await wishOf(app, shop, entry.kind, fields, { mends: { entryId: entry.entryId, revision: entry.revision } }),
  });
const step = (entry: Entry, ...[what]: [Parameters<TestApp['container']['registration']['moveEntry']>[1]]) =>
  app.container.registration.moveEntry({ number: entry.number }, what);
const later = async (ms: number): Promise<void> => {
  app.clock.advance(ms);
  const { accessToken } = (
    await people.call('session.signInWechat', { body: { code: people.loginCode('shop_owner'), device: '测试手机' } })
  ).body;
  shop = { ...shop, phone: people.phoneOf(accessToken) };
};

describe('words that nobody has checked', () => {
  it('are submitted all the same, wait, and are not shown', async () => {
    const entry = await submit(app, shop);
    expect(entry).toMatchObject({ state: 'submitted', trust: 'self_declared', publicText: { state: 'waiting', reason: null } });
    expect(await isShown(entry)).toBeNull();
    await check(entry);
    expect((await textOf(entry)).state).toBe('passed');
    expect(await isShown(entry)).toBe('self_declared');
    expect(await titles(shop, entry)).toEqual(['自愿登记已提交']);
  });

  it('hold up nothing that the merchant submits', async () => {
    const entry = await submit(app, shop);
    const rows = await app.db.query<{ topic: string; orderKey: string }>(
      "SELECT topic, orderKey FROM outbox WHERE state = 'waiting' ORDER BY id DESC LIMIT 2",
    );
    expect(rows).toEqual([
      { topic: 'registration.submit', orderKey: shop.subjectId },
      { topic: 'registration.text', orderKey: `text:${entry.entryId}` },
    ]);
  });

  it('stay unseen while WeChat is away, and long afterwards their merchant is told', async () => {
    const entry = await submit(app, shop);
    await app.control('/faults', { kind: 'status', endpoint: 'wechat.content' });
    await expect(check(entry)).rejects.toMatchObject({ code: 'platform.unavailable' });
    expect([(await textOf(entry)).state, await isShown(entry)]).toEqual(['waiting', null]);
    await app.control('/faults', undefined, 'DELETE');
    await later(11 * minuteMs);
    await check(entry);
    await check(entry);
    expect(await isShown(entry)).toBe('self_declared');
    expect(await titles(shop, entry)).toEqual(['公开页的文字检查过了', '自愿登记已提交']);
  });

  it('are sent in pieces that overlap, so that nothing hides across a cut', () => {
    const text = '甲'.repeat(2395) + bad + '乙'.repeat(3000);
    const pieces = piecesOf(text);
    expect(Math.max(...pieces.map(piece => [...piece].length))).toBeLessThanOrEqual(2500);
    expect(pieces.some(piece => piece.includes(bad))).toBe(true);
    expect(piecesOf('短')).toEqual(['短']);
    for (const length of [1, 199, 200, 2400, 2401, 2600, 4600, 4601]) {
      const letters = Array.from({ length }, (_, n) => String.fromCodePoint(0x4e00 + (n % 20_000)));
      const whole = piecesOf(letters.join(''));
      expect(
        whole[0] +
          whole
            .slice(1)
            .map(piece => piece.slice(200))
            .join(''),
      ).toBe(letters.join(''));
    }
  });
});

describe('words that were stopped', () => {
  it('are told of, not shown, and mended under the same number', async () => {
    const entry = await submit(app, shop, 'operation', { products: bad });
    await check(entry);
    expect([(await textOf(entry)).state, await isShown(entry)]).toEqual(['refused', null]);
    expect(await titles(shop, entry)).toEqual(['公开页的文字没有通过检查', '自愿登记已提交']);
    const { body, status } = await mend(entry, { products: '日用百货和粮油' });
    expect([status, body.number, body.revision, body.state, body.publicText.state]).toEqual([200, entry.number, 2, 'submitted', 'waiting']);
    expect(body.history.at(-1)?.what).toBe('改了公开的文字，再次提交');
    await check(entry);
    expect((await textOf(entry)).state).toBe('waiting');
    await check(body);
    expect(await isShown(body)).toBe('self_declared');
  });

  it('cannot be mended while nothing stops them', async () => {
    const entry = await submit(app, shop, 'operation');
    expect((await mend(entry, {})).problem.code).toBe('registration.moved');
    await check(entry);
    expect((await mend(entry, {})).problem.code).toBe('registration.moved');
  });

  it('go to a person when the merchant asks, once however often; the person allows them', async () => {
    const entry = await submit(app, shop, 'operation', { products: bad });
    expect((await ask(shop, entry)).problem.code).toBe('registration.moved');
    await check(entry);
    expect([(await ask(shop, entry)).status, (await ask(shop, entry)).body.publicText.state]).toEqual([200, 'asked']);
    const { cases } = await desk.ok('desk.queue', { query: { view: 'texts' } });
    expect(cases.map(({ number }) => number)).toContain(entry.number);
    expect((await desk.ok('desk.open', { params: { number: entry.number } })).publicText).toBe('asked');
    expect(await isShown(entry)).toBeNull();
    const [one, two] = await Promise.all([decide(entry, true), decide(entry, false, '有广告')]);
    expect([one.status, two.status].sort()).toEqual([200, 409]);
    expect((await textOf(entry)).state).toBe(one.status === 200 ? 'passed' : 'barred');
  });

  it('that a person does not allow say why, can be mended, and not asked about again', async () => {
    const entry = await submit(app, shop, 'operation', { products: bad });
    await check(entry);
    await ask(shop, entry);
    expect((await decide(entry, false)).problem.code).toBe('desk.text_reason_missing');
    expect((await decide(entry, true, '多余的原因')).problem.code).toBe('desk.text_reason_missing');
    expect((await decide(entry, false, '写了别人的手机号，请删去')).status).toBe(200);
    expect(await textOf(entry)).toMatchObject({ state: 'barred', reason: '写了别人的手机号，请删去' });
    expect((await ask(shop, entry)).problem.code).toBe('registration.moved');
    expect((await titles(shop, entry))[0]).toBe('公开页的文字不能公开');
    const [row] = await app.db.query<{ reasonSealed: string }>('SELECT reasonSealed FROM registration_text WHERE entryId = ?', [
      entry.entryId,
    ]);
    expect(row?.reasonSealed).not.toContain('手机号');
    expect((await mend(entry, { products: '日用百货' })).status).toBe(200);
    expect((await desk.ok('desk.queue', { query: { view: 'texts' } })).cases.map(({ number }) => number)).not.toContain(entry.number);
  });

  it('are never shown, also when what they say was verified', async () => {
    const entry = await submit(app, shop, 'operation', { products: bad });
    await check(entry);
    await step(entry, { move: 'verify', actor: 'agency', by: '主管部门', trust: 'agency_verified' });
    await step(entry, { move: 'publish', actor: 'platform', by: '市公共信用信息平台' });
    expect(await isShown(entry)).toBeNull();
    expect((await ask(shop, entry)).status).toBe(200);
    expect(await isShown(entry)).toBeNull();
  });
});

describe('words that no machine decides on', () => {
  it('wait for a person where the machine is not sure', async () => {
    const entry = await submit(app, shop, 'operation', { products: '演示存疑的话' });
    await check(entry);
    expect([(await textOf(entry)).state, await isShown(entry)]).toEqual(['asked', null]);
    await decide(entry, true);
    expect(await isShown(entry)).toBe('self_declared');
  });

  it('wait for a person where WeChat does not know who wrote them', async () => {
    const other = await merchantOf(await people.demo('clean'));
    const entry = await submit(app, other);
    await check(entry);
    expect([(await textOf(entry, other)).state, await isShown(entry, other)]).toEqual(['asked', null]);
  });

  it('of another county wait for its own people', async () => {
    const far = await officeOf(app).member('yuan.fang', ['reviewer'], { county: '990199' });
    const { cases } = await desk.ok('desk.queue', { query: { view: 'texts' } });
    const number = cases[0]?.number ?? '';
    expect((await far.ok('desk.queue', { query: { view: 'texts' } })).cases).toEqual([]);
    const answer = await far.call('desk.decideText', { params: { number }, body: { revision: 1, allow: true, reason: null } });
    expect(answer.problem.code).toBe('desk.case_not_found');
  });
});

describe('a merchant’s page', () => {
  it('shows what was checked by its own state of trust, and takes down what is over', async () => {
    const entry = await submit(app, shop);
    await check(entry);
    expect(await isShown(entry)).toBe('self_declared');
    await step(entry, { move: 'return', actor: 'agency', by: '主管部门', reasons: [{ pointer: '/', text: '请写明' }] });
    expect(await isShown(entry)).toBeNull();
    const { body } = await mend(entry, {});
    await check(body);
    expect(await isShown(body)).toBe('self_declared');
    await step(body, { move: 'verify', actor: 'agency', by: '主管部门', trust: 'agency_verified' });
    expect(await isShown(body)).toBe('agency_verified');
    await step(body, { move: 'publish', actor: 'platform', by: '市公共信用信息平台' });
    expect(await isShown(body)).toBe('agency_verified');
    await shop.phone.ok('registration.withdraw', { params: { subjectId: shop.subjectId, entryId: body.entryId }, body: { revision: 2 } });
    expect(await isShown(body)).toBeNull();
  });

  it('does not show a refused one as what its merchant says', async () => {
    const entry = await submit(app, shop);
    await check(entry);
    await step(entry, { move: 'refuse', actor: 'agency', by: '主管部门', reasons: [{ pointer: '/', text: '查无此事' }] });
    expect(await isShown(entry)).toBeNull();
  });

  it('is reached by its short address, which says nothing of the merchant', async () => {
    const { page } = await shop.phone.ok('registration.list', { params: { subjectId: shop.subjectId } });
    expect(page.url).toBe(`${app.url}/m/${page.code}`);
    const reply = await fetch(page.url, { redirect: 'manual' });
    expect([reply.status, reply.headers.get('location')]).toEqual([302, `/#/registration/pages/public/index?code=${page.code}`]);
    expect((await fetch(page.url, { method: 'POST', redirect: 'manual' })).status).toBe(405);
    expect((await fetch(`${app.url}/m/kurz`, { redirect: 'manual', headers: { accept: 'text/html' } })).status).toBe(404);
  });

  it('has a poster with WeChat’s code of its own page, and with the link alone while WeChat gives none', async () => {
    const params = { subjectId: shop.subjectId };
    await app.control('/faults', { kind: 'status', endpoint: 'wechat.code' });
    const without = await shop.phone.ok('registration.poster', { params });
    expect(without).toMatchObject({ miniProgramCode: null, stamp: '示意', url: expect.stringMatching(/\/m\/[\w-]{16}$/) });
    await app.control('/faults', undefined, 'DELETE');
    const { miniProgramCode } = await shop.phone.ok('registration.poster', { params });
    expect(
      Buffer.from(miniProgramCode ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    const again = await shop.phone.ok('registration.poster', { params });
    expect(again.miniProgramCode).toBe(miniProgramCode);
    const { counters } = (await app.control('/counters', undefined, 'GET')) as { counters: Record<string, number> };
    expect(counters['wechat.code']).toBe(2);
  });
});
