import { startTestApp, type TestApp } from '../support/app';
import { type Clamd, hasClamd, startClamd } from '../support/clamd';
import { type Hand, handOf } from '../support/hand';
import { makePdf, makePhoto } from '../support/papers';
import { peopleOf } from '../support/people';
import { type Merchant, merchantOf, submit, wishOf } from '../support/registrations';
import { sendPaper } from '../support/send-paper';
import { type WeappPhone, weappPhone } from '../support/weapp-hand';

/** What a merchant handed in, on its phone again: papers to be seen, entries to be taken along. */
let app: TestApp;
let clamd: Clamd | null;
let shop: Merchant;
let phone: WeappPhone;
let hand: Hand;

const office = '青禾市社会信用体系建设办公室（演示）';

beforeAll(async () => {
  clamd = hasClamd ? await startClamd() : null;
}, 60_000);
afterAll(() => clamd?.close());
beforeEach(async () => {
  app = await startTestApp({ env: clamd ? { CLAMD: clamd.address } : {} });
  shop = await merchantOf(await peopleOf(app).demo('shop_owner'));
  phone = await weappPhone(app, { owner: 'shop_owner' });
  hand = handOf(phone);
  await hand.people.signInAs('杜小铺');
  await hand.registrations.actFor(/杜小铺便利店/);
}, 60_000);
afterEach(async () => {
  await phone.close();
  await app.close();
  expect(phone.faults()).toEqual([]);
});

const left = (): string[] => [...phone.host.phone.files.keys()].filter(path => path.startsWith('http://usr/'));
/** WeChat deletes a little later than it was asked to. */
const nothingLeft = async (): Promise<void> => {
  for (let tries = 0; tries < 40 && left().length > 0; tries += 1) await new Promise(done => setTimeout(done, 50));
  expect(left()).toEqual([]);
};
const withPapers = async (...papers: readonly (readonly [name: string, bytes: Buffer])[]) => {
  const attachmentIds: string[] = [];
  for (const [name, bytes] of papers) attachmentIds.push((await sendPaper(shop.phone, shop.subjectId, bytes, { name })).attachmentId);
  const body = await wishOf(app, shop, 'operation', {}, { attachmentIds });
  return shop.phone.ok('registration.submit', { params: { subjectId: shop.subjectId }, body });
};

(hasClamd ? it : it.skip)(
  'a picture opens in WeChat’s viewer, a PDF in its reader, and neither stays on the phone',
  async () => {
    const pdf = makePdf({ padding: 100_000 });
    const { entryId } = await withPapers(['门头照.jpg', await makePhoto()], ['租约.pdf', pdf]);
    const { screen } = hand;
    await screen.open(`/registration/pages/entry/index?entryId=${entryId}`);
    await screen.tap('看图片：门头照.jpg');
    while (phone.host.phone.previewed.length === 0) await new Promise(done => setTimeout(done, 50));
    expect(phone.host.phone.previewed[0]?.bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    expect(left()).toHaveLength(1);
    // Out of the viewer again.
    phone.host.hide();
    phone.host.show();
    await nothingLeft();
    await screen.tap('打开看：租约.pdf');
    while (phone.host.phone.openedFiles.length === 0) await new Promise(done => setTimeout(done, 50));
    expect(phone.host.phone.takeOpenedFile()?.equals(pdf)).toBe(true);
    await nothingLeft();
  },
  60_000,
);

(hasClamd ? it : it.skip)(
  'a picture that WeChat still had when it ended the app is gone after the next launch',
  async () => {
    const { entryId } = await withPapers(['门头照.jpg', await makePhoto()]);
    const { screen } = hand;
    await screen.open(`/registration/pages/entry/index?entryId=${entryId}`);
    await screen.tap('看图片：门头照.jpg');
    while (phone.host.phone.previewed.length === 0) await new Promise(done => setTimeout(done, 50));
    expect(left()).toHaveLength(1);
    await screen.comeBack();
    await nothingLeft();
  },
  60_000,
);

(hasClamd ? it : it.skip)(
  'a reason stands at the paper it is about, until that paper is taken away',
  async () => {
    const { entryId, number } = await withPapers(['门头照.jpg', await makePhoto()], ['执照.jpg', await makePhoto()]);
    const move = app.container.registration.moveEntry;
    await move({ number }, { move: 'pass_to_office', actor: 'platform', by: '市公共信用信息平台' });
    const reasons = [{ pointer: '/attachments/1', text: '不是本单位的证照，请换成本单位的。' }];
    await move({ number }, { move: 'return', actor: 'office', by: office, reasons });
    const { screen, registrations } = hand;
    await screen.open(`/registration/pages/entry/index?entryId=${entryId}`);
    await screen.sees('附件第 2 份：执照.jpg');
    await screen.tap('去改');
    await screen.sees('上传附件');
    await screen.sees('有 1 处要改');
    const rows = await screen.textsOf('.att');
    expect(rows.map(row => row.includes('不是本单位的证照'))).toEqual([false, true]);
    await screen.tap('删去执照.jpg');
    await screen.vanishes('.att .field-error');
    await registrations.attach([{ name: '本店执照.jpg', bytes: await makePhoto() }]);
    expect(await screen.textsOf('.faults')).toEqual([]);
    await screen.vanishes('.att-checking, .att-sending');
  },
  60_000,
);

it('all entries as JSON are made ready, sent into a chat in a tap of its own, and deleted', async () => {
  const { number } = await submit(app, shop, 'charity');
  const { screen } = hand;
  await screen.open('/registration/pages/bulk/index');
  await screen.tap(/^准备全部登记（JSON）/);
  await screen.sees('JSON 文件准备好了');
  await screen.sees(/发出去的文件没有加密/);
  phone.host.phone.answers.share = 'cancel';
  await screen.tap('发到微信聊天');
  await screen.sees('还没有发出，文件还在');
  expect(left()).toHaveLength(1);
  phone.host.phone.answers.share = 'send';
  await screen.tap('发到微信聊天');
  await screen.sees('发到聊天了');
  const [sent] = phone.host.phone.sentFiles;
  expect(sent?.name).toBe('自愿登记.json');
  expect((JSON.parse(String(sent?.bytes)) as { entries: { number: string }[] }).entries.map(one => one.number)).toEqual([number]);
  await nothingLeft();
}, 60_000);
