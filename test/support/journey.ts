import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { startTestApp, type TestApp } from './app';
import { canBrowse, openBrowser } from './browser';
import { type H5Phone, h5Phone } from './h5-hand';
import { type Hand, handOf, type PhoneWish } from './hand';
import { weappDist } from './weapp/dist';
import { weappPhone } from './weapp-hand';

type Platform = 'h5' | 'weapp';

export interface Journey {
  readonly app: TestApp;
  /** A phone with nothing on it, fresh for each test. */
  readonly hand: Hand;
  /** One more phone; closed with the test. */
  another(wish?: PhoneWish): Promise<Hand>;
  /** The browser's own side of `hand`; only in journeys on H5 alone. */
  readonly browserPhone: H5Phone;
}

const built: Readonly<Record<Platform, () => string>> = {
  h5: () => '.build/h5/index.html',
  weapp: () => join(weappDist(), 'app.json'),
};

/** `JOURNEYS_ON=weapp` runs only those. */
const wanted = (platform: Platform): boolean => (process.env.JOURNEYS_ON ?? platform) === platform;

/**
 * Journeys against the real BFF, each on the H5 that it serves in Chromium and on the weapp build in the harness, by the same pages.
 * No page may throw. Without Chromium those on H5 are skipped, and their title says so; without a build a journey fails.
 */
export const journeys = (
  name: string,
  tests: (now: Journey) => void,
  { on = ['h5', 'weapp'] }: { on?: readonly Platform[] } = {},
): void => {
  for (const platform of on.filter(wanted)) {
    const able = platform === 'weapp' || canBrowse;
    (able ? describe : describe.skip)(`${name} on ${platform}${able ? '' : ' (no Chromium here)'}`, () => {
      const now = {} as { -readonly [part in keyof Journey]: Journey[part] };
      const phones: Hand[] = [];
      let browser: Browser | null = null;
      const take = async (wish?: PhoneWish): Promise<Hand> => {
        const onH5 = browser ? await h5Phone(browser, now.app.url, wish) : null;
        if (onH5) now.browserPhone ??= onH5;
        const phone = onH5 ?? (await weappPhone(now.app, wish));
        phones.push(handOf(phone));
        return phones.at(-1) as Hand;
      };
      beforeAll(async () => {
        if (!existsSync(resolve(__dirname, '../..', built[platform]()))) throw new Error(`no ${platform} build: npm run build:${platform}`);
        [now.app, browser] = await Promise.all([startTestApp(), platform === 'h5' ? openBrowser() : null]);
        now.another = take;
      }, 120_000);
      afterAll(async () => {
        await browser?.close();
        await now.app?.close();
      });
      beforeEach(async () => {
        (now as { browserPhone?: H5Phone }).browserPhone = undefined;
        now.hand = await take();
      });
      afterEach(async () => {
        const taken = phones.splice(0);
        for (const phone of taken) await phone.close();
        expect(taken.flatMap(phone => phone.faults())).toEqual([]);
      });
      tests(now);
    });
  }
};
