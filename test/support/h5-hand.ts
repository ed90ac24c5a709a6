import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { PhoneInHand, PhoneWish } from './hand';
import { h5Screen } from './screen/h5-screen';

/** With the browser's own page, for what only a browser has. */
export interface H5Phone extends PhoneInHand {
  readonly page: Page;
  readonly context: BrowserContext;
}

/** A new phone with a browser and nothing on it. */
export const h5Phone = async (browser: Browser, url: string, { size }: PhoneWish = {}): Promise<H5Phone> => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  context.setDefaultTimeout(20_000);
  const faults: string[] = [];
  const requests: { method: string; path: string }[] = [];
  let stop: (() => Promise<void>) | null = null;
  page.on('pageerror', error => faults.push(error.message));
  page.on('request', request => requests.push({ method: request.method(), path: new URL(request.url()).pathname }));
  if (size) await page.addInitScript(chosen => localStorage.setItem('display-size', JSON.stringify({ data: chosen })), size);
  return {
    page,
    context,
    screen: h5Screen(page, url),
    setOnline: online => context.setOffline(!online),
    async loseReplyOf(path) {
      await page.route(
        url => path.test(url.pathname),
        async route => {
          await route.fetch();
          await route.abort('connectionreset');
        },
        { times: 1 },
      );
    },
    async cut(path) {
      await stop?.();
      stop = null;
      if (!path) return;
      const fits = (asked: URL): boolean => path.test(asked.pathname);
      await page.route(fits, route => route.abort('internetdisconnected'));
      stop = () => page.unroute(fits);
    },
    async willChoose(files) {
      page.once('filechooser', chooser =>
        chooser.setFiles(
          files.map(({ name, bytes }) => ({ name, mimeType: name.endsWith('.pdf') ? 'application/pdf' : 'image/jpeg', buffer: bytes })),
        ),
      );
    },
    requests: () => requests,
    stored: () =>
      page.evaluate(() => [localStorage, sessionStorage].flatMap(storage => Object.entries(storage)).concat([['cookie', document.cookie]])),
    faults: () => faults,
    close: () => context.close(),
  };
};
