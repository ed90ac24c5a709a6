import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { codeOf } from '../../bff/features/staff/totp';
import { startTestApp, type TestApp } from '../support/app';
import { canBrowse, openBrowser } from '../support/browser';
import { stumbles, tabRound } from '../support/desk-access';
import { type DeskHand, deskHand } from '../support/desk-hand';
import { type Office, officeOf } from '../support/staff';

const minuteMs = 60_000;

let app: TestApp;
let browser: Browser;
let office: Office;
let hand: DeskHand;

const codeFor = async (secret: string): Promise<string> => codeOf(secret, app.clock.now().getTime());

(canBrowse ? describe : describe.skip)(`journey.desk.session${canBrowse ? '' : ' (no Chromium here)'}`, () => {
  beforeAll(async () => {
    if (!existsSync(resolve(__dirname, '../../.build/desk/index.html'))) throw new Error('no desk: npm run build:desk');
    [app, browser] = await Promise.all([startTestApp({ background: false }), openBrowser()]);
    office = officeOf(app);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });
  beforeEach(async () => {
    hand = await deskHand(browser, app.url);
    await hand.open();
  });
  afterEach(async () => {
    // Nothing of the session is where a script could read it.
    expect(await hand.stored()).toEqual([['cookie', '']]);
    await hand.close();
    expect(hand.faults()).toEqual([]);
  });

  it('is served under a policy that allows nothing inline, and frames nobody', async () => {
    const page = await fetch(`${app.url}/desk/`);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    const html = await page.text();
    expect(html).toContain('<title>城信工作台</title>');
    expect(html).not.toMatch(/<script(?![^>]*src=)|<style|style=/);
    const [, script = ''] = /src="([^"]+)"/.exec(html) ?? [];
    const file = await fetch(`${app.url}${script}`);
    expect(file.status).toBe(200);
    expect(file.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${app.url}/desk/../package.json`)).status).toBe(404);
  });

  it('signs in first by invitation, then by account, password and code; says what is wrong without saying which', async () => {
    const { page } = hand;
    expect(await hand.title()).toBe('工作人员登录');
    await hand.press('登录');
    await hand.sees('请填账号');
    await hand.sees('请填验证器上的 6 位数字');
    const invitationCode = (await office.add('wang.fang', ['reviewer'])) ?? '';
    await hand.join('wang.fang', invitationCode, office.password, codeFor);
    await hand.sees('wang.fang 的姓名');

    await page.reload();
    await hand.sees('wang.fang 的姓名');
    await page.getByRole('banner').getByRole('button', { name: '退出' }).click();
    await hand.sees('工作人员登录');
    await page.reload();
    await hand.sees('工作人员登录');

    await hand.signIn('wang.fang', 'not the password', await office.codeOf('wang.fang'));
    await hand.sees('账号、口令或动态口令不对');
    expect(await page.getByLabel('动态口令', { exact: true }).inputValue()).toBe('');
    await hand.signIn('wang.fang', office.password, await office.codeOf('wang.fang'));
    await hand.sees('wang.fang 的姓名');
  }, 60_000);

  it('says that an account is locked, and until when', async () => {
    const invitationCode = (await office.add('lock.ed', ['reviewer'])) ?? '';
    await hand.join('lock.ed', invitationCode, office.password, codeFor);
    await hand.page.getByRole('banner').getByRole('button', { name: '退出' }).click();
    for (let tries = 0; tries < 6; tries += 1) {
      await hand.signIn('lock.ed', 'not the password', '000000');
      await hand.page.getByRole('alert').waitFor();
      if ((await hand.page.getByText('试的次数太多').count()) > 0) break;
    }
    await hand.sees('试的次数太多');
    await hand.sees(/约 \d+ 秒后再试/);
  }, 60_000);

  it('asks before an idle session ends; ended, it shows nothing of what was open', async () => {
    const { page } = hand;
    const invitationCode = (await office.add('idle.one', ['reviewer'])) ?? '';
    await hand.join('idle.one', invitationCode, office.password, codeFor);
    // The page's own clock: thirteen and a half of the fifteen minutes pass without a sign of anybody. It goes by the server's Date, which
    // a test does not move.
    const aheadMs = app.clock.now().getTime() - Date.now();
    await page.clock.install();
    await page.reload();
    await hand.sees('idle.one 的姓名');
    await page.clock.runFor(aheadMs + 13.5 * minuteMs);
    await hand.sees('您还在吗');
    expect(await stumbles(page)).toEqual([]);
    await hand.press('还在，继续办');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.clock.runFor(aheadMs + 16 * minuteMs);
    await hand.sees('分钟没有操作，已经退出');
    expect(await page.getByText('idle.one 的姓名').count()).toBe(0);
    expect(await page.getByLabel('账号', { exact: true }).inputValue()).toBe('idle.one');
  }, 60_000);

  it('can be used by who sees little, hears the page or has only keys', async () => {
    const { page } = hand;
    await page.setViewportSize({ width: 1024, height: 768 });
    const found: Record<string, readonly string[]> = {};
    const look = async (state: string): Promise<void> => {
      const faults = await stumbles(page);
      if (faults.length > 0) found[state] = faults;
    };
    await look('sign-in');
    await hand.press('登录');
    await look('sign-in with faults');
    const round = await tabRound(page, 3);
    expect(round.length).toBeGreaterThan(0);
    expect(round.filter(({ seen }) => !seen)).toEqual([]);
    await hand.press('第一次登录，我有邀请码');
    await look('invitation');
    const invitationCode = (await office.add('qian.hui', ['reviewer'])) ?? '';
    await page.getByLabel('账号', { exact: true }).fill('qian.hui');
    await page.getByLabel('邀请码', { exact: true }).fill(invitationCode);
    await hand.press('下一步');
    await page.locator('[data-secret]').waitFor();
    await look('setting up');
    expect(found).toEqual({});
  }, 60_000);
});
