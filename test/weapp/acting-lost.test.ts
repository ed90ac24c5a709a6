import { startTestApp, type TestApp } from '../support/app';
import { type Hand, handOf } from '../support/hand';
import { peopleOf } from '../support/people';
import { type Merchant, merchantOf } from '../support/registrations';
import { type WeappPhone, weappPhone } from '../support/weapp-hand';

/** An agent whose power is withdrawn while a form is open. */
let app: TestApp;
let phone: WeappPhone;
let hand: Hand;
let shop: Merchant;
let bindingId: string;

const submissions = () => phone.requests().filter(({ method, path }) => method === 'POST' && /\/(registrations|reports)$/.test(path));
const bind = async (): Promise<void> => {
  const people = peopleOf(app);
  const agent = await people.demo('agent');
  bindingId = (await agent.ok('merchant.bind', { body: { orgCode: await people.orgCode('m_shop'), role: 'agent' } })).bindingId;
  await shop.phone.ok('merchant.decide', { params: { bindingId }, body: { agree: true } });
};
const withdraw = () => shop.phone.ok('merchant.end', { params: { bindingId } });

beforeEach(async () => {
  app = await startTestApp({ background: false, at: '2026-11-20T02:00:00.000Z' });
  shop = await merchantOf(await peopleOf(app).demo('shop_owner'));
  await bind();
  phone = await weappPhone(app, { owner: 'agent' });
  hand = handOf(phone);
  await hand.people.signInAs('方代文');
  await hand.registrations.actFor(/杜/);
}, 60_000);
afterEach(async () => {
  await phone.close();
  await app.close();
  expect(phone.faults()).toEqual([]);
});

it('the registration is held back with what to do, its draft stays, and goes on when the power is given again', async () => {
  const { screen, registrations } = hand;
  await registrations.begin('市场经营');
  await screen.type('经营场所', '青禾市禾光路 8 号');
  await screen.sees(/草稿已存/);
  await withdraw();
  await screen.type('品牌或招牌', '小铺');
  await screen.sees(/这一份现在交不了。请联系它的法定代表人/);
  await screen.sees('草稿加密存在这台手机上');
  expect(await screen.value('经营场所')).toBe('青禾市禾光路 8 号');
  expect(await screen.textsOf('.bar .btn-off')).toHaveLength(1);
  expect(submissions()).toEqual([]);
  await bind();
  await registrations.actFor(/杜/);
  await screen.open('/registration/pages/list/index');
  await screen.tap(/^市场经营，(?!.*门店).*(手机|留到)/);
  await screen.sees(/草稿已存/);
  expect(await screen.value('品牌或招牌')).toBe('小铺');
  expect(await screen.textsOf('.bar .btn-off')).toEqual([]);
});
