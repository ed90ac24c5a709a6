import automator from 'miniprogram-automator';
import type { TestApp } from './app';
import type { PhoneInHand, PhoneWish } from './hand';
import { weappScreen } from './screen/weapp-screen';
import { serveAutomator } from './weapp/automator-server';
import { startWeapp } from './weapp/host';

/** A new phone with WeChat's stand-in and the built mini-program, driven by Tencent's own client. */
export const weappPhone = async (app: TestApp, { size }: PhoneWish = {}): Promise<PhoneInHand> => {
  const storage = new Map<string, string>();
  if (size) storage.set('display-size', JSON.stringify(size));
  const host = startWeapp('.build/weapp', {
    loginCode: async () => ((await app.control('/wechat-codes', { key: 'clean' })) as { loginCode: string }).loginCode,
    agreesToPrivacy: true,
    online: true,
    serverOrigin: app.url,
    fontScale: 1,
    storage,
    toasts: [],
    requests: [],
  });
  const driver = await serveAutomator(host);
  await host.launch();
  const mini = await automator.connect({ wsEndpoint: driver.wsEndpoint });
  return {
    screen: weappScreen(mini, {
      async answer() {},
      takeOpenedFile: async () => null,
      takeClipboard: async () => null,
      async restart(path) {
        await mini.callWxMethod('reLaunch', { url: path });
      },
      report: async () =>
        `stack: ${host.pages.map(one => one.route).join(' > ')}\n${host.faults.join('\n')}\n${JSON.stringify(host.phone.requests.slice(-5))}`,
    }),
    async setOnline(online) {
      host.phone.online = online;
    },
    requests: () => host.phone.requests.map(({ method, url }) => ({ method, path: new URL(url).pathname })),
    stored: async () => [...storage],
    faults: () => host.faults,
    async close() {
      mini.disconnect();
      await driver.close();
      host.close();
    },
  };
};
