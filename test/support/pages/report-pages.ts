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

  pdf: (): Promise<Buffer> => screen.receiveFile(screen.platform === 'h5' ? /^存成 PDF/ : /^看全文，可转发/),

  /** The link under the QR code, by way of the copy button of H5. */
  verifyUrl: (): Promise<string> => screen.receiveText('复制查验网址'),

  /** Where the other side arrives in the app: by the link of H5, by the card sent in WeChat. */
  async handOver(): Promise<string> {
    if (screen.platform === 'weapp') return screen.receiveCard('转给对方查验');
    return `/verify/pages/verify/index?code=${(await screen.receiveText('复制查验网址')).split('/').at(-1)}`;
  },

  async revoke(): Promise<void> {
    await screen.tap('撤回这份报告');
    await screen.tap('确定撤回');
    await screen.sees('您已撤回这份报告');
  },
});
