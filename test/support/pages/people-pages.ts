import { type Screen, until } from '../screen/screen';

/** Sign-in, real name and merchants. */
export const peoplePages = (screen: Screen) => {
  const openSignIn = async (): Promise<void> => {
    await screen.open('/account/pages/sign-in/index');
    await screen.pick(/隐私/, 'checkbox');
  };
  return {
    openSignIn,

    /** A demo person by the name on the list. */
    async signInAs(name: string): Promise<void> {
      await openSignIn();
      await screen.tap(new RegExp(`^以${name}登录`));
      await screen.appears('.cover, .ecover');
    },

    async signInByPhone(phone: string, readCode: () => Promise<string>): Promise<void> {
      await openSignIn();
      if (screen.platform === 'weapp') await screen.tap('改用手机号登录');
      await screen.type('手机号', phone);
      await screen.tap('取验证码');
      await screen.sees(/秒后可以再取/);
      await screen.type('短信验证码', await readCode());
      await screen.tap('登录');
    },

    async fillPerson({
      name,
      idNumber,
      documentTitle,
    }: {
      name: string;
      idNumber: string;
      documentTitle?: string | RegExp;
    }): Promise<void> {
      await screen.type('您的姓名', name);
      if (documentTitle) await screen.pick(documentTitle);
      await screen.type('证件号码', idNumber);
    },

    /** `boxes`: so many are to be on the page, each with its words, before the first is ticked. */
    async agreeAll(boxes = 1): Promise<void> {
      const many = async () => (await screen.textsOf('.consent-read')).length >= boxes;
      await until(many, async () => `not ${boxes} consents on this page:\n${await screen.text()}`);
      await screen.vanishes('.sk');
      await screen.pickAll(/我已阅读并同意/);
    },

    async bind(orgCode: string, role: string): Promise<void> {
      await screen.open('/account/pages/merchant-bind/index');
      await screen.pick(new RegExp(`^${role}`));
      await screen.type('统一社会信用代码', orgCode);
      await screen.tap(/^(核对并绑定|申请做经办人)$/);
    },
  };
};
