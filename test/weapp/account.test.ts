import { startTestApp, type TestApp } from '../support/app';
import { type Hand, handOf } from '../support/hand';
import { peopleOf } from '../support/people';
import { type WeappPhone, weappPhone } from '../support/weapp-hand';
import { atRest, spoken } from './words/spoken';

/** What is said while something is under way, and what went wrong, on the pages of an account and of its reads. */
let app: TestApp;
let phone: WeappPhone;
let hand: Hand;

beforeAll(async () => {
  app = await startTestApp();
}, 60_000);
afterAll(() => app?.close());
const takePhone = async (): Promise<void> => {
  phone = await weappPhone(app);
  hand = handOf(phone);
};
beforeEach(takePhone);
afterEach(async () => {
  await phone.close();
  expect(phone.faults()).toEqual([]);
});

const words = (): string => spoken(phone.host).join('\n');

it('a check of the name is under way once, says so, and takes back what it said before', async () => {
  const { people, screen } = hand;
  const city = peopleOf(app);
  const person = await city.person('elder');
  await people.signInByPhone(person.phone, () => city.smsCode(person.phone));
  await screen.sees('确认是您本人');
  await screen.pick('柜台核验码');
  await people.fillPerson({ name: person.document.name, idNumber: person.document.idNumber });
  await people.agreeAll();
  await screen.type('柜台核验码', '12345678');
  const tryIt = async (): Promise<string> => {
    const arrive = phone.host.phone.holdReplies();
    await screen.tap('核验');
    await screen.sees('正在办，请稍等…');
    const meanwhile = words();
    arrive();
    return meanwhile;
  };
  expect(await tryIt()).not.toContain('[button] 核验');
  await screen.appears('.field-wrong, .page-problem');
  const said = await screen.textsOf('.field-wrong .field-fault, .page-problem');
  expect(said.join()).not.toBe('');
  await tryIt();
  await atRest(phone.host);
  const counterCode = await city.counterCode('real_name', person.document.idNumber);
  await screen.type('柜台核验码', counterCode);
  const meanwhile = await tryIt();
  for (const line of said) expect(meanwhile).not.toContain(line);
  await screen.vanishes('.field-wrong, .page-problem');
}, 60_000);

it('a problem of a message is taken back when it is sent again', async () => {
  const { people, screen } = hand;
  await people.signInAs('林清和');
  await screen.open('/help/pages/help/index');
  await screen.type('想说什么', '字再大一些');
  await phone.setOnline(false);
  await screen.tap('发送');
  await screen.sees('手机没有连上网');
  await phone.setOnline(true);
  const arrive = phone.host.phone.holdReplies();
  await screen.tap('发送');
  await screen.sees('正在办，请稍等…');
  expect(words()).not.toContain('手机没有连上网');
  arrive();
  await screen.sees(/编号 TS/);
}, 60_000);

it('a child who is nobody’s to add is refused with the reason, at its field', async () => {
  const { people, screen } = hand;
  await people.signInAs('许知远');
  await screen.open('/account/pages/child/index');
  await screen.type('孩子的姓名', '没有这个人');
  await screen.type('证件号码', '110101201503070014');
  await people.agreeAll();
  await screen.tap('添加');
  await screen.appears('.field-wrong, .page-problem');
  expect(words()).toMatch(/\[heading\] 添加未满 14 岁的孩子/);
  expect((await screen.textsOf('.field-wrong, .page-problem')).join()).toMatch(/孩子|证件|监护|身份/);
}, 60_000);

it('an agent stands with the shop it acts for and the day until which', async () => {
  const city = peopleOf(app);
  const [owner, agent] = [await city.demo('shop_owner'), await city.demo('agent')];
  const orgCode = await city.orgCode('m_shop');
  const { bindingId } = await agent.ok('merchant.bind', { body: { orgCode, role: 'agent' } });
  await owner.ok('merchant.decide', { params: { bindingId }, body: { agree: true } });
  const { people, screen } = hand;
  await people.signInAs('杜小铺');
  await screen.open('/account/pages/merchants/index');
  await screen.sees('您的经办人');
  expect(words()).toMatch(/(到 .*日|没有定截止日) · 青禾市杜小铺便利店（虚构）/);
}, 60_000);

it('reads of many days are read on at the end of the page, and those of one day counted', async () => {
  for (let day = 0; day < 34; day++) {
    app.clock.advance(24 * 3600_000);
    const { ok } = await peopleOf(app).demo('clean');
    const subjectId = (await ok('identity.read')).subjects.find(({ role }) => role === 'self')?.subjectId ?? '';
    for (const sectionId of ['honor', 'honor'] as const) await ok('profile.readSection', { params: { subjectId, sectionId }, query: {} });
  }
  await phone.close();
  await takePhone();
  const { people, screen } = hand;
  await people.signInAs('林清和');
  await screen.open('/ledger/pages/reads/index');
  await screen.sees(/这天共 2 次/);
  const first = (await screen.textsOf('.entry-who')).length;
  expect(first).toBeGreaterThanOrEqual(30);
  phone.host.reachBottom();
  for (let looks = 0; looks < 200 && (await screen.textsOf('.entry-who')).length === first; looks++)
    await new Promise(done => setTimeout(done, 20));
  expect((await screen.textsOf('.entry-who')).length).toBeGreaterThanOrEqual(34);
  expect(await screen.textsOf('.entry-when')).toEqual(expect.arrayContaining([expect.stringMatching(/^最近 \d\d:\d\d，这天共 2 次/)]));
}, 90_000);

it('without a network WeChat gives no code to sign in with: said, and taken back when there is one', async () => {
  const { people, screen } = hand;
  await people.openSignIn();
  await phone.setOnline(false);
  await screen.tap('用微信登录');
  await screen.sees('微信没有给登录码');
  await phone.setOnline(true);
  const arrive = phone.host.phone.holdReplies();
  await screen.tap('用微信登录');
  await screen.sees('正在办，请稍等…');
  expect(words()).not.toContain('微信没有给登录码');
  arrive();
  await screen.vanishes('.btn-busy');
}, 60_000);

it('a page that is asked for over a bad network is asked for again, and says nothing of it', async () => {
  const { people, screen } = hand;
  await people.signInAs('林清和');
  await phone.cut(/\/notices$/);
  await screen.open('/account/pages/messages/index');
  const failed = () => phone.host.phone.requests.filter(({ url, fault }) => /\/notices$/.test(url) && fault !== undefined).length;
  while (failed() === 0) await new Promise(done => setTimeout(done, 20));
  await phone.cut(null);
  await screen.sees(/消息都看过了|没看过/);
  expect(words()).not.toContain('手机没有连上网');
}, 60_000);

it('signed out on this device leaves nothing of the account on it', async () => {
  const { people, screen } = hand;
  await people.signInAs('林清和');
  await screen.open('/account/pages/devices/index');
  await screen.tap('退出这台设备');
  await screen.confirm('退出');
  await screen.sees(/登录看档案/);
  expect(words()).not.toContain('林');
  expect(phone.host.pages.at(-1)?.route).toBe('tabs/home/index');
}, 60_000);
