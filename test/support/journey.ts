import type { Browser } from 'playwright-core';
import { startTestApp, type TestApp } from './app';
import { canBrowse, newPhone, openBrowser, type Phone, requireH5 } from './browser';

export interface Journey {
  readonly app: TestApp;
  readonly browser: Browser;
  /** A phone with nothing on it, fresh for each test; no page of it may throw. */
  readonly phone: Phone;
}

/** A suite of journeys on the H5 that the real BFF serves; skipped where no browser is there, and its title says so. */
export const journeys = (name: string, tests: (now: Journey) => void): void =>
  (canBrowse ? describe : describe.skip)(canBrowse ? name : `${name} (no Chromium here)`, () => {
    const now = {} as { -readonly [part in keyof Journey]: Journey[part] };
    beforeAll(async () => {
      requireH5();
      [now.app, now.browser] = await Promise.all([startTestApp(), openBrowser()]);
    }, 120_000);
    afterAll(async () => {
      await now.browser?.close();
      await now.app?.close();
    });
    beforeEach(async () => {
      now.phone = await newPhone(now.browser);
    });
    afterEach(async () => {
      expect(now.phone.errors).toEqual([]);
      await now.phone.context.close();
    });
    tests(now);
  });
