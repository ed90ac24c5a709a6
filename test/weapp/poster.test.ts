import jsQR from 'jsqr';
import type { Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app';
import { openBrowser } from '../support/browser';
import { pixelsOf } from '../support/camera';
import { type Hand, handOf } from '../support/hand';
import { peopleOf } from '../support/people';
import { merchantOf, submit } from '../support/registrations';
import { pngOf } from '../support/weapp/drawing';
import { byMiniCode, scenes } from '../support/weapp/host';
import type { Drawing } from '../support/weapp/phone';
import { type WeappPhone, weappPhone } from '../support/weapp-hand';
import { expectKept } from './words/kept';
import { atRest } from './words/spoken';

/** The poster of a shop, its code, and where they lead; the page that a customer sees. */
let app: TestApp;
let taken: WeappPhone;
let hand: Hand;
const shopName = '青禾长庚食品有限公司';

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

/** The representative of a shop has its poster before him. */
const openPoster = async (): Promise<void> => {
  await hand.people.signInAs('魏长庚');
  await hand.registrations.actFor(/长庚食品/);
  await hand.screen.open('/registration/pages/poster/index');
  await hand.screen.appears('.poster-picture');
};
const wordsIn = ({ strokes }: Drawing): string[] =>
  strokes.flatMap(stroke => ('call' in stroke && stroke.call === 'fillText' ? [String(stroke.args[0])] : []));

/** What a camera reads off the paper. */
const readCode = async (drawing: Drawing): Promise<string | undefined> => {
  const browser = await openBrowser();
  try {
    const easel: Page = await browser.newPage();
    const { data, width, height } = await pixelsOf(easel, await pngOf(easel, drawing));
    return jsQR(data, width, height)?.data;
  } finally {
    await browser.close();
  }
};

describe('a poster', () => {
  it('is saved to the album with the shop’s name and a code that is read off it and opens its page', async () => {
    await openPoster();
    await hand.screen.tap('存到相册');
    await hand.screen.sees('存到相册了');
    const [drawing] = taken.host.phone.album;
    if (!drawing) throw new Error(taken.host.report());
    expect([drawing.width, drawing.height, Object.keys(drawing.stamps).length]).toEqual([900, 1272, 1]);
    expect(wordsIn(drawing).join('')).toContain(shopName);
    expect(wordsIn(drawing)).toContain('示意');
    const brush = drawing.strokes.map(stroke =>
      'set' in stroke ? `${stroke.set} = ${stroke.to}` : `${stroke.call} ${stroke.args.join(' ')}`,
    );
    expectKept('poster', ['== the page', ...(await atRest(taken.host)), '', '== the drawing', ...brush]);
    const read = await readCode(drawing);
    expect(read).toMatch(/^registration\/pages\/public\/index\?[\w-]{16}$/);
    const customer = await weappPhone(app);
    const [page = '', scene = ''] = String(read).split('?');
    await customer.host.restart(byMiniCode(`/${page}`, scene), scenes.miniCode);
    await customer.screen.sees(shopName);
    await customer.close();
    expect(customer.faults()).toEqual([]);
  }, 90_000);

  it('asks for the album once; refused, it says where to allow it, and saves then', async () => {
    taken.host.phone.answers.album = 'deny';
    await openPoster();
    await hand.screen.tap('存到相册');
    await hand.screen.sees('没有允许存到相册');
    expect(taken.host.phone.album).toEqual([]);
    await hand.screen.tap('去打开权限');
    await hand.screen.sees('存到相册了');
    expect(taken.host.phone.album).toHaveLength(1);
  }, 90_000);
});

describe('a merchant’s page on WeChat', () => {
  it('goes to a chat as a card that opens it without signing in', async () => {
    const merchant = await merchantOf(await peopleOf(app).demo('shop_owner'));
    const { page } = await merchant.phone.ok('registration.list', { params: { subjectId: merchant.subjectId } });
    await submit(app, merchant);
    await taken.host.restart(`/registration/pages/public/index?code=${page.code}`, scenes.card);
    await hand.screen.sees('转给别人看');
    const buttons = taken.host.pages.at(-1)?.view.querySelectorAll('.btn-line') ?? [];
    const share = buttons.find(({ text }) => text.includes('转给别人看'));
    if (!share) throw new Error(taken.host.report());
    taken.host.tap(share);
    expect(taken.host.phone.shared[0]).toMatchObject({
      title: expect.stringMatching(/的信用公开页$/),
      path: `/registration/pages/public/index?code=${page.code}`,
    });
  }, 60_000);
});
