import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { type Screen, until, type Words } from './screen';

/** With what only a browser has. */
export interface H5Screen extends Screen {
  readonly page: Page;
  readonly top: Locator;
}

/** Drags a wheel of the picker so that this number comes to the middle. @returns whether it stood there already */
const turnTo = async (wheel: Locator, wanted: number): Promise<boolean> => {
  const item = wheel.locator('.weui-picker__item', { hasText: new RegExp(`^0?${wanted}\\D*$`) }).first();
  // How long a wheel is may have to come from the one before it.
  await item.waitFor({ state: 'attached' });
  const far = await item.evaluate(one => {
    const top = (part: Element | null | undefined): number =>
      (part as unknown as { getBoundingClientRect(): { top: number } }).getBoundingClientRect().top;
    return top(one.closest('taro-picker-group')?.querySelector('.weui-picker__indicator')) - top(one);
  });
  if (Math.abs(far) < 2) return true;
  await wheel.dispatchEvent('mousedown', { clientY: 0 });
  await wheel.dispatchEvent('mousemove', { clientY: far });
  // Where it stands is read when it is let go, and it gets there a frame later.
  await new Promise(done => setTimeout(done, 100));
  await wheel.dispatchEvent('mouseup', { clientY: far });
  return false;
};

/** A browser's page. Taro keeps the pages under the top one in the document, hidden. */
export const h5Screen = (page: Page, url: string): H5Screen => {
  const top = page.locator('.cx:visible').last();
  const button = (name: Words): Locator => top.getByRole('button', { name, exact: typeof name === 'string' }).first();
  const field = (label: string): Locator => top.locator('.field', { hasText: label }).first().locator('input, textarea').first();
  const screen: Screen = {
    platform: 'h5',
    tap: name =>
      button(name)
        .click()
        .catch(async cause => {
          throw new Error(`could not tap ${name}\non this page:\n${await screen.text().catch(() => '(nothing)')}`, { cause });
        }),
    tapMany: name =>
      button(name).evaluate(one => {
        for (let taps = 0; taps < 4; taps++) (one as unknown as { click(): void }).click();
      }),
    pick: (name, role = 'radio') =>
      top
        .getByRole(role, { name })
        .first()
        .click()
        .catch(async cause => {
          throw new Error(`could not pick ${name}\non this page:\n${await screen.text().catch(() => '(nothing)')}`, { cause });
        }),
    async pickAll(name) {
      for (const box of await top.getByRole('checkbox', { name }).all()) await box.dispatchEvent('click');
    },
    type: (label, text) => field(label).fill(text),
    async day(label, day) {
      await button(new RegExp(`^${label}：`)).click();
      // Taro hangs the wheels beside the page.
      const wheels = page.locator('taro-picker-group:visible');
      // The picker sets its wheels itself while it slides in: they are turned until all of them stand.
      await until(
        async () => {
          for (const [n, part] of day.split('-').entries()) if (!(await turnTo(wheels.nth(n), Number(part)))) return false;
          return true;
        },
        async () => `the wheels do not come to ${day}`,
      );
      await page.locator('.weui-picker__action:visible', { hasText: '确定' }).click();
      await wheels.first().waitFor({ state: 'hidden' });
    },
    value: label => field(label).inputValue(),
    sees: words =>
      top
        .getByText(words)
        .first()
        .waitFor()
        .catch(async cause => {
          throw new Error(`not seen: ${words}\non this page:\n${await screen.text().catch(() => '(nothing)')}`, { cause });
        }),
    appears: part => top.locator(part).first().waitFor(),
    vanishes: part => top.locator(part).first().waitFor({ state: 'detached' }),
    textsOf: part => top.locator(part).allInnerTexts(),
    text: () => top.innerText(),
    async title() {
      const head = top.locator('.head-title, .verdict-title').first();
      await head.waitFor();
      return (await head.innerText()).trim();
    },
    async open(path) {
      await page.goto(`${url}/#${path}`);
      await top.waitFor();
    },
    async back() {
      await page.goBack();
    },
    async comeBack() {
      await page.reload();
      await top.waitFor();
    },
    confirm: name => page.locator('.taro__modal, .taro-modal__foot').getByText(name, { exact: true }).last().click(),
    async receiveFile(name) {
      const [saved] = await Promise.all([page.waitForEvent('download'), screen.tap(name)]);
      return readFile(await saved.path());
    },
    receiveCard: () => Promise.reject(new Error('a browser sends no cards')),
    async receiveText(name) {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await screen.tap(name);
      await screen.sees('已复制');
      return page.evaluate(() => navigator.clipboard.readText());
    },
  };
  return { ...screen, page, top };
};
