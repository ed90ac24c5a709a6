import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app';
import { canBrowse, openBrowser } from '../support/browser';
import { type Hand, handOf, type PhoneWish } from '../support/hand';
import { appPages } from '../support/pages/app-pages';
import { placesOf } from '../support/pages/open-places';
import { fillSheet } from '../support/sheets';
import { weappDist } from '../support/weapp/dist';
import { startWeapp, type WeappHost } from '../support/weapp/host';
import { writeSampleApp } from '../support/weapp/sample-app';
import { openEasel } from '../support/weapp/view/paint';
import { type WeappPhone, weappPhone } from '../support/weapp-hand';
import { contrastOf } from './access/contrast';
import { heardFaults } from './access/heard';
import { type Plan, planted, sound } from './access/planted';
import { type SeenWish, seenFaults } from './access/seen';
import { elder, usual } from './access/wishes';
import { atRest } from './words/spoken';

let app: TestApp;
let places: readonly string[];
let browser: Browser | null;
let easel: Page | null;
let phone: WeappPhone | undefined;
let hand: Hand;
let faults: string[];

beforeAll(async () => {
  [app, browser] = await Promise.all([startTestApp(), canBrowse ? openBrowser() : null]);
  easel = browser && (await openEasel(browser));
  places = await placesOf(app, 'shape_long');
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await app?.close();
});
beforeEach(() => {
  faults = [];
});
afterEach(async () => {
  await phone?.close();
  phone = undefined;
});

const take = async (wish?: PhoneWish): Promise<void> => {
  phone = await weappPhone(app, wish);
  hand = handOf(phone);
};
const look = async (where: string, wish: SeenWish | null): Promise<void> => {
  const { host } = phone as WeappPhone;
  await atRest(host);
  const seen = wish && easel ? await seenFaults(host, easel, wish) : [];
  faults.push(...[...heardFaults(host), ...seen].map(fault => `${where}: ${fault}`));
};
const walk = async (paths: readonly string[], wish: SeenWish | null): Promise<void> => {
  for (const path of paths) {
    await hand.screen.open(path);
    await look(path, wish);
  }
};
const expectNone = (): void => {
  expect(faults).toEqual([]);
  expect(phone?.faults()).toEqual([]);
};

describe(`to ears, eyes and fingers${canBrowse ? '' : ' (eyes and fingers skipped: no Chromium here)'}`, () => {
  it('every page without an account', async () => {
    await take();
    await walk(appPages(), null);
    await walk(['/tabs/home/index', '/account/pages/sign-in/index', '/verify/pages/verify/index', '/help/pages/help/index'], usual);
    expectNone();
  }, 60_000);

  it.each([
    ['the usual size', undefined, usual],
    ['elder mode, at its largest', 'largest', elder],
  ] as const)(
    'every page with everything on it, in %s',
    async (_, size, wish) => {
      await take({ size });
      await hand.people.signInAs('演示·超长');
      await walk(places, wish);
      expectNone();
    },
    90_000,
  );

  it.each([
    ['the usual size', undefined, usual],
    ['elder mode', 'large', elder],
  ] as const)(
    'what stands on a page only for a while, in %s',
    async (_, size, wish) => {
      await take({ size });
      const { screen, people, reports } = hand;
      await people.openSignIn();
      await look('sign-in, agreed', wish);
      await people.signInAs('林清和');
      await app.control('/faults', { upstream: 'credit', section: 'honor', kind: 'status', subject: 'clean' });
      await walk(['/file/pages/overview/index', '/tabs/home/index', '/file/pages/self-check/index'], wish);
      await app.control('/faults', undefined, 'DELETE');
      await screen.open('/report/pages/request/index');
      await screen.pick(/^信用代证/);
      await screen.pick('自己选日期');
      await look('own period', wish);
      await screen.open('/report/pages/request/index');
      await screen.pick('租房');
      await screen.type('给谁看', '青禾安居');
      await screen.tap('下一步：看看有哪些内容');
      await screen.sees('对方会看到这些');
      await look('preview', wish);
      await screen.tap('确认并开具');
      await reports.ready();
      await look('report', wish);
      const card = await reports.handOver();
      await screen.tap('撤回这份报告');
      await look('really revoke', wish);
      await screen.open(card);
      await screen.appears('.verdict-title');
      await look('verified', wish);
      await screen.open('/account/pages/consents/index');
      await screen.tap(/^看当时的原文/);
      await look('consent, opened', wish);
      await hand.setOnline(false);
      for (const path of ['/file/pages/overview/index', '/report/pages/list/index']) {
        await screen.open(path);
        await screen.appears('.page-problem');
        await look(`${path} without network`, wish);
      }
      expectNone();
    },
    90_000,
  );

  it.each([
    ['the usual size', undefined, usual],
    ['elder mode, at its largest', 'largest', elder],
  ] as const)(
    'a form from its first step to its receipt, in %s',
    async (_, size, wish) => {
      await take({ size });
      const { screen, people, registrations } = hand;
      await people.signInAs('魏长庚');
      await registrations.actFor(/青禾长庚食品有限公司/);
      await registrations.begin('市场经营');
      await registrations.next();
      await screen.sees('请填经营场所');
      await look('a step that is wrong', wish);
      await screen.type('经营场所', `青禾市禾光路 8 号${'长'.repeat(40)}${size ?? ''}`);
      await screen.type('品牌或招牌', '长庚');
      await screen.type('主要产品或服务', '大米、面粉'.repeat(30));
      await registrations.next();
      await screen.sees('第 2 步');
      await look('a step that may stay empty', wish);
      await registrations.next();
      await registrations.attach([{ name: 'a.png', bytes: readFileSync('miniapp/src/static/tab-home.png') }]);
      await look('attachments', wish);
      await registrations.next();
      await screen.sees('看一遍，再承诺');
      await look('read through', wish);
      await registrations.promiseAndSubmit();
      await screen.sees('收到了，正在核对');
      await look('entry', wish);
      await screen.open('/registration/pages/list/index');
      await screen.sees('我的公开页');
      await look('list', wish);
      await screen.tap(/^我的公开页/);
      await screen.sees('还没有公布过内容');
      await look('public page', wish);
      await screen.open('/registration/pages/bulk/index');
      await screen.pick(/^合同履约/);
      await screen.sees('第四步，传填好的表');
      await look('sheets', wish);
      await hand.willChoose([
        { name: `${'很长的文件名'.repeat(8)}.xlsx`, bytes: await fillSheet('contract', [{ 合同内容: '长'.repeat(90) }]) },
      ]);
      await screen.tap(/^选填好的表/);
      await screen.sees('1 行都要改');
      await look('a sheet with faults', wish);
      expectNone();
    },
    90_000,
  );

  it('the tab bar and the navigation bar, which WeChat draws', () => {
    const { tabBar, window } = JSON.parse(readFileSync(join(weappDist(), 'app.json'), 'utf8')) as {
      tabBar: Record<'color' | 'selectedColor' | 'backgroundColor', string>;
      window: { navigationBarBackgroundColor: string; navigationBarTextStyle: string };
    };
    for (const ink of [tabBar.color, tabBar.selectedColor]) expect(contrastOf(ink, tabBar.backgroundColor)).toBeGreaterThanOrEqual(4.5);
    expect(window.navigationBarTextStyle).toBe('black');
    expect(contrastOf('#000000', window.navigationBarBackgroundColor)).toBeGreaterThanOrEqual(4.5);
  });
});

describe('is found broken when it is', () => {
  const faultsOf = async ([wxml, wxss]: Plan): Promise<string[]> => {
    const host: WeappHost = startWeapp(writeSampleApp({ 'plain/index.wxml': wxml, 'plain/index.wxss': wxss }), {
      serverOrigin: app.url,
      loginCode: async () => '',
      phoneCode: async () => '',
    });
    await host.launch('/plain/index');
    const seen = easel ? await seenFaults(host, easel, usual) : [];
    const found = [...heardFaults(host), ...seen];
    host.close();
    return found;
  };

  it('and only then', async () => {
    expect(await faultsOf(sound)).toEqual([]);
  });

  it.each(planted)('%s', async (_, fault, plan) => {
    expect(await faultsOf(plan)).toContainEqual(expect.stringMatching(fault));
  });
});
