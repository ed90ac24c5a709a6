import { Screen } from './screen';

/** Sign-in, real name and merchants. */
export class PeoplePages extends Screen {
  async openSignIn(): Promise<void> {
    await this.open('/account/pages/sign-in/index');
    await this.pick(/隐私/, 'checkbox');
  }

  /** A demo person by the name on the list. */
  async signInAs(name: string | RegExp): Promise<void> {
    await this.openSignIn();
    await this.tap(typeof name === 'string' ? new RegExp(`以${name}登录`) : name);
    await this.top.locator('.cover, .ecover').first().waitFor();
  }

  async signInByPhone(phone: string, readCode: () => Promise<string>): Promise<void> {
    await this.openSignIn();
    await this.type('手机号', phone);
    await this.tap('取验证码');
    await this.button(/秒后可以再取/).waitFor();
    await this.type('短信验证码', await readCode());
    await this.top.getByRole('button', { name: '登录', exact: true }).click();
  }

  async fillPerson({ name, idNumber, documentTitle }: { name: string; idNumber: string; documentTitle?: string | RegExp }): Promise<void> {
    await this.type('您的姓名', name);
    if (documentTitle) await this.pick(documentTitle);
    await this.type('证件号码', idNumber);
  }

  async agreeAll(): Promise<void> {
    await this.top.locator('.sk').first().waitFor({ state: 'detached' });
    for (const box of await this.top.getByRole('checkbox', { name: /我已阅读并同意/ }).all()) await box.dispatchEvent('click');
  }

  async bind(orgCode: string, role: string): Promise<void> {
    await this.open('/account/pages/merchant-bind/index');
    await this.pick(new RegExp(`^${role}`));
    await this.type('统一社会信用代码', orgCode);
    await this.tap(/^(核对并绑定|申请做经办人)$/);
  }

  /** The platform's own question before something that cannot be taken back. */
  async confirm(button: string): Promise<void> {
    await this.page.locator('.taro__modal, .taro-modal__foot').getByText(button, { exact: true }).last().click();
  }
}
