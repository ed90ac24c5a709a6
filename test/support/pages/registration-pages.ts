import type { PhoneInHand } from '../hand';

/** 自愿登记: acting for a shop, filling in a form, its attachments, the promise, the entry and the public page. */
export const registrationPages = ({ screen, willChoose }: Pick<PhoneInHand, 'screen' | 'willChoose'>) => ({
  async actFor(name: RegExp): Promise<void> {
    await screen.open('/account/pages/acting/index');
    await screen.pick(name);
    await screen.appears('.cover, .ecover, .acting');
  },

  /** From the list into the first step of a kind. */
  async begin(kindTitle: string): Promise<void> {
    await screen.open('/registration/pages/list/index');
    // A draft of the same kind stands above it, with the day until which it is kept.
    await screen.tap(new RegExp(`^${kindTitle}，(?!.*留到)`));
    await screen.sees('第 1 步');
  },

  async next(): Promise<void> {
    await screen.tap(/^下一步/);
  },

  async attach(files: readonly { readonly name: string; readonly bytes: Buffer }[]): Promise<void> {
    await willChoose(files);
    await screen.tap('从相册选');
    await screen.sees(/传好了/);
  },

  async promiseAndSubmit(): Promise<void> {
    await screen.sees('真实性承诺');
    await screen.pick(/^我承诺/, 'checkbox');
    // A blocked button says why; four taps of an impatient finger wait for nothing.
    await screen.vanishes('.bar-why');
    await screen.tapMany('提交');
  },
});
