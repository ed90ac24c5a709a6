import jsQR from 'jsqr';
import { startTestApp, type TestApp } from '../support/app';
import { canBrowse, openBrowser } from '../support/browser';
import { pixelsOf } from '../support/camera';
import { type Hand, handOf } from '../support/hand';
import { peopleOf } from '../support/people';
import { byMiniCode, scenes } from '../support/weapp/host';
import { openEasel } from '../support/weapp/view/paint';
import { type WeappPhone, weappPhone } from '../support/weapp-hand';

/** What only a phone with WeChat has: cards, codes, the reader of documents, consent, background and memory. */
let app: TestApp;
let taken: WeappPhone;
let hand: Hand;

beforeAll(async () => {
  app = await startTestApp();
}, 60_000);
afterAll(() => app?.close());
beforeEach(async () => {
  taken = await weappPhone(app);
  hand = handOf(taken);
});
afterEach(async () => {
  await taken.close();
  expect(taken.faults()).toEqual([]);
});

/** A report in the hands of its owner. @returns the address that its card opens */
const shareReport = async (): Promise<string> => {
  const { host } = taken;
  await hand.people.signInAs('郑大寒');
  await hand.reports.request('租房');
  await hand.reports.ready();
  await hand.screen.appears('.deed');
  const [deed] = host.pages.at(-1)?.view.querySelectorAll('.deed') ?? [];
  if (!deed) throw new Error(host.report());
  host.tap(deed);
  const [card] = host.phone.shared;
  expect(card?.title).toMatch(/点开查验$/);
  expect(card?.path).toMatch(/^\/verify\/pages\/verify\/index\?code=[\w-]{22}\.[\w-]+$/);
  return card?.path ?? '';
};
const codeIn = (path: string): string => path.split('code=')[1] as string;

describe('a report on WeChat', () => {
  it('goes to a chat as a card, and the card opens it on another phone without signing in', async () => {
    const path = await shareReport();
    const other = await weappPhone(app);
    await other.host.restart(path, scenes.card);
    await other.screen.sees('报告有效');
    expect(other.host.logic.loaded.has('report/pages/report/index')).toBe(false);
    await other.close();
    expect(other.faults()).toEqual([]);
  }, 60_000);

  it('is verified by the scanner, by a mini-program code with a scene, and not by another code', async () => {
    const code = codeIn(await shareReport());
    const { host } = taken;
    await host.restart('/verify/pages/verify/index');
    host.phone.answers.scan = '这不是报告上的码';
    await hand.screen.tap('扫报告上的二维码');
    await hand.screen.sees('这不是报告上的码');
    host.phone.answers.scan = `${app.url}/v/${code}`;
    await hand.screen.tap('扫报告上的二维码');
    await hand.screen.sees('报告有效');
    await host.restart(byMiniCode('/verify/pages/verify/index', code.slice(0, 22)), scenes.miniCode);
    await hand.screen.sees('报告有效');
    host.phone.answers.scan = null;
    await host.restart('/verify/pages/verify/index');
    await hand.screen.tap('扫报告上的二维码');
    expect(await hand.screen.text()).not.toContain('这不是报告上的码');
  }, 60_000);

  it('opens in WeChat’s reader, from where it can be forwarded, and leaves no file behind', async () => {
    await shareReport();
    const { phone } = taken.host;
    const pdf = await hand.screen.receiveFile(/看全文/);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    // A moment after the reader has it; it would wait in vain for one that stays.
    while (phone.files.size > 0) await new Promise(done => setTimeout(done, 20));
  }, 60_000);

  it('is taken once however often one taps, and a reader that cannot open it is told of', async () => {
    await shareReport();
    const { phone } = taken.host;
    const asked = () => taken.requests().filter(({ path }) => path.endsWith('/pdf')).length;
    const before = asked();
    await hand.screen.tapMany(/看全文/);
    while (phone.openedFiles.length === 0) await new Promise(done => setTimeout(done, 50));
    await new Promise(done => setTimeout(done, 300));
    expect([asked() - before, phone.openedFiles.length]).toEqual([1, 1]);
    phone.answers.document = 'fail';
    await hand.screen.tap(/看全文/);
    await hand.screen.sees('这台设备打不开 PDF');
    await hand.screen.sees('请换一台手机打开。');
  }, 60_000);
});

(canBrowse ? describe : describe.skip)(`drawn with the styles of the build${canBrowse ? '' : ' (no Chromium here)'}`, () => {
  it('the code on the report leads to its verification, and the button is a finger wide', async () => {
    const code = codeIn(await shareReport());
    const browser = await openBrowser();
    try {
      const page = await openEasel(browser);
      await taken.host.draw(page);
      const picture = await pixelsOf(page, await page.locator('.qr').screenshot());
      expect(jsQR(picture.data, picture.width, picture.height)?.data).toContain(code);
      const box = await page.locator('.deed').first().boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    } finally {
      await browser.close();
    }
  }, 60_000);
});

describe('consent to the privacy guide', () => {
  beforeEach(async () => {
    taken.host.phone.agreedToPrivacy = false;
    await hand.people.signInAs('郑大寒');
    await hand.screen.open('/tabs/me/index');
  });

  it('refused: only that one act fails, the file opens all the same, and one is asked again later', async () => {
    const { phone } = taken.host;
    await hand.screen.tap('用微信手机号绑定');
    await hand.screen.sees('这一步要用到微信里的信息');
    await hand.screen.tap('先不用');
    await hand.screen.sees('没有绑定手机');
    expect(phone.agreedToPrivacy).toBe(false);
    await hand.screen.open('/tabs/home/index');
    await hand.file.openFromHome();
    await hand.screen.open('/tabs/me/index');
    phone.pass(10_000);
    await hand.screen.tap('用微信手机号绑定');
    await hand.screen.sees('这一步要用到微信里的信息');
  });

  it('agreed: the act goes on, and nobody is asked a second time', async () => {
    await hand.screen.tap('用微信手机号绑定');
    await hand.screen.tap('同意并继续');
    await hand.screen.sees(/\*\*\*\*/);
    expect(taken.host.phone.agreedToPrivacy).toBe(true);
    await hand.screen.vanishes('.veil');
  });
});

describe('the app on the phone', () => {
  it('comes back after WeChat took it out of memory, still signed in', async () => {
    await hand.people.signInAs('郑大寒');
    await taken.host.restart();
    await hand.screen.sees(/翻开档案/);
    expect(taken.requests().some(({ path }) => path.endsWith('/session/renewal') || path.includes('renew'))).toBe(true);
    const { encryptedStorage, storage } = taken.host.phone;
    expect([encryptedStorage.has('renewal'), storage.has('renewal')]).toEqual([true, false]);
  });

  it('tells on the home page what came while it was away', async () => {
    await hand.people.signInAs('林清和');
    await hand.screen.open('/tabs/home/index');
    await hand.screen.sees(/翻开档案/);
    taken.host.hide();
    const { ok } = await peopleOf(app).demo('clean');
    const subjectId = (await ok('identity.read')).subjects.find(({ role }) => role === 'self')?.subjectId ?? '';
    const wish = {
      variant: 'full' as const,
      purpose: 'rent',
      recipient: null,
      periodFrom: null,
      periodTo: null,
      domains: [],
      allowNumbers: false,
    };
    await ok('report.request', { params: { subjectId }, body: wish });
    while ((await ok('notice.list')).notices.length === 0) await new Promise(done => setTimeout(done, 100));
    expect(await hand.screen.text()).not.toContain('请您看看');
    taken.host.show();
    await hand.screen.sees('报告开好了');
  });

  it('goes to the background and comes back to the same page', async () => {
    await hand.people.signInAs('郑大寒');
    await hand.file.openFromHome();
    taken.host.hide();
    taken.host.show();
    await hand.screen.sees('有记录');
    expect(taken.host.pages.map(({ route }) => route)).toEqual(['tabs/home/index', 'file/pages/overview/index']);
  });

  it('shows again what changed meanwhile, and decides nothing when one thinks better of it', async () => {
    const { phone } = taken.host;
    const orgCode = await peopleOf(app).orgCode('m_serious_list');
    await hand.people.signInAs('魏长庚');
    await hand.screen.open('/account/pages/merchants/index');
    await hand.screen.sees(/您能代表 \d+ 家商户/);
    taken.host.hide();
    const { ok } = await peopleOf(app).demo('agent');
    const { bindingId } = await ok('merchant.bind', { body: { orgCode, role: 'agent' } });
    taken.host.show();
    await hand.screen.sees('有 1 个经办人等您同意');
    await hand.screen.tap('同意');
    await phone.press('先不');
    await new Promise(done => setTimeout(done, 300));
    expect(taken.requests().some(({ path }) => path.includes(bindingId))).toBe(false);
    await hand.screen.tap('同意');
    await phone.press('同意');
    await hand.screen.sees(/您能代表 \d+ 家商户/);
    expect((await ok('merchant.list')).bindings.find(one => one.bindingId === bindingId)?.state).toBe('active');
  });

  it('opens one page, however often one taps', async () => {
    await hand.people.signInAs('林清和');
    await hand.screen.open('/tabs/me/index');
    await hand.screen.tapMany(/^登录设备/);
    await hand.screen.sees(/台设备登录着/);
    expect(taken.host.pages.map(({ route }) => route)).toEqual(['tabs/me/index', 'account/pages/devices/index']);
  });

  it('goes back to where one came from, once it is chosen for whom', async () => {
    await hand.people.signInAs('魏长庚');
    await hand.file.openFromHome();
    await hand.screen.tap(/点一下更换$/);
    await hand.screen.pick(/青禾长庚食品有限公司/);
    await hand.screen.sees(/^这份档案里有 \d+ 条记录/);
    expect(taken.host.pages.map(({ route }) => route)).toEqual(['tabs/home/index', 'file/pages/overview/index']);
  });

  it('follows the text size that the person has set in WeChat', async () => {
    taken.host.phone.fontScale = 1.6;
    await taken.host.restart();
    await hand.screen.appears('.cx');
    expect(taken.host.pages.at(-1)?.view.querySelectorAll('.cx')[0]?.attribute('style')).toContain('--k: 1.6');
  });

  it('moves up to what went wrong when the button is at the bottom', async () => {
    const { phone } = taken.host;
    await hand.people.signInAs('林清和');
    await hand.screen.open('/report/pages/request/index');
    await hand.screen.pick('租房');
    const before = phone.scrolledTo.length;
    phone.online = false;
    await hand.screen.tap('下一步：看看有哪些内容');
    await hand.screen.sees('手机没有连上网');
    expect(phone.scrolledTo.slice(before)).toEqual([0]);
    phone.online = true;
  });

  it('says beside the button that a message was not sent, and keeps it', async () => {
    const { phone } = taken.host;
    await hand.people.signInAs('林清和');
    await hand.screen.open('/help/pages/help/index');
    await hand.screen.type('想说什么', '字再大一些');
    phone.online = false;
    await hand.screen.tap('发送');
    await hand.screen.sees('手机没有连上网');
    phone.online = true;
    await hand.screen.tap('发送');
    await hand.screen.sees(/编号 TS/);
  });

  it('prints one slip for the counter however often one taps', async () => {
    const { phone } = taken.host;
    await hand.people.signInAs('吴立夏');
    await hand.screen.open('/file/pages/section/index?sectionId=penalty');
    await hand.screen.tap(/罚/);
    await hand.screen.tapMany('打开办事单，带去柜台');
    while (phone.openedFiles.length === 0) await new Promise(done => setTimeout(done, 50));
    await new Promise(done => setTimeout(done, 300));
    expect(phone.openedFiles.map(({ name }) => name)).toEqual(['chengxin.pdf']);
    expect(taken.requests().filter(({ path }) => path.endsWith('/counter-slip'))).toHaveLength(1);
  });

  it('asks WeChat before a number is dialled, and says when there is no network', async () => {
    const { phone } = taken.host;
    await hand.screen.tap('拨打 12345');
    expect(phone.dialled).toEqual(['12345']);
    await hand.people.signInAs('郑大寒');
    phone.online = false;
    await hand.screen.tap(/翻开档案$/);
    await hand.screen.sees('手机没有连上网');
    phone.online = true;
  });

  it('draws its first screen within WeChat’s advice for one setData', async () => {
    const { bridge } = taken.host;
    bridge.take();
    await taken.host.restart();
    await hand.screen.appears('.cover');
    const { largestSetDataBytes, setDataCalls } = bridge.take();
    expect(setDataCalls).toBeGreaterThan(0);
    expect(largestSetDataBytes).toBeLessThanOrEqual(40 * 1024);
  });
});
