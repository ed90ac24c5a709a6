import { openBrowser } from '../browser';
import type { WeappHost } from './host';

/** PNG of the whole page on top, as Chromium draws it. */
export const takePicture = async (host: WeappHost): Promise<Buffer> => {
  const browser = await openBrowser();
  try {
    return await (await host.draw(browser)).screenshot({ fullPage: true });
  } finally {
    await browser.close();
  }
};
