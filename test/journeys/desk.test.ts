import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { codeOf } from '../../bff/features/staff/totp';
import { startTestApp, type TestApp } from '../support/app';
import { canBrowse, openBrowser } from '../support/browser';
import { type Clamd, hasClamd, startClamd } from '../support/clamd';
import { stumbles, tabRound } from '../support/desk-access';
import { type DeskHand, deskHand } from '../support/desk-hand';
import { makePdf, makePhoto } from '../support/papers';
import { type Phone, peopleOf } from '../support/people';
import { sendPaper } from '../support/send-paper';
import { type Office, officeOf } from '../support/staff';

const dayMs = 24 * 3600_000;
const minuteMs = 60_000;

let app: TestApp;
let browser: Browser;
let clamd: Clamd;
let office: Office;
const taken: DeskHand[] = [];

/** The merchant at its phone, signed in anew: days pass in between. */
const shop = async (): Promise<{ phone: Phone; subjectId: string }> => {
  const phone = await peopleOf(app).demo('shop_owner');
  const subjectId = (await phone.ok('identity.read')).subjects.find(({ kind }) => kind === 'merchant')?.subjectId ?? '';
  return { phone, subjectId };
};

type Kind = 'license' | 'operation';
let made = 0;
const fieldsOf: Readonly<Record<Kind, () => Record<string, string>>> = {
  license: () => ({
    permitName: '食品经营许可证',
    permitNumber: `JY1990101001234${made}`,
    issuer: '青禾市市场监督管理局',
    validFrom: '2024-03-01',
    validTo: '2029-02-28',
  }),
  operation: () => ({ premises: `青禾市禾光路 ${made} 号`, brand: `长庚 ${made} 店`, products: '粮油、干货' }),
};

/** Registered by the merchant, held by no agency: it waits for the office. */
const register = async (kind: Kind): Promise<{ number: string; entryId: string }> => {
  made += 1;
  const { phone, subjectId } = await shop();
  const kinds = (await phone.ok('registration.kinds')).kinds;
  const { version, commitment } = kinds.find(one => one.kind === kind) ?? { version: '', commitment: { version: '' } };
  const papers =
    kind === 'license'
      ? [
          await sendPaper(phone, subjectId, await makePhoto({ width: 800, height: 600 }), { name: '证照正本.jpg' }),
          await sendPaper(phone, subjectId, makePdf(), { name: '许可决定书.pdf' }),
        ]
      : [];
  const entry = await phone.ok('registration.submit', {
    params: { subjectId },
    body: {
      kind,
      kindVersion: version,
      fields: fieldsOf[kind](),
      attachmentIds: papers.map(({ attachmentId }) => attachmentId),
      commitmentVersion: commitment.version,
      draftId: null,
      mends: null,
      recordId: null,
    },
  });
  await app.container.registration.moveEntry({ number: entry.number }, { move: 'pass_to_office', actor: 'platform', by: '平台' });
  return entry;
};

const take = async (viewport?: { width: number; height: number }): Promise<DeskHand> => {
  const hand = await deskHand(browser, app.url, viewport);
  taken.push(hand);
  await hand.open();
  return hand;
};

/** A new reviewer's browser, signed in by invitation. */
const reviewer = async (account: string): Promise<DeskHand> => {
  const hand = await take();
  const invitationCode = (await office.add(account, ['reviewer'])) ?? '';
  await hand.join(account, invitationCode, office.password, async secret => codeOf(secret, app.clock.now().getTime()));
  return hand;
};

const able = canBrowse && hasClamd;

(able ? describe : describe.skip)(`journey.desk${able ? '' : ' (needs Chromium and clamd)'}`, () => {
  beforeAll(async () => {
    if (!existsSync(resolve(__dirname, '../../.build/desk/index.html'))) throw new Error('no desk: npm run build:desk');
    clamd = await startClamd();
    [app, browser] = await Promise.all([startTestApp({ env: { CLAMD: clamd.address } }), openBrowser()]);
    office = officeOf(app);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await clamd?.close();
  });
  afterEach(async () => {
    const hands = taken.splice(0);
    for (const hand of hands) {
      // Nothing of the session or of a case is where a script could read it, and nothing of a person in the address.
      expect(await hand.stored()).toEqual([['cookie', '']]);
      expect(hand.page.url()).toMatch(/\/desk\/(#\/(cases\/ZY\d{8}-\d+)?)?$/);
      await hand.close();
    }
    expect(hands.flatMap(hand => hand.faults())).toEqual([]);
  });

  it('shows a reviewer what is due first; returned with a reason on a field, the merchant reads it word for word', async () => {
    const oldest = await register('license');
    app.clock.advance(3 * dayMs);
    const younger = await register('operation');
    const hand = await reviewer('zhang.wei');
    const { page } = hand;
    await hand.sees(oldest.number);
    expect(await page.locator('tbody tr').first().innerText()).toContain(oldest.number);
    expect(await page.getByText(younger.number).count()).toBe(1);

    await page.locator('.row-open').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '填的内容' }).waitFor();
    expect(await hand.title()).toBe('食品经营许可证');
    await page.getByAltText('证照正本.jpg').waitFor();
    await page.getByRole('group', { name: /方向键移动/ }).press('r');
    await page.getByRole('tab', { name: '许可决定书.pdf' }).click();
    await page.locator('iframe[title="附件 许可决定书.pdf"]').waitFor();

    expect(await page.getByRole('button', { name: '退回', exact: true }).getAttribute('aria-disabled')).toBe('true');
    await hand.press('退有效期到这一项');
    await page.getByLabel('商户会读到的话：有效期到').fill('与正本上写的不一致，请照正本填写。');
    await hand.press('退回 1 项');
    const letter = page.locator('.letter');
    expect(await letter.innerText()).toContain('有效期到：与正本上写的不一致，请照正本填写。');
    await page.getByRole('dialog').getByRole('button', { name: '退回' }).click();
    await hand.sees('已退回');

    const { phone, subjectId } = await shop();
    const entry = await phone.ok('registration.read', { params: { subjectId, entryId: oldest.entryId } });
    expect(entry.state).toBe('returned');
    expect(entry.reasons).toEqual([{ pointer: '/fields/validTo', text: '与正本上写的不一致，请照正本填写。' }]);

    await hand.press('办下一件');
    await page.getByRole('heading', { name: '填的内容' }).waitFor();
    await hand.sees(younger.number);
    await hand.press('材料一致，核实');
    await page.getByRole('dialog').getByRole('button', { name: '核实' }).click();
    await hand.sees('已核实');
    const other = await phone.ok('registration.read', { params: { subjectId, entryId: younger.entryId } });
    expect(other.trust).toBe('document_checked');
  }, 120_000);

  it('lets two decide where two must, and never one person twice', async () => {
    const { number, entryId } = await register('license');
    const first = await reviewer('li.ming');
    await first.openCase(number);
    await first.press('材料一致，核实');
    await first.page
      .getByRole('dialog')
      .getByRole('button', { name: /另一位复核/ })
      .click();
    await first.sees('已记为您的拟办意见：核实');
    await first.page.getByRole('link', { name: '回到待办' }).last().click();
    await first.openCase(number);
    expect(await first.page.getByRole('button', { name: '同意核实' }).count()).toBe(0);
    expect(await first.page.getByRole('button', { name: '材料一致，核实' }).count()).toBe(0);

    const second = await reviewer('zhao.min');
    await second.page.getByText('等我复核').click();
    await second.openCase(number);
    await second.sees(/li\.ming 的姓名 拟核实/);
    await second.press('同意核实');
    await second.page.getByRole('dialog').getByRole('button', { name: '同意核实' }).click();
    await second.sees('已复核：核实');
    const { phone, subjectId } = await shop();
    expect((await phone.ok('registration.read', { params: { subjectId, entryId } })).trust).toBe('document_checked');
  }, 120_000);

  it('says plainly that somebody has it, and that it was changed meanwhile, and what next', async () => {
    const { number, entryId } = await register('operation');
    const first = await reviewer('sun.li');
    await first.openCase(number);
    const second = await reviewer('zhou.jie');
    await second.openCase(number);
    await second.sees('sun.li 的姓名');
    expect(await second.page.getByRole('button', { name: '材料一致，核实' }).count()).toBe(0);

    const { phone, subjectId } = await shop();
    await phone.ok('registration.withdraw', { params: { subjectId, entryId }, body: { revision: 1 } });
    await first.press('材料一致，核实');
    await first.page.getByRole('dialog').getByRole('button', { name: '核实' }).click();
    await first.sees('这一件已经变了');
    await first.sees('您的决定没有记下');
    await first.press('重新打开这一件');
    await first.sees('已撤下');
    expect(await first.page.getByRole('button', { name: '材料一致，核实' }).count()).toBe(0);
  }, 120_000);

  it('keeps what was typed over an ended session, for the same person', async () => {
    const { number } = await register('operation');
    const hand = await reviewer('wu.fang');
    await hand.openCase(number);
    await hand.press('退经营场所这一项');
    await hand.page.getByLabel('商户会读到的话：经营场所').fill('请写到门牌号。');
    app.clock.advance(20 * minuteMs);
    await hand.press('退回 1 项');
    await hand.page.getByRole('dialog').getByRole('button', { name: '退回' }).click();
    await hand.sees('登录已结束');
    expect(await hand.page.getByText('请写到门牌号。').count()).toBe(0);
    await hand.signIn('wu.fang', office.password, '000000');
    await hand.sees('不对，或账号已停用');
    await hand.signIn('wu.fang', office.password, await office.codeOf('wu.fang'));
    await hand.page.getByRole('heading', { name: '填的内容' }).waitFor();
    expect(await hand.page.getByLabel('商户会读到的话：经营场所').inputValue()).toBe('请写到门牌号。');
    await hand.page.getByRole('banner').getByRole('button', { name: '退出' }).click();
    await hand.sees('意见还没交');
    await hand.press('退出，不要了');
    await hand.sees('工作人员登录');
    await hand.page.reload();
    await hand.sees('工作人员登录');
  }, 120_000);

  it('can be used by who sees little, hears the page or has only keys: every state', async () => {
    const { number } = await register('license');
    const hand = await take({ width: 1024, height: 768 });
    const { page } = hand;
    const found: Record<string, string[]> = {};
    const look = async (state: string): Promise<void> => {
      const faults = await stumbles(page);
      if (faults.length > 0) found[state] = faults;
    };
    await look('sign-in');
    await hand.press('登录');
    await look('sign-in with faults');
    await hand.press('第一次登录，我有邀请码');
    await look('invitation');
    const invitationCode = (await office.add('qian.hui', ['reviewer'])) ?? '';
    await page.getByLabel('账号', { exact: true }).fill('qian.hui');
    await page.getByLabel('邀请码', { exact: true }).fill(invitationCode);
    await hand.press('下一步');
    await page.locator('[data-secret]').waitFor();
    await look('setting up');
    await page.reload();
    await hand.join('qian.hui', invitationCode, office.password, async secret => codeOf(secret, app.clock.now().getTime()));
    await hand.sees(number);
    await look('queue');
    await page.getByText('我办过的').click();
    await hand.sees('您还没有办过登记');
    await look('empty queue');
    await page.getByText('等办的').first().click();
    await hand.openCase(number);
    await page.getByAltText('证照正本.jpg').waitFor();
    await look('case');
    const round = await tabRound(page, 14);
    expect(round.filter(({ seen }) => !seen)).toEqual([]);
    expect(round.map(({ name }) => name)).toEqual(expect.arrayContaining(['退证照名称这一项']));
    await hand.press('退附件这一项');
    await look('case with a reason');
    await page.getByLabel('商户会读到的话：附件').fill('请重拍。');
    await hand.press('退回 1 项');
    await look('question');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await hand.press('不予核实');
    await look('refusing');
    await page.keyboard.press('Escape');
    expect(found).toEqual({});
  }, 120_000);
});
