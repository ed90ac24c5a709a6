import type { Screen } from '../screen/screen';

/** Asking for a report, the report itself, and the verify page of a stranger. */
export const reportPages = (screen: Screen) => ({
  async request(purpose: string, { recipient = '', allowNumbers = false } = {}): Promise<void> {
    await screen.open('/report/pages/request/index');
    await screen.pick(purpose);
    if (recipient) await screen.type('给谁看', recipient);
    if (allowNumbers) await screen.pick(/允许对方核对文书号/, 'checkbox');
    await screen.tap('下一步：看看有哪些内容');
    await screen.sees('对方会看到这些');
    await screen.tap('确认并开具');
  },

  ready: (): Promise<void> => screen.sees('报告开好了'),

  async clerkCode(): Promise<string> {
    await screen.appears('.clerk-code');
    const [code = ''] = await screen.textsOf('.clerk-code');
    return code.trim();
  },

  /** The link under the QR code, by way of the copy button. */
  verifyUrl: (): Promise<string> => screen.receiveText('复制查验网址'),

  async revoke(): Promise<void> {
    await screen.tap('撤回这份报告');
    await screen.tap('确定撤回');
    await screen.sees('您已撤回这份报告');
  },
});
