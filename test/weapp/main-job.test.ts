import { setTimeout as pause } from 'node:timers/promises';
import automator from 'miniprogram-automator';
import { startTestApp, type TestApp } from '../support/app';
import { findLeaks, makeNeedles } from '../support/find-leaks';
import { serveAutomator } from '../support/weapp/automator-server';
import { weappDist } from '../support/weapp/dist';
import { startWeapp, type WeappHost } from '../support/weapp/host';

/** The built mini-program, run without WeChat (test/support/weapp/README.md) and driven by Tencent's own client. */
const person = 'penalty_general';

let app: TestApp;
let host: WeappHost;
let driver: { wsEndpoint: string; close: () => Promise<void> };
let mini: Awaited<ReturnType<typeof automator.connect>>;
let who: { document: { xm: string; zjhm: string }; bankCard: string; phone: string };

beforeAll(async () => {
  app = await startTestApp();
  who = (await app.control(`/people/${person}`, undefined, 'GET')) as typeof who;
  host = startWeapp(weappDist(), {
    loginCode: async () => ((await app.control('/wechat-codes', { key: person })) as { loginCode: string }).loginCode,
    phoneCode: async () => ((await app.control('/wechat-codes', { key: person })) as { phoneCode: string }).phoneCode,
    agreesToPrivacy: true,
    serverOrigin: app.url,
  });
  driver = await serveAutomator(host);
  mini = await automator.connect({ wsEndpoint: driver.wsEndpoint });
}, 60_000);

afterAll(async () => {
  mini?.disconnect();
  await driver?.close();
  host?.close();
  await app?.close();
});

/** Waits for what a person would wait for; says what is on the screen when it does not come. */
const until = async <T>(what: string, find: () => Promise<T | null | undefined | false>): Promise<T> => {
  for (let waitedMs = 0; waitedMs < 10_000; waitedMs += 50) {
    const found = await find();
    if (found) return found;
    await pause(50);
  }
  throw new Error(`${what} did not appear.\n${host.report()}`);
};

/** Shown and not switched off: a person waits for a grey button too. */
const find = (selector: string, words: string) =>
  until(`${selector} “${words}”`, async () => {
    try {
      const page = await mini.currentPage();
      for (const element of (await page?.$$(selector)) ?? [])
        if ((await element.text()).includes(words) && !String(await element.attribute('class')).includes('btn-off')) return element;
    } catch {
      // Drawn anew while it was being looked at.
    }
    return null;
  });
const tap = async (selector: string, words: string) => (await find(selector, words)).tap();
const onPage = (route: string) => until(`page ${route}`, async () => (await mini.currentPage())?.path === route);

describe('the weapp build', () => {
  it('launches, signs in by a WeChat code, proves the person by bank card and opens the file', async () => {
    await host.launch();
    await tap('.cover', '登录看档案');
    await onPage('account/pages/sign-in/index');
    await tap('.choice', '我已阅读并同意');
    await tap('.btn', '用微信登录');
    await onPage('account/pages/real-name/index');

    await find('.field', '姓名');
    const inputs = (await (await mini.currentPage())?.$$('.field-input')) ?? [];
    const values = [who.document.xm, who.document.zjhm, who.bankCard];
    expect(inputs).toHaveLength(values.length);
    for (const [n, input] of inputs.entries())
      await (input as unknown as { input(value: string): Promise<void> }).input(values[n] as string);
    await tap('.choice', '我已阅读并同意');
    await tap('.btn', '核验');
    await onPage('tabs/home/index');

    await tap('.cover', '翻开档案');
    await onPage('file/pages/overview/index');
    await find('.head-title', '您的档案里有');
    await find('.sect', '行政处罚');
    expect(host.faults).toEqual([]);
  }, 60_000);

  it('binds the phone by WeChat’s one-use code, and shows it masked', async () => {
    await mini.callWxMethod('switchTab', { url: '/tabs/me/index' });
    host.phone.answers.phoneNumber = 'deny';
    await tap('.btn-wechat', '用微信手机号绑定');
    await find('.banner', '没有绑定手机');
    host.phone.answers.phoneNumber = 'allow';
    await tap('.btn-wechat', '用微信手机号绑定');
    await find('.facts', '****');
    expect(host.faults).toEqual([]);
  });

  it('keeps no personal data and no access token in the phone’s storage', () => {
    const stored = JSON.stringify([...host.phone.storage]);
    expect(findLeaks(stored, makeNeedles([who.document.zjhm, who.bankCard, who.phone], [who.document.xm]))).toEqual([]);
    expect(host.phone.requests.length).toBeGreaterThan(5);
    expect(stored).not.toContain('eyJ');
  });

  it('crosses the bridge with the first screen in at most 40 kB', () => {
    const { setDataCalls, largestSetDataBytes } = host.bridge.total;
    expect(setDataCalls).toBeGreaterThan(0);
    expect(largestSetDataBytes).toBeLessThan(40 * 1024);
  });

  it('refuses an API of WeChat that the harness does not know, by its name', async () => {
    await expect(mini.callWxMethod('startBeaconDiscovery')).rejects.toThrow('wx.startBeaconDiscovery is not implemented');
  });

  it('refuses to navigateTo a tab page, as WeChat does', async () => {
    await expect(mini.callWxMethod('navigateTo', { url: '/tabs/me/index' })).rejects.toThrow('tabbar page');
  });
});
