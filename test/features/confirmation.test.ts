import { startTestApp, type TestApp } from '../support/app';
import { type People, peopleOf } from '../support/people';
import { type Merchant, merchantOf, readEntry, submit } from '../support/registrations';

let app: TestApp;
let people: People;
let shop: Merchant;
let receiver: Merchant;
let stranger: Merchant;
let receiverCode: string;

beforeAll(async () => {
  app = await startTestApp({ background: false });
  people = peopleOf(app);
  shop = await merchantOf(await people.demo('shop_owner'));
  receiver = await merchantOf(await people.demo('association_head'));
  stranger = await merchantOf(await people.demo('institution_head'));
  receiverCode = await people.orgCode('m_association');
}, 60_000);
afterAll(() => app?.close());

const ask = (code = receiverCode) => submit(app, shop, 'charity', { receiverName: '青禾市演示商贸行业协会', receiverCode: code });
const asked = async ({ phone, subjectId }: Merchant) => (await phone.ok('confirmation.list', { params: { subjectId } })).confirmations;
const decide = ({ phone, subjectId }: Merchant, confirmationId: string, confirms: boolean) =>
  phone.call('confirmation.decide', { params: { subjectId, confirmationId }, body: { confirms } });
const pageOf = async ({ phone, subjectId }: Merchant) => (await phone.ok('registration.list', { params: { subjectId } })).page.code;
const newest = async (merchant = receiver) => (await asked(merchant))[0] as Awaited<ReturnType<typeof asked>>[number];

describe('confirmation', () => {
  it('asks the other side about what is for it to see, and tells it', async () => {
    const entry = await ask();
    expect(entry.confirmation).toEqual({ state: 'asked', by: '青禾市演示商贸行业协会', at: null });
    const one = await newest();
    expect(one).toMatchObject({
      merchantName: expect.stringContaining('杜小铺'),
      kindTitle: '社会公益',
      title: entry.title,
      state: 'asked',
    });
    expect(one.facts.map(({ label }) => label)).toContain('做了什么');
    const { notices } = await receiver.phone.ok('notice.list');
    expect(notices[0]).toMatchObject({ title: '有一条内容请您确认', target: { page: 'confirmations', subjectId: receiver.subjectId } });
    expect(JSON.stringify(notices[0])).not.toContain(entry.number);
  });

  it('is given once, told to the asker, and raises no trust', async () => {
    const entry = await ask();
    const { confirmationId } = await newest();
    const [first, again] = await Promise.all([decide(receiver, confirmationId, true), decide(receiver, confirmationId, true)]);
    expect([first.status, again.status, first.body.state, again.body.state]).toEqual([200, 200, 'confirmed', 'confirmed']);
    await receiver.phone.refused('confirmation.over', 'confirmation.decide', {
      params: { subjectId: receiver.subjectId, confirmationId },
      body: { confirms: false },
    });
    const now = await readEntry(shop, entry.entryId);
    expect([now.confirmation?.state, now.trust, now.state]).toEqual(['confirmed', 'self_declared', 'submitted']);
    const told = (await shop.phone.ok('notice.list')).notices.filter(
      ({ title, target }) => title === '对方确认了' && target?.id === entry.entryId,
    );
    expect(told).toHaveLength(1);
  });

  it('says that it is not so', async () => {
    const entry = await ask();
    const { confirmationId } = await newest();
    expect((await decide(receiver, confirmationId, false)).body.state).toBe('declined');
    expect((await readEntry(shop, entry.entryId)).confirmation?.state).toBe('declined');
  });

  it('is over when the entry is withdrawn, also against an answer at the same moment', async () => {
    const entry = await ask();
    const { confirmationId } = await newest();
    const [withdrawn, decided] = await Promise.all([
      shop.phone.call('registration.withdraw', { params: { subjectId: shop.subjectId, entryId: entry.entryId }, body: { revision: 1 } }),
      decide(receiver, confirmationId, true),
    ]);
    expect(withdrawn.status).toBe(200);
    const state = (await asked(receiver)).find(one => one.confirmationId === confirmationId)?.state;
    expect(state).toBe(decided.status === 200 ? 'confirmed' : 'over');
    await ask();
    const second = await newest();
    await shop.phone.ok('registration.withdraw', {
      params: {
        subjectId: shop.subjectId,
        entryId: (await shop.phone.ok('registration.list', { params: { subjectId: shop.subjectId } })).entries[0]?.entryId ?? '',
      },
      body: { revision: 1 },
    });
    await receiver.phone.refused('confirmation.over', 'confirmation.decide', {
      params: { subjectId: receiver.subjectId, confirmationId: second.confirmationId },
      body: { confirms: true },
    });
  });

  it('is nobody else’s to see or give', async () => {
    await ask();
    const { confirmationId } = await newest();
    expect((await asked(stranger)).map(one => one.confirmationId)).not.toContain(confirmationId);
    await stranger.phone.refused('confirmation.not_found', 'confirmation.decide', {
      params: { subjectId: stranger.subjectId, confirmationId },
      body: { confirms: true },
    });
  });

  it('stands on the public page under the name of the register, not the one that was typed', async () => {
    // WeChat checks the words of its own users only.
    const phone = await people.newcomer('serious_list_boss');
    const { document, bankCard, orgCodes } = await people.person('serious_list_boss');
    await phone.ok('identity.verify', { body: { method: 'bank_card', ...document, bankCard } });
    await phone.ok('merchant.bind', { body: { orgCode: orgCodes[0] ?? '', role: 'legal_representative' } });
    const giver = await merchantOf(phone);
    const entry = await submit(app, giver, 'charity', { receiverName: '某某基金会总会', receiverCode });
    await app.container.registration.checkText({ entryId: entry.entryId, revision: 1 });
    const { confirmationId } = await newest();
    await decide(receiver, confirmationId, true);
    const shown = await people.call('registration.publicPage', { params: { pageCode: await pageOf(giver) } });
    const [one] = shown.body.entries.filter(({ title }) => title === entry.title);
    expect(one).toMatchObject({ trust: 'self_declared', confirmedBy: '青禾市演示商贸行业协会（虚构）' });
    expect((await readEntry(giver, entry.entryId)).confirmation?.by).toBe('青禾市演示商贸行业协会（虚构）');
  });

  it('shows nothing any more of what is over', async () => {
    const entry = await ask();
    const { confirmationId } = await newest();
    await shop.phone.ok('registration.withdraw', { params: { subjectId: shop.subjectId, entryId: entry.entryId }, body: { revision: 1 } });
    const over = (await asked(receiver)).find(one => one.confirmationId === confirmationId);
    expect(over).toMatchObject({ state: 'over', title: '社会公益', facts: [] });
    expect(JSON.stringify(over)).not.toContain(entry.title);
  });

  it('is read in the open: the asker’s read ledger says who looked and who answered', async () => {
    const entry = await ask();
    const readers = async () =>
      (await shop.phone.ok('ledger.list', { params: { subjectId: shop.subjectId } })).entries
        .filter(({ who }) => who.includes('青禾市演示商贸行业协会'))
        .map(({ reason }) => reason);
    const before = (await readers()).length;
    const { confirmationId } = await newest();
    await decide(receiver, confirmationId, true);
    const now = await readers();
    expect(now.length).toBeGreaterThanOrEqual(before + 1);
    expect(now).toContain(`回答请它确认的自愿登记 ${entry.number}`);
    expect(now).toContain('看请它确认的自愿登记');
  });

  it('tells of many requests of one asker once a day, and uses up no reminder', async () => {
    app.clock.advance(24 * 3600_000);
    shop = await merchantOf(await people.demo('shop_owner'));
    receiver = await merchantOf(await people.demo('association_head'));
    const told = async () => (await receiver.phone.ok('notice.list')).notices.filter(({ title }) => title === '有一条内容请您确认').length;
    const before = await told();
    for (let n = 0; n < 3; n += 1) await ask();
    expect(await told()).toBe(before + 1);
  });

  it('is listed page by page, what waits before the rest, none lost or twice', async () => {
    const { phone, subjectId } = receiver;
    const { open } = await phone.ok('confirmation.list', { params: { subjectId } });
    const states: string[] = [];
    const ids: string[] = [];
    for (let cursor: string | undefined, last = false; !last; ) {
      const page = await phone.ok('confirmation.list', { params: { subjectId }, query: { limit: 2, ...(cursor && { cursor }) } });
      states.push(...page.confirmations.map(({ state }) => state));
      ids.push(...page.confirmations.map(({ confirmationId }) => confirmationId));
      cursor = page.nextCursor ?? undefined;
      last = cursor === undefined;
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(states.slice(0, open)).toEqual(Array(open).fill('asked'));
    expect(states.slice(open)).not.toContain('asked');
    expect(states.length).toBeGreaterThan(open);
    expect((await phone.ok('registration.list', { params: { subjectId } })).asks).toBe(open);
    await phone.refused('request.invalid', 'confirmation.list', { params: { subjectId }, query: { cursor: 'bm90IG91cnM' } });
  });

  it('is not given by somebody who acts for the asker as well', async () => {
    const head = receiver.phone;
    await head.ok('merchant.bind', { body: { orgCode: (await people.person('shop_owner')).orgCodes[0] ?? '', role: 'agent' } });
    const { requests } = await shop.phone.ok('merchant.list');
    await shop.phone.ok('merchant.decide', { params: { bindingId: requests[0]?.bindingId ?? '' }, body: { agree: true } });
    await ask();
    const { confirmationId } = await newest();
    await head.refused('confirmation.own', 'confirmation.decide', {
      params: { subjectId: receiver.subjectId, confirmationId },
      body: { confirms: true },
    });
  });

  it('waits for a merchant that comes to the app later', async () => {
    const code = await people.orgCode('m_cooperative');
    await ask(code);
    const late = await merchantOf(await people.demo('rural'));
    expect((await asked(late))[0]).toMatchObject({ state: 'asked' });
  });
});
