import { readFile } from 'node:fs/promises';
import { Screen } from './screen';

/** Overview, section, record and self-check. */
export class FilePages extends Screen {
  async openFromHome(): Promise<void> {
    await this.top.locator('.cover, .ecover-go').first().click();
    await this.sees('有记录');
  }

  async openSection(title: string): Promise<void> {
    await this.tap(new RegExp(`^${title}，`));
    await this.top.locator('.rec, .empty').first().waitFor();
  }

  async openFirstRecord(): Promise<void> {
    await this.tap(/^看详情/);
    await this.sees('这条记录');
  }

  /** What the button hands over: the bytes of a saved file. */
  async download(button: string | RegExp): Promise<Buffer> {
    const [saved] = await Promise.all([this.page.waitForEvent('download'), this.tap(button)]);
    return readFile(await saved.path());
  }
}
