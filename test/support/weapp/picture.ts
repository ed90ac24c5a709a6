import { openBrowser } from '../browser';
import type { WeappHost } from './host';
import { openEasel } from './view/paint';

/** PNG of the whole page on top, as Chromium draws it. */
export const takePicture = async (host: WeappHost): Promise<Buffer> => {
  const browser = await openBrowser();
  try {
    const easel = await openEasel(browser);
    await host.draw(easel);
    return await easel.screenshot({ fullPage: true });
  } finally {
    await browser.close();
  }
};
