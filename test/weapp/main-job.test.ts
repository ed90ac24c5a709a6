import { startTestApp, type TestApp } from '../support/app';
import { findLeaks, makeNeedles } from '../support/find-leaks';
import { type Hand, handOf } from '../support/hand';
import { type CityPerson, peopleOf } from '../support/people';
import { type WeappPhone, weappPhone } from '../support/weapp-hand';

/** One person's own WeChat from its first launch on: who she is, whose phone it is, what is left behind. */
const owner = 'penalty_general';

let app: TestApp;
let who: CityPerson;
let phone: WeappPhone;
let hand: Hand;

beforeAll(async () => {
  app = await startTestApp();
  who = await peopleOf(app).person(owner);
  phone = await weappPhone(app, { owner });
  hand = handOf(phone);
}, 60_000);
afterAll(async () => {
  await phone?.close();
  await app?.close();
});
afterEach(() => expect(phone.faults()).toEqual([]));

describe('the weapp build', () => {
  it('launches, signs in by a WeChat code, proves the person by bank card and opens the file', async () => {
    const { screen, people, file } = hand;
    await screen.tap(/登录看档案$/);
    await screen.pick(/隐私/, 'checkbox');
    await screen.tap('用微信登录');
    await screen.sees('确认是您本人');
    await people.fillPerson(who.document);
    await screen.pick('银行卡核验');
    await screen.type('银行卡号', who.bankCard);
    await people.agreeAll();
    await screen.tap('核验');
    await file.openFromHome();
    expect(await screen.title()).toMatch(/^您的档案里有 \d+ 条记录$/);
    await file.openSection('行政处罚');
  }, 60_000);

  it('binds the phone by WeChat’s one-use code, and shows it masked', async () => {
    const { screen } = hand;
    await screen.open('/tabs/me/index');
    phone.host.phone.answers.phoneNumber = 'deny';
    await screen.tap('用微信手机号绑定');
    await screen.sees('没有绑定手机');
    phone.host.phone.answers.phoneNumber = 'allow';
    await screen.tap('用微信手机号绑定');
    await screen.sees(/\d{3}\*{4}\d{4}/);
  });

  it('keeps no personal data and no access token in the phone’s storage', () => {
    const stored = JSON.stringify([...phone.host.phone.storage]);
    expect(findLeaks(stored, makeNeedles([who.document.idNumber, who.bankCard, who.phone], [who.document.name]))).toEqual([]);
    expect(phone.requests().length).toBeGreaterThan(5);
    expect(stored).not.toContain('eyJ');
  });

  it('refuses an API of WeChat that the harness does not know, by its name', () => {
    expect(() => (phone.host.wx.startBeaconDiscovery as () => void)()).toThrow('wx.startBeaconDiscovery is not implemented');
  });
});
