import { startTestApp, type TestApp } from '../support/app';
import { type Hand, handOf } from '../support/hand';
import { makePhoto } from '../support/papers';
import { type WeappPhone, weappPhone } from '../support/weapp-hand';
import { expectKept } from './words/kept';
import { atRest, spoken } from './words/spoken';

/** The papers of a registration on their way, one by one, and what was signed without a network. No check is made until a test starts it. */
let app: TestApp;
let phone: WeappPhone;
let hand: Hand;
let told: string[];

beforeEach(async () => {
  app = await startTestApp({ background: false, at: '2026-11-20T02:00:00.000Z' });
  told = [];
  phone = await weappPhone(app);
  hand = handOf(phone);
  const { people, registrations, screen } = hand;
  await people.signInAs('魏长庚');
  await registrations.actFor(/长庚食品/);
  await registrations.begin('市场经营');
  await screen.type('经营场所', '青禾市禾光路 8 号');
  await screen.type('品牌或招牌', '长庚');
  await screen.type('主要产品或服务', '大米、面粉');
  await registrations.next();
  await screen.sees('第 2 步');
  await registrations.next();
  await screen.sees('上传附件');
}, 60_000);
afterEach(async () => {
  await phone.close();
  await app.close();
  expect(phone.faults()).toEqual([]);
});

const note = (what: string): void => void told.push(`== ${what}`, ...spoken(phone.host), '');
const tell = async (what: string): Promise<void> => {
  await atRest(phone.host);
  note(what);
};
const choose = async (name: string, bytes: Buffer): Promise<void> => {
  await phone.willChoose([{ name, bytes }]);
  await hand.screen.tap('从相册选');
};

it('says of every paper where it is: on its way, looked at, held, broken off, refused, taken away', async () => {
  const { screen, registrations } = hand;
  const photo = await makePhoto();
  await tell('none yet');
  const arrive = phone.host.phone.holdReplies();
  await choose('门店.jpg', photo);
  await screen.sees('正在上传，0%');
  note('on its way');
  arrive();
  await screen.sees('传好了，正在检查');
  const reads = () => phone.requests().filter(({ method, path }) => method === 'GET' && /\/attachments\/[^/]+$/.test(path)).length;
  const sinceMs = performance.now();
  await tell('being looked at');
  await phone.setOnline(false);
  await choose('柜台.jpg', photo);
  await screen.sees('网络断了一下，没传上。文件还在手机里。');
  note('broken off');
  await phone.setOnline(true);
  await screen.vanishes('.att-bad');
  // Asked at most once a second.
  expect(reads()).toBeLessThanOrEqual(2 * Math.ceil((performance.now() - sinceMs) / 1000) + 2);
  app.container.start();
  await screen.vanishes('.att-checking, .att-sending');
  expect(await screen.textsOf('.att-words')).toEqual(Array(2).fill('传好了，等待安全检查。可以先提交，查完才给人看。'));
  await tell('held');
  await choose('空.jpg', Buffer.alloc(0));
  await screen.sees('这个文件是空的，请换一个。');
  await choose('假.jpg', Buffer.from('这不是照片，是一段很普通的文字。'));
  await screen.vanishes('.att-checking, .att-sending');
  await tell('two refused');
  for (const name of (await screen.textsOf('.att-name')).slice(2)) await screen.tap(`删去${name}`);
  await screen.vanishes('.att-bad');
  expect(await screen.textsOf('.att-words')).toHaveLength(2);
  await registrations.next();
  await tell('before it is promised');
  expectKept('attachments', told);
}, 90_000);

it('signed without a network says where it lies and what will happen, and goes when there is one', async () => {
  const { screen, registrations } = hand;
  await registrations.next();
  await screen.sees('看一遍，再承诺');
  await screen.sees(/草稿已存/);
  await phone.setOnline(false);
  await registrations.promiseAndSubmit();
  await screen.sees('还没发出去，连上网就发');
  await tell('signed, and no network');
  await screen.tap('看我的登记');
  await screen.sees('等着发出去');
  note('on the list');
  await phone.setOnline(true);
  await screen.sees('有 1 条正在办');
  await tell('sent by itself');
  expect(phone.host.pages.at(-1)?.route).toBe('registration/pages/list/index');
  await screen.tap(/^长庚 青禾市禾光路 8 号，/);
  await screen.sees('收到了，正在核对');
  expectKept('attachments-waiting', told);
}, 60_000);
