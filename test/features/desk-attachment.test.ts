import { newId } from '../../bff/lib/new-id';
import { startTestApp, type TestApp } from '../support/app';
import { type Clamd, hasClamd, startClamd, withoutClamd } from '../support/clamd';
import { makePhoto } from '../support/papers';
import { peopleOf } from '../support/people';
import { type Merchant, merchantOf, submit, wishOf } from '../support/registrations';
import { sendPaper } from '../support/send-paper';
import { type Desk, officeOf } from '../support/staff';

/** Without a scanner nothing is ever found clean, so nothing could be opened. */
const withClamd = hasClamd ? describe : describe.skip;

let clamd: Clamd | null;
let app: TestApp;
let shop: Merchant;
let first: Desk;

beforeAll(async () => {
  clamd = hasClamd ? await startClamd() : null;
  app = await startTestApp({ env: clamd ? { CLAMD: clamd.address } : {} });
  shop = await merchantOf(await peopleOf(app).demo('shop_owner'));
  first = await officeOf(app).member('shen.yi');
}, 60_000);
afterAll(async () => {
  await app.close();
  await clamd?.close();
});

const readsOfShop = async (): Promise<number> =>
  (await shop.phone.ok('ledger.list', { params: { subjectId: shop.subjectId } })).entries.length;

withClamd(`desk.attachment${withoutClamd}`, () => {
  it('streams what is kept of this case alone, so that nothing in it runs, and the merchant sees the look', async () => {
    const attachmentId = (await sendPaper(shop.phone, shop.subjectId, await makePhoto())).attachmentId;
    const wish = await wishOf(app, shop, 'operation', {}, { attachmentIds: [attachmentId] });
    const entry = await shop.phone.ok('registration.submit', { params: { subjectId: shop.subjectId }, body: wish });
    await app.container.registration.moveEntry(
      { number: entry.number },
      { move: 'pass_to_office', actor: 'platform', by: '市公共信用信息平台' },
    );
    const file = await first.ok('desk.open', { params: { number: entry.number } });
    expect(file.attachments).toMatchObject([{ attachmentId, state: 'clean', contentType: 'image/jpeg' }]);
    const before = await readsOfShop();
    const shown = await first.call('desk.attachment', { params: { number: entry.number, attachmentId } });
    expect([shown.status, shown.headers.get('content-type'), shown.bytes.length]).toEqual([
      200,
      'image/jpeg',
      file.attachments[0]?.sizeBytes,
    ]);
    expect(shown.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    expect(shown.headers.get('content-disposition')).toMatch(/^inline; /);
    expect(await readsOfShop()).toBe(before + 1);

    const other = await submit(app, shop, 'operation');
    for (const [number, id] of [
      [other.number, attachmentId],
      [entry.number, newId()],
    ] as const)
      expect((await first.call('desk.attachment', { params: { number, attachmentId: id } })).problem.code).toBe('attachment.not_found');
  });

  it('verifies nothing whose evidence no scanner has looked at, and may return it', async () => {
    await clamd?.kill();
    const { attachmentId, state } = await sendPaper(shop.phone, shop.subjectId, await makePhoto());
    expect(state).toBe('held');
    const wish = await wishOf(app, shop, 'operation', {}, { attachmentIds: [attachmentId] });
    const { number } = await shop.phone.ok('registration.submit', { params: { subjectId: shop.subjectId }, body: wish });
    await app.container.registration.moveEntry({ number }, { move: 'pass_to_office', actor: 'platform', by: '市公共信用信息平台' });
    const { revision } = await first.ok('desk.open', { params: { number } });
    const decide = (decision: 'verify' | 'return') =>
      first.call('desk.decide', {
        params: { number },
        body: { revision, decision, reasons: decision === 'verify' ? [] : [{ pointer: '/attachments/0', text: '请重新拍一张清楚的照片' }] },
      });
    expect((await decide('verify')).problem.code).toBe('desk.evidence_unchecked');
    expect((await decide('return')).body).toMatchObject({ outcome: 'done', number });
    await clamd?.start();
  });
});
