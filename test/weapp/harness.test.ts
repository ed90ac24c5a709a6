import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import automator from 'miniprogram-automator';
import { serveAutomator } from '../support/weapp/automator-server';
import { byMiniCode, startWeapp, type WeappHost } from '../support/weapp/host';
import type { PhoneWish } from '../support/weapp/phone';
import { writeSampleApp } from '../support/weapp/sample-app';

/** The harness itself, with a small mini-program: what WeChat documents happens, and what is not there throws with its name. */
const origin = 'http://127.0.0.1:3000';
const dist = writeSampleApp();
let server: Server;
let host: WeappHost;
const opened: WeappHost[] = [];

beforeAll(async () => {
  server = createServer((request, reply) => {
    const { method, url } = request;
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      const said = JSON.stringify({ method, url, body: Buffer.concat(chunks).toString('utf8') });
      setTimeout(() => reply.setHeader('content-type', 'application/json').end(said), url === '/slow' ? 400 : 0);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise(resolve => server.close(resolve)));

const take = async (wish: Partial<PhoneWish> = {}, dir = dist): Promise<WeappHost> => {
  const serverOrigin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const taken = startWeapp(dir, { serverOrigin, loginCode: async () => 'login-1', phoneCode: async () => 'phone-1', ...wish });
  opened.push(taken);
  return taken;
};
const told = (): string[] => host.evaluate('() => getApp().told.splice(0)', []) as string[];
const call = (name: string, options: object = {}): Promise<Record<string, unknown>> =>
  (host.wx[name] as (options: object) => Promise<Record<string, unknown>>)(host.logic.realm.give(options));
const request = (options: object): Promise<Record<string, unknown>> =>
  new Promise((success, fail) => void (host.wx.request as (options: object) => unknown)({ ...options, success, fail }));
const node = (selector: string) => {
  const [found] = host.pages.at(-1)?.view.querySelectorAll(selector) ?? [];
  if (!found) throw new Error(`no ${selector}`);
  return found;
};
const settle = () => pause(30);

beforeEach(async () => {
  host = await take();
  await host.launch();
  await settle();
});
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

describe('pages', () => {
  it('come and go in WeChat’s order', async () => {
    expect(told()).toEqual(['app.onLaunch 1001', 'app.onShow', 'one.onLoad', 'one.onShow', 'one.onReady']);
    await call('navigateTo', { url: '/plain/index?a=1' });
    await settle();
    expect(told()).toEqual(['one.onHide', 'plain.onLoad', 'plain.onShow', 'plain.onReady']);
    await call('redirectTo', { url: '/sub/pages/far/index' });
    await settle();
    expect(told()).toEqual(['plain.onUnload', 'far.onLoad', 'far.onShow', 'far.onReady']);
    await call('navigateBack');
    expect(told()).toEqual(['far.onUnload', 'one.onShow']);
    await call('switchTab', { url: '/tabs/two/index' });
    await settle();
    expect(told()).toEqual(['one.onHide', 'two.onLoad', 'two.onShow', 'two.onReady']);
    await call('switchTab', { url: '/tabs/one/index' });
    expect(told()).toEqual(['two.onHide', 'one.onShow']);
    await call('navigateTo', { url: '/plain/index' });
    await settle();
    told();
    await call('switchTab', { url: '/tabs/two/index' });
    expect(told()).toEqual(['plain.onUnload', 'two.onShow']);
    await call('reLaunch', { url: '/plain/index' });
    expect(told().slice(0, 3)).toEqual(['two.onUnload', 'one.onUnload', 'plain.onLoad']);
  });

  it('are refused as WeChat refuses them', async () => {
    const refused = (name: string, url: string) => call(name, { url }).catch(error => error.errMsg);
    expect(await refused('navigateTo', '/tabs/two/index')).toBe('navigateTo:fail can not navigateTo a tabbar page');
    expect(await refused('redirectTo', '/tabs/two/index')).toBe('redirectTo:fail can not redirectTo a tabbar page');
    expect(await refused('switchTab', '/plain/index')).toBe('switchTab:fail can not switch to no-tabBar page');
    expect(await refused('navigateTo', '/nowhere/index')).toBe('navigateTo:fail page "nowhere/index" is not found');
    expect(await call('navigateBack').catch(error => error.errMsg)).toBe('navigateBack:fail cannot navigate back at first page.');
    for (let n = 1; n < 10; n++) await call('navigateTo', { url: '/plain/index' });
    expect(host.pages).toHaveLength(10);
    expect(await refused('navigateTo', '/plain/index')).toBe('navigateTo:fail webview count limit exceed');
  });

  it('load the scripts of a subpackage on the first visit', async () => {
    expect([...host.logic.loaded]).toEqual(['app', 'tabs/one/index']);
    await call('navigateTo', { url: '/sub/pages/far/index' });
    expect(host.logic.loaded.has('sub/pages/far/index')).toBe(true);
  });

  it('read their address as WeChat does: nothing decoded, cut at a second equals sign', async () => {
    await call('navigateTo', { url: '/plain/index?a=%E4%BD%A0&b=3==x&c' });
    expect(host.pages.at(-1)?.query).toEqual({ a: '%E4%BD%A0', b: '3', c: 'undefined' });
  });

  it('are told when the app goes to the background and comes back', async () => {
    told();
    host.hide();
    host.show();
    expect(told()).toEqual(['one.onHide', 'app.onHide', 'app.onShow', 'one.onShow']);
  });

  it('are opened by a mini-program code with its scene, and a wrong address is told to the app', async () => {
    await host.enter(byMiniCode('/plain/index', 'a=1&b'), 1047);
    expect(host.pages.map(one => [one.route, one.query])).toEqual([['plain/index', { scene: 'a%3D1%26b' }]]);
    expect(() => byMiniCode('/plain/index', 'x'.repeat(33))).toThrow('makes no mini-program code');
    told();
    await host.enter('/gone/index', 1007);
    expect(told()).toContain('app.onPageNotFound gone/index');
  });
});

describe('between the layers', () => {
  it('only JSON passes, and is counted', async () => {
    host.bridge.take();
    host.evaluate('() => getCurrentPages()[0].setData({ text: "新", gone: undefined, run() {} })', []);
    await settle();
    expect(node('.text').text).toBe('新');
    expect(host.bridge.take()).toMatchObject({ setDataCalls: 1, setDataBytes: Buffer.byteLength('{"text":"新"}') });
    host.tap(node('.row'));
    expect(host.bridge.take()).toMatchObject({ setDataCalls: 0, events: 1 });
  });

  it('more than 1 MB is refused, and more than 256 kB is a fault', () => {
    const set = (size: number) => host.evaluate('size => getCurrentPages()[0].setData({ text: "x".repeat(size) })', [size]);
    expect(() => set(1024 * 1024)).toThrow('more than 1024 kB');
    set(256 * 1024);
    expect(host.faults.at(-1)).toContain('more than the advised 256 kB');
  });

  it('the app lives in an engine without document, process or timers that outlive it', () => {
    expect(host.evaluate('() => [typeof document, typeof window, typeof process, typeof require]', [])).toEqual(Array(4).fill('undefined'));
  });
});

describe('built-in components', () => {
  it('a tap bubbles, a button that is off is deaf, an input cuts at maxlength', async () => {
    told();
    host.tap(node('.inner'));
    expect(told()).toEqual(['tapped']);
    host.tap(node('.off'));
    expect(told()).toEqual([]);
    const driver = await serveAutomator(host);
    const mini = await automator.connect({ wsEndpoint: driver.wsEndpoint });
    const input = (await (await mini.currentPage())?.$('.input')) as unknown as {
      input(text: string): Promise<void>;
      value(): Promise<string>;
    };
    await input.input('一二三四五六');
    await settle();
    expect(await input.value()).toBe('一二三四五');
    expect(node('.text').text).toBe('一二三四五');
    expect(await mini.evaluate(() => 6 * 7)).toBe(42);
    await mini.mockWxMethod('getDeviceInfo', { model: '假' });
    expect(await mini.callWxMethod('getDeviceInfo')).toEqual({ model: '假' });
    await mini.restoreWxMethod('getDeviceInfo');
    expect(await mini.callWxMethod('getDeviceInfo')).toMatchObject({ model: 'harness' });
    mini.disconnect();
    await driver.close();
  });

  it('say their role and name as a screen reader gets them', () => {
    expect([node('.row').attribute('aria-role'), node('.row').attribute('aria-label')]).toEqual(['button', '行']);
    expect(host.report()).toContain('<view class="row" aria-role="button" aria-label="行"><text class="inner">里</text></view>');
  });

  it('a share button and the menu hand over the page’s card', () => {
    host.tap(node('.share'));
    host.shareByMenu();
    expect(host.phone.shared.map(({ title }) => title)).toEqual(['by button', 'by menu']);
  });

  it('one that is not built in stops the launch with its name', async () => {
    const dir = writeSampleApp({ 'plain/index.wxml': '<live-player />' });
    await expect(take({}, dir)).rejects.toThrow('component <live-player> of plain/index.wxml is not implemented');
  });
});

describe('consent', () => {
  const clip = () =>
    call('setClipboardData', { data: '甲' }).then(
      () => 'ok',
      error => `${error.errMsg} ${error.errno}`,
    );

  it('is asked by WeChat when the app does not; after a no nobody is asked for ten seconds', async () => {
    expect((await call('getPrivacySetting')).needAuthorization).toBe(true);
    host.phone.answers.privacy = 'disagree';
    expect(await clip()).toBe('setClipboardData:fail privacy permission is not authorized 104');
    host.phone.answers.privacy = 'agree';
    expect(await clip()).toBe('setClipboardData:fail privacy permission is not authorized 104');
    host.phone.pass(10_000);
    expect(await clip()).toBe('ok');
    expect(host.phone.takeClipboard()).toBe('甲');
  });

  it('by the app’s own sheet counts only after its button was tapped', async () => {
    host.evaluate(
      '() => wx.onNeedPrivacyAuthorization((resolve, info) => { getApp().told.push(info.referrer); getApp().resolve = resolve; })',
      [],
    );
    told();
    const waiting = clip();
    expect(told()).toEqual(['setClipboardData']);
    host.evaluate("() => getApp().resolve({ event: 'agree', buttonId: 'agree' })", []);
    expect(host.faults.at(-1)).toContain('"agree" was not tapped');
    host.tap(node('#agree'));
    host.evaluate("() => getApp().resolve({ event: 'agree', buttonId: 'agree' })", []);
    expect(await waiting).toBe('ok');
    host.phone.clear();
    expect((await call('getPrivacySetting')).needAuthorization).toBe(true);
  });

  it('and a one-use code for the phone number, or a refusal', async () => {
    host.phone.agreedToPrivacy = true;
    told();
    host.tap(node('.number'));
    await settle();
    host.phone.answers.phoneNumber = 'deny';
    host.tap(node('.number'));
    await settle();
    expect(told()).toEqual(['getPhoneNumber:ok phone-1', 'getPhoneNumber:fail user deny ']);
  });

  it('to messages is asked only inside a tap', async () => {
    told();
    host.tap(node('.subscribe'));
    await settle();
    host.phone.answers.subscribe = 'ban';
    host.tap(node('.subscribe'));
    await settle();
    host.tap(node('.later'));
    await settle();
    expect(told()).toEqual(['t1 accept', 't1 ban', 'requestSubscribeMessage:fail can only be invoked by user TAP gesture.']);
  });
});

describe('the network', () => {
  const failure = (options: object) => request(options).catch(error => error.errMsg);

  it('sends what the app gives, and gives it bytes of its own engine', async () => {
    const reply = await request({ url: `${origin}/a?x=1`, method: 'POST', data: { 甲: 1 } });
    expect(reply.data).toEqual({ method: 'POST', url: '/a?x=1', body: '{"甲":1}' });
    expect((await request({ url: `${origin}/a`, data: { b: '2' } })).data).toMatchObject({ url: '/a?b=2' });
    host.evaluate(
      `url => wx.request({ url, responseType: 'arraybuffer', success: ({ data }) => getApp().told.push(data instanceof ArrayBuffer) })`,
      [`${origin}/bytes`],
    );
    await pause(100);
    expect(told()).toContain(true);
  });

  it('fails in WeChat’s words', async () => {
    expect(await failure({ url: `${origin}/slow`, timeout: 50 })).toBe('request:fail timeout');
    expect(await failure({ url: 'https://elsewhere.example/a' })).toBe('request:fail url not in domain list');
    expect(await failure({ url: 'nothing' })).toBe('request:fail invalid url');
    const aborted = new Promise<string>(resolve => {
      const task = (host.wx.request as (options: object) => { abort(): void })({
        url: `${origin}/slow`,
        fail: (error: { errMsg: string }) => resolve(error.errMsg),
      });
      task.abort();
    });
    expect(await aborted).toBe('request:fail abort');
    const lost = failure({ url: `${origin}/slow` });
    await pause(50);
    host.phone.online = false;
    expect(await lost).toContain('ERR_INTERNET_DISCONNECTED');
    expect(await call('getNetworkType')).toMatchObject({ networkType: 'none' });
    host.phone.online = true;
    host.phone.loseReplyOf = /\/a$/;
    expect(await failure({ url: `${origin}/a` })).toContain('ERR_CONNECTION_RESET');
    host.hide();
    host.phone.pass(5000);
    expect(await failure({ url: `${origin}/a` })).toBe('request:fail interrupted');
    expect(host.phone.requests.map(({ status }) => status)).toEqual(Array(7).fill(null));
  });

  it('tells listeners when it comes and goes, and of low memory', () => {
    host.evaluate(
      '() => { wx.onNetworkStatusChange(now => getApp().told.push(now.isConnected)); wx.onMemoryWarning(({ level }) => getApp().told.push(level)); }',
      [],
    );
    told();
    host.phone.online = false;
    host.phone.online = true;
    host.phone.memoryIsLow();
    expect(told()).toEqual([false, true, 10]);
  });

  it('carries files both ways, and the reader opens only what it can', async () => {
    const take = (name: string, options: object) =>
      new Promise<Record<string, never>>(
        (success, fail) => void (host.wx[name] as (options: object) => unknown)({ ...options, success, fail }),
      );
    const { tempFilePath } = await take('downloadFile', { url: `${origin}/file` });
    expect(await call('openDocument', { filePath: tempFilePath }).catch(error => error.errMsg)).toBe(
      'openDocument:fail filetype not supported',
    );
    await call('openDocument', { filePath: tempFilePath, fileType: 'pdf' });
    expect(host.phone.takeOpenedFile()?.toString()).toContain('/file');
    const { data } = await take('uploadFile', { url: `${origin}/up`, filePath: tempFilePath, name: 'f', formData: { a: '1' } });
    expect(data).toContain('name=\\"f\\"');
  });
});

describe('what the phone keeps', () => {
  it('has WeChat’s limits, and encrypted values apart', async () => {
    const set = (key: string, size: number, encrypt = false) =>
      call('setStorage', { key, data: 'x'.repeat(size), encrypt }).then(
        () => 'ok',
        error => error.errMsg,
      );
    expect(await set('a', 1024 * 1024)).toBe('setStorage:fail entry size limit reached');
    expect(await set('a', 0.75 * 1024 * 1024, true)).toBe('setStorage:fail entry size limit reached');
    for (let n = 0; n < 10; n++) expect(await set(`k${n}`, 1_000_000)).toBe('ok');
    expect(await set('k10', 1_000_000)).toBe('setStorage:fail storage size limit reached');
    expect(await set('secret', 3, true)).toBe('ok');
    expect(await call('getStorage', { key: 'secret' }).catch(error => error.errMsg)).toBe('getStorage:fail data not found');
    expect(await call('getStorage', { key: 'secret', encrypt: true })).toMatchObject({ data: 'xxx' });
  });

  it('is there after a restart, and gone when the mini-program is removed', async () => {
    host.evaluate("() => wx.setStorageSync('a', { b: 1 })", []);
    await host.restart('/plain/index', 1007);
    expect(told()).toContain('app.onLaunch 1007');
    expect(host.evaluate("() => wx.getStorageSync('a')", [])).toEqual({ b: 1 });
    host.phone.clear();
    expect(host.evaluate("() => wx.getStorageSync('a')", [])).toBe('');
  });
});

describe('WeChat’s own questions', () => {
  it('wait for the button that a person presses', async () => {
    const asked = call('showModal', { title: '撤回', confirmText: '撤回' });
    await expect(host.phone.press('好', 40)).rejects.toThrow('on the screen: 撤回  [取消] [撤回]');
    await host.phone.press('撤回');
    expect(await asked).toMatchObject({ confirm: true });
    const sheet = call('showActionSheet', { itemList: ['一', '二'] }).catch(error => error.errMsg);
    await host.phone.press('取消');
    expect(await sheet).toBe('showActionSheet:fail cancel');
  });

  it('about a code or a file may be given up', async () => {
    host.phone.agreedToPrivacy = true;
    for (const name of ['scanCode', 'chooseMedia', 'chooseMessageFile'])
      expect(await call(name, { count: 1, ...(name === 'chooseMedia' ? { mediaType: ['image'] } : {}) }).catch(error => error.errMsg)).toBe(
        `${name}:fail cancel`,
      );
    host.phone.answers.scan = '码';
    expect(await call('scanCode')).toMatchObject({ result: '码' });
    host.phone.answers.messageFiles = [{ name: 'a.pdf', bytes: Buffer.from('pdf') }];
    expect(await call('chooseMessageFile', { count: 1 })).toMatchObject({ tempFiles: [{ name: 'a.pdf', size: 3 }] });
  });
});

it('throws the name of what it does not have', async () => {
  expect(() => host.evaluate('() => wx.startBeaconDiscovery()', [])).toThrow('wx.startBeaconDiscovery is not implemented');
  expect(() => host.evaluate('() => wx.getFileSystemManager().rmdir({})', [])).toThrow('FileSystemManager.rmdir is not implemented');
  expect(host.evaluate("() => [wx.canIUse('login'), wx.canIUse('startBeaconDiscovery')]", [])).toEqual([true, false]);
});
