import { FilePages } from './file-pages';

/** Asking for a report, the report itself, and the verify page of a stranger. */
export class ReportPages extends FilePages {
  async request(purpose: string, { recipient = '', allowNumbers = false } = {}): Promise<void> {
    await this.open('/report/pages/request/index');
    await this.pick(purpose);
    if (recipient) await this.type('给谁看', recipient);
    if (allowNumbers) await this.pick(/允许对方核对文书号/, 'checkbox');
    await this.tap('下一步：看看有哪些内容');
    await this.sees('对方会看到这些');
    await this.tap('确认并开具');
  }

  async ready(): Promise<void> {
    await this.sees('报告开好了');
  }

  async clerkCode(): Promise<string> {
    return (await this.top.locator('.clerk-code').innerText()).trim();
  }

  /** The link under the QR code, by way of the copy button. */
  async verifyUrl(): Promise<string> {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.tap('复制查验网址');
    await this.sees('已复制');
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  async revoke(): Promise<void> {
    await this.tap('撤回这份报告');
    await this.tap('确定撤回');
    await this.sees('您已撤回这份报告');
  }
}
