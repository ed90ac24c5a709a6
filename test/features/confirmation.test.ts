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

  it('waits for a merchant that comes to the app later', async () => {
    const code = await people.orgCode('m_cooperative');
    await ask(code);
    const late = await merchantOf(await people.demo('rural'));
    expect((await asked(late))[0]).toMatchObject({ state: 'asked' });
  });
});
