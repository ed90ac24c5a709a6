import type { Locator, Page } from 'playwright-core';

/** What a person sees of the app now: Taro keeps the pages under the top one in the document, hidden. */
export class Screen {
  constructor(
    readonly page: Page,
    readonly url: string,
  ) {}

  get top(): Locator {
    return this.page.locator('.cx:visible').last();
  }

  button(name: string | RegExp): Locator {
    return this.top.getByRole('button', { name, exact: typeof name === 'string' }).first();
  }

  async tap(name: string | RegExp): Promise<void> {
    await this.button(name).click();
  }

  async pick(name: string | RegExp, role: 'radio' | 'checkbox' = 'radio'): Promise<void> {
    await this.top.getByRole(role, { name }).first().click();
  }

  async type(label: string, text: string): Promise<void> {
    const field = this.top.locator('.field', { hasText: label }).first();
    await field.locator('input, textarea').first().fill(text);
  }

  /** Waits until these words stand on the top page. */
  async sees(words: string | RegExp): Promise<void> {
    await this.top
      .getByText(words)
      .first()
      .waitFor()
      .catch(async cause => {
        throw new Error(`not seen: ${words}\non this page:\n${await this.text().catch(() => '(nothing)')}`, { cause });
      });
  }

  async title(): Promise<string> {
    const head = this.top.locator('.head-title, .verdict-title').first();
    await head.waitFor();
    return (await head.innerText()).trim();
  }

  text(): Promise<string> {
    return this.top.innerText();
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.url}/#${path}`);
    await this.top.waitFor();
  }
}
