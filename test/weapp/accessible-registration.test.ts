import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app';
import { canBrowse, openBrowser } from '../support/browser';
import { type Hand, handOf } from '../support/hand';
import { peopleOf } from '../support/people';
import { dayFrom, inEveryState, type Merchant, merchantOf, movesIn, submit } from '../support/registrations';
import { openEasel } from '../support/weapp/view/paint';
import { type WeappPhone, weappPhone } from '../support/weapp-hand';
import { heardFaults } from './access/heard';
import { seenFaults } from './access/seen';
import { elder, usual } from './access/wishes';
import { atRest } from './words/spoken';

/** Every page of 自愿登记 with everything that can stand on it: each state and trust, reasons, an end that is near, questions of others. */
const pageOf = (name: string): string => `/registration/pages/${name}/index`;
const long = '给禾光社区食堂捐米面粮油，并且每周六派两个人去帮厨、送餐到不方便下楼的老人家里';

let app: TestApp;
let browser: Browser | null;
let easel: Page | null;
let shop: Merchant;
let places: readonly (readonly [where: string, path: string, shows: string | RegExp])[];
let phone: WeappPhone;
let hand: Hand;
let faults: string[];

beforeAll(async () => {
  [app, browser] = await Promise.all([startTestApp({ background: false }), canBrowse ? openBrowser() : null]);
  easel = browser && (await openEasel(browser));
  shop = await merchantOf(await peopleOf(app).demo('shop_owner'));
  const { publish, verify } = movesIn(app);
  const entries = await inEveryState(app, shop);
  const certificate = await submit(app, shop, 'operation', {
    certificateName: '环境管理体系认证',
    certificateNumber: 'E-20',
    certificateIssuer: '某认证中心',
    certificateValidTo: dayFrom(app, 20),
    products: long,
  });
  const wordy = await submit(app, shop, 'charity', { matter: long, receiverName: '青禾市演示商贸行业协会'.repeat(4) });
  for (const one of [certificate, wordy]) {
    await verify('agency_verified')(one);
    await publish(one);
  }
  await app.container.registration.watchEnds();
  const { url } = await shop.phone.ok('registration.poster', { params: { subjectId: shop.subjectId } });
  places = [
    ...[...entries, certificate, wordy].map(
      ({ title, number, entryId }) => [title, `${pageOf('entry')}?entryId=${entryId}`, new RegExp(number)] as const,
    ),
    ['an end that is near, announced', '/account/pages/messages/index', '一条自愿登记还有 20 天到期'],
    ['list', pageOf('list'), '我的公开页'],
    ['public page', `${pageOf('public')}?code=${url.split('/').pop()}`, long],
    ['poster', pageOf('poster'), '顾客扫了看到什么'],
    ['bulk', pageOf('bulk'), '第一步，选一类'],
    ['form', `${pageOf('form')}?kind=license`, '第 1 步'],
    ['form, mending', `${pageOf('form')}?entryId=${entries[2]?.entryId}`, '请写明捐给了谁'],
  ];
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await app?.close();
});
beforeEach(() => {
  faults = [];
});
afterEach(() => phone?.close());

const look = async (where: string, wish: typeof usual): Promise<void> => {
  await atRest(phone.host);
  const seen = easel ? await seenFaults(phone.host, easel, wish) : [];
  faults.push(...[...heardFaults(phone.host), ...seen].map(fault => `${where}: ${fault}`));
};

describe(`registration to ears, eyes and fingers${canBrowse ? '' : ' (eyes and fingers skipped: no Chromium here)'}`, () => {
  it.each([
    ['the usual size', undefined, usual],
    ['elder mode, at its largest', 'largest', elder],
  ] as const)(
    'every page with everything on it, in %s',
    async (_, size, wish) => {
      phone = await weappPhone(app, { size });
      hand = handOf(phone);
      const { people, registrations, screen } = hand;
      await people.signInAs('杜小铺');
      await registrations.actFor(/杜小铺便利店/);
      for (const [where, path, shows] of places) {
        await screen.open(path);
        await screen.sees(shows);
        if (where === 'poster') await screen.appears('.poster-picture');
        await look(where, wish);
      }
      expect(faults).toEqual([]);
      expect(phone.faults()).toEqual([]);
    },
    120_000,
  );

  it.each([
    ['the usual size', undefined, usual],
    ['elder mode, at its largest', 'largest', elder],
  ] as const)(
    'what others ask to confirm, before and after the answer, in %s',
    async (_, size, wish) => {
      const receiver = { receiverName: '青禾市演示商贸行业协会', receiverCode: await peopleOf(app).orgCode('m_association') };
      for (const matter of [`${long}${size ?? ''}`, `捐了一台冰柜${size ?? ''}`])
        await submit(app, shop, 'charity', { ...receiver, matter });
      phone = await weappPhone(app, { size });
      hand = handOf(phone);
      const { people, registrations, screen } = hand;
      await people.signInAs('罗会明');
      await registrations.actFor(/商贸行业协会/);
      await screen.open(pageOf('confirm'));
      await screen.sees('有 2 件事请您确认');
      await look('two ask', wish);
      await screen.tap(/^不是这样/);
      await screen.sees('确定，不是这样');
      await look('before it is denied', wish);
      await screen.tap(/^确定，不是这样/);
      await screen.sees('有 1 件事请您确认');
      await screen.tap('是这样，确认');
      await screen.sees('没有等您确认的');
      await look('answered', wish);
      expect(faults).toEqual([]);
      expect(phone.faults()).toEqual([]);
    },
    60_000,
  );
});
