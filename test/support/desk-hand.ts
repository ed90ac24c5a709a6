import type { Browser, BrowserContext, Page } from 'playwright-core';

/** One reviewer's browser on a desktop, with nothing in it. */
export interface DeskHand {
  readonly page: Page;
  readonly context: BrowserContext;
  open(): Promise<void>;
  /** First sign-in by invitation; `codeOf` gives the code for the secret the page shows. */
  join(account: string, invitationCode: string, password: string, codeOf: (secret: string) => Promise<string>): Promise<void>;
  signIn(account: string, password: string, code: string): Promise<void>;
  press(name: string | RegExp): Promise<void>;
  sees(text: string | RegExp): Promise<void>;
  title(): Promise<string>;
  /** Opens a case from the queue and waits for its head. */
  openCase(number: string): Promise<void>;
  /** What the page threw, and what its own policy refused. */
  faults(): readonly string[];
  /** What this browser keeps for scripts to read. */
  stored(): Promise<unknown>;
  close(): Promise<void>;
}

export const deskHand = async (browser: Browser, url: string, viewport = { width: 1280, height: 800 }): Promise<DeskHand> => {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', error => faults.push(error.message));
  page.on('console', message => {
    if (message.type() === 'error' && /Content Security Policy/i.test(message.text())) faults.push(message.text());
  });
  const press = (name: string | RegExp): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  const box = (label: string) => page.getByLabel(label, { exact: true });
  const sees = (text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();
  const heading = () => page.locator('h1');
  return {
    page,
    context,
    press,
    sees,
    async open() {
      await page.goto(`${url}/desk/`);
      await heading().waitFor();
    },
    async join(account, invitationCode, password, codeOf) {
      await press('第一次登录，我有邀请码');
      await box('账号').fill(account);
      await box('邀请码').fill(invitationCode);
      await press('下一步');
      const secret = (await page.locator('[data-secret]').innerText()).replaceAll(/\s/g, '');
      await box('口令').fill(password);
      await box('再填一次口令').fill(password);
      await box('动态口令').fill(await codeOf(secret));
      await press('设好并登录');
      await page.getByRole('banner').waitFor();
    },
    async signIn(account, password, code) {
      await box('账号').fill(account);
      await box('口令').fill(password);
      await box('动态口令').fill(code);
      await press('登录');
    },
    title: () => heading().innerText(),
    async openCase(number) {
      await page.getByRole('row').filter({ hasText: number }).getByRole('link').click();
      await page.getByRole('heading', { name: '填的内容' }).waitFor();
    },
    faults: () => faults,
    stored: () =>
      page.evaluate(() => [localStorage, sessionStorage].flatMap(storage => Object.entries(storage)).concat([['cookie', document.cookie]])),
    close: () => context.close(),
  };
};
