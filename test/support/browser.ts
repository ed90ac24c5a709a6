import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** A machine without the browser skips the journeys and says so; without the build they fail, for that is a fault of ours. */
export const canBrowse = existsSync(executablePath);

export const requireH5 = (): void => {
  if (!existsSync(join(__dirname, '../../.build/h5/index.html'))) throw new Error('no H5 build: npm run build:h5');
};

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });

export interface Phone {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors that a page threw; a journey ends with none. */
  readonly errors: readonly string[];
}

/** A new phone with nothing on it. `size` as the person chose it on the display page. */
export const newPhone = async (browser: Browser, { size }: { size?: 'large' | 'larger' | 'largest' } = {}): Promise<Phone> => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  context.setDefaultTimeout(20_000);
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(error.message));
  if (size) await page.addInitScript(chosen => localStorage.setItem('display-size', JSON.stringify({ data: chosen })), size);
  return { page, context, errors };
};
