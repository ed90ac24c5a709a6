import { startTestApp, type TestApp } from '../support/app';
import { type Hand, handOf } from '../support/hand';
import { type WeappPhone, weappPhone } from '../support/weapp-hand';

/** 微信提醒 in somebody's own WeChat: asked only in a tap, and what is allowed, refused or switched off is said as it is. */
const owner = 'clean';
const offer = '有结果时用微信告诉我';

let app: TestApp;
let phone: WeappPhone;
let hand: Hand;

beforeAll(async () => {
  app = await startTestApp();
  phone = await weappPhone(app, { owner });
  hand = handOf(phone);
  await hand.people.openSignIn();
  await hand.screen.tap('用微信登录');
  await hand.screen.sees('确认是您本人');
}, 60_000);
afterAll(async () => {
  await phone?.close();
  await app?.close();
});
afterEach(() => expect(phone.faults()).toEqual([]));

const arrived = async (): Promise<number> =>
  ((await app.control('/subscribe-messages', undefined, 'GET')) as { messages: object[] }).messages.length;

/** Writes to the office and stays on the page of what was written. @returns its number */
const write = async (text: string): Promise<string> => {
  const { screen } = hand;
  await screen.open('/help/pages/help/index');
  await screen.type('想说什么', text);
  await screen.tap('发送');
  await screen.sees(/编号 \S+，打电话时说这个号/);
  return /编号 ([\w-]+)/.exec(await screen.text())?.[1] ?? '';
};
/** The office answers, as soon as the city has the message. */
const answer = async (number: string): Promise<void> => {
  for (;;) {
    const { messages } = (await app.control('/help-messages', undefined, 'GET')) as { messages: { zxbh: string }[] };
    if (messages.some(({ zxbh }) => zxbh === number)) break;
    await new Promise(done => setTimeout(done, 50));
  }
  await app.control('/help-answers', { number, text: '已经处理', by: '信用办' });
};
const messagesPage = async (): Promise<void> => {
  await hand.screen.open('/account/pages/messages/index');
  await hand.screen.sees('用微信提醒我');
};

it('is offered where one waits, is sent once, and has to be allowed anew', async () => {
  const { screen } = hand;
  const number = await write('想问一件事，怎么办理');
  await screen.tap(/^有结果时用微信告诉我，同意一次，发一次/);
  await screen.sees('有结果时，微信会告诉您');
  await screen.sees('还能发 1 次');
  await answer(number);
  while ((await arrived()) === 0) await new Promise(done => setTimeout(done, 50));
  await messagesPage();
  await screen.sees('您的投诉建议有答复了');
  await screen.sees(/办理进展提醒.*现在不会发/);
  await screen.tap(/^办理进展提醒，加一次/);
  await screen.tap(/^办理进展提醒，加一次/);
  await screen.sees('还能发 2 次');
  expect(await arrived()).toBe(1);
}, 60_000);

it('that is refused stays off, and one may think otherwise', async () => {
  const { screen } = hand;
  phone.host.phone.answers.subscribe = 'reject';
  await messagesPage();
  await screen.tap(/^到期提醒，加一次/);
  await screen.sees(/到期提醒.*现在不会发/);
  phone.host.phone.answers.subscribe = 'accept';
  await screen.tap(/^到期提醒，加一次/);
  await screen.sees(/到期提醒.*还能发 1 次/);
}, 60_000);

it('that is switched off in WeChat says where it is switched on', async () => {
  const { screen } = hand;
  await messagesPage();
  phone.host.phone.answers.subscribe = 'ban';
  await screen.tap(/^档案变动提醒，加一次/);
  await screen.sees(/档案变动提醒.*您在微信里关了它。要打开：点右上角“···”，设置，订阅消息。/);
  // All of them at once.
  phone.host.phone.subscribeSwitch = false;
  await screen.tap(/^到期提醒，加一次/);
  await screen.sees(/到期提醒.*您在微信里关了它/);
}, 60_000);

it('is not offered to an account that WeChat does not know', async () => {
  const other = await weappPhone(app, { owner: 'guardian' });
  const { screen, people } = handOf(other);
  await people.signInAs('林清和');
  await screen.open('/account/pages/messages/index');
  await screen.appears('.head-title');
  await screen.vanishes('.sk');
  expect(await screen.text()).not.toContain('用微信提醒我');
  expect(await screen.text()).not.toContain(offer);
  expect(other.faults()).toEqual([]);
  await other.close();
}, 60_000);
