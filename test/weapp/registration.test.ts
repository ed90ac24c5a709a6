import { startTestApp, type TestApp } from '../support/app';
import { type Hand, handOf } from '../support/hand';
import { peopleOf } from '../support/people';
import { type Entry, inEveryState, merchantOf, submit } from '../support/registrations';
import { type WeappPhone, weappPhone } from '../support/weapp-hand';
import { expectKept } from './words/kept';
import { atHold, atRest } from './words/spoken';

/** 自愿登记 on the phone in each of its states, word for word. The relay stands still until a test starts it: what is answered is said here. */
const today = '2026-11-20T02:00:00.000Z';

let app: TestApp;
let phone: WeappPhone;
let hand: Hand;
let told: string[];
let taken: WeappPhone[];

const takePhone = async (): Promise<void> => {
  phone = await weappPhone(app);
  taken.push(phone);
  hand = handOf(phone);
};
beforeEach(async () => {
  app = await startTestApp({ background: false, at: today });
  told = [];
  taken = [];
  await takePhone();
}, 60_000);
afterEach(async () => {
  for (const one of taken) await one.close();
  await app.close();
  expect(taken.flatMap(one => one.faults())).toEqual([]);
});

const tell = async (what: string): Promise<void> => {
  const words = await atRest(phone.host);
  told.push(`== ${what}`, ...words, '');
};
/** What stands there while every answer is on its way. */
const tellWhileSent = async (what: string, act: () => Promise<void>): Promise<void> => {
  const arrive = phone.host.phone.holdReplies();
  await act();
  told.push(`== ${what}`, ...(await atHold(phone.host)), '');
  arrive();
};
const route = (): string => phone.host.pages.at(-1)?.route ?? '';
const list = '/registration/pages/list/index';

it('says on top of a form what is wrong, and leads to it', async () => {
  const { people, registrations, screen } = hand;
  await people.signInAs('杜小铺');
  await registrations.actFor(/杜小铺便利店/);
  for (const kind of ['资质证照', '市场经营', '合同履约', '社会公益']) {
    await screen.open(list);
    await screen.tap(new RegExp(`^${kind}`));
    await screen.appears('.field');
    await screen.tap(/^下一步/);
    await tell(`${kind}, nothing filled in`);
  }
  await screen.tap(/去改$/);
  expectKept('registration-faults', told);
}, 60_000);

it('says of an entry in each state who has it and what can be done, and its row opens it', async () => {
  const shop = await merchantOf(await peopleOf(app).demo('shop_owner'));
  const { people, registrations, screen } = hand;
  await people.signInAs('杜小铺');
  await registrations.actFor(/杜小铺便利店/);
  await screen.open(list);
  await tell('nothing yet');
  const entries = await inEveryState(app, shop);
  await screen.open(list);
  await tell('one of each state');
  for (const { title, number } of entries) {
    await screen.tap(new RegExp(`^${title}，.*${number}`));
    await screen.sees(number);
    expect(route()).toBe('registration/pages/entry/index');
    await tell(title);
    await screen.back();
  }
  // Withdrawn on its own page, it stands among what is over when one comes back.
  await screen.tap(/^在路上的/);
  await screen.tap('不登记了，撤下，随时可以撤，不影响信用');
  await tell('before it is withdrawn');
  await screen.tap('先不撤');
  await screen.vanishes('.bar-why');
  await screen.tap('不登记了，撤下，随时可以撤，不影响信用');
  await tellWhileSent('确定撤下 点了以后', () => screen.tap('确定撤下'));
  await screen.sees('您已撤下这一条');
  await screen.back();
  await tell('back on the list');
  await screen.tap(/^我的公开页/);
  await tell('the public page');
  await screen.tap('转给别人看');
  expect(phone.host.phone.shared.map(({ title }) => title)).toEqual(['青禾市杜小铺便利店（虚构）的信用公开页']);
  expectKept('registration-states', told);
}, 120_000);

it('of more than one page of entries reads on, says when that failed, and repeats none', async () => {
  const shop = await merchantOf(await peopleOf(app).demo('shop_owner'));
  for (let nth = 0; nth < 33; nth++) await submit(app, shop);
  const { people, registrations, screen } = hand;
  await people.signInAs('杜小铺');
  await registrations.actFor(/杜小铺便利店/);
  await screen.open(list);
  await screen.sees('有 30 条正在办');
  await phone.setOnline(false);
  await screen.tap('再看一些');
  await screen.sees('手机没有连上网');
  expect(await screen.textsOf('.entry-title')).toHaveLength(30);
  await phone.setOnline(true);
  const arrive = phone.host.phone.holdReplies();
  await screen.tap('再看一些');
  await screen.vanishes('.banner-warn');
  expect(await screen.text()).not.toContain('再看一些');
  arrive();
  await screen.sees('有 33 条正在办');
  expect(new Set(await screen.textsOf('.entry-title')).size).toBe(33);
  expect(await screen.text()).not.toContain('再看一些');
}, 60_000);

it('asks the other side, which answers each with a second thought', async () => {
  const shop = await merchantOf(await peopleOf(app).demo('shop_owner'));
  const receiver = { receiverName: '青禾市演示商贸行业协会', receiverCode: await peopleOf(app).orgCode('m_association') };
  const { people, registrations, screen } = hand;
  await people.signInAs('罗会明');
  await registrations.actFor(/商贸行业协会/);
  await screen.open('/registration/pages/confirm/index');
  await tell('nobody asks');
  const yes = await submit(app, shop, 'charity', { ...receiver, matter: '捐了五十袋米' });
  app.clock.advance(1_000);
  const no = await submit(app, shop, 'charity', { ...receiver, matter: '捐了一台冰柜' });
  await screen.open(list);
  await screen.sees('等您确认');
  await screen.tap(/^有 2 件事请您确认/);
  await tell('two ask');
  await screen.tap(/^不是这样/);
  await tell('before it is denied');
  await screen.tap(/^再想想/);
  await screen.vanishes('.btn-danger');
  await screen.tap(/^不是这样/);
  await phone.setOnline(false);
  await screen.tap(/^确定，不是这样/);
  await screen.sees('手机没有连上网');
  await phone.setOnline(true);
  await tellWhileSent('确定，不是这样 点了以后', () => screen.tap(/^确定，不是这样/));
  await screen.sees('有 1 件事请您确认');
  await screen.tap('是这样，确认');
  await screen.sees('没有等您确认的');
  await tell('answered');
  const stateOf = async ({ entryId }: Entry) =>
    (await shop.phone.ok('registration.read', { params: { subjectId: shop.subjectId, entryId } })).confirmation?.state;
  expect([await stateOf(no), await stateOf(yes)]).toEqual(['declined', 'confirmed']);
  expectKept('registration-confirm', told);
}, 60_000);
