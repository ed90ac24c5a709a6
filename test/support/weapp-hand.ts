import { mkdir, writeFile } from 'node:fs/promises';
import automator from 'miniprogram-automator';
import type { TestApp } from './app';
import type { PhoneInHand, PhoneWish } from './hand';
import { weappScreen } from './screen/weapp-screen';
import { serveAutomator } from './weapp/automator-server';
import { weappDist } from './weapp/dist';
import { startWeapp, type WeappHost } from './weapp/host';
import { takePicture } from './weapp/picture';

/** With all that is around the app on this phone. */
export interface WeappPhone extends PhoneInHand {
  readonly host: WeappHost;
}

/** `WEAPP_VIEW=chromium`: a failure also leaves a picture. @returns its path */
const keepPicture = async (host: WeappHost): Promise<string> => {
  const folder = '.build/pictures';
  const path = `${folder}/weapp-${Date.now()}.png`;
  await mkdir(folder, { recursive: true });
  await writeFile(path, await takePicture(host));
  return path;
};

/**
 * A new phone with WeChat's stand-in and the built mini-program, driven by Tencent's own client. `WEAPP_WS=ws://…` drives WeChat DevTools
 * instead (test/support/weapp/README.md).
 */
export const weappPhone = async (app: TestApp, { size, owner = 'clean' }: PhoneWish = {}): Promise<WeappPhone> => {
  const storage = new Map<string, string>();
  if (size) storage.set('display-size', JSON.stringify(size));
  const codes = async () => (await app.control('/wechat-codes', { key: owner })) as { loginCode: string; phoneCode: string };
  const host = startWeapp(weappDist(), {
    loginCode: async () => (await codes()).loginCode,
    phoneCode: async () => (await codes()).phoneCode,
    onAccepted: async template => void (await app.control('/subscribe-accepts', { key: owner, template })),
    agreesToPrivacy: true,
    serverOrigin: app.url,
    storage,
  });
  const driver = await serveAutomator(host);
  // Its clock is right when it is taken in hand.
  host.phone.pass(app.clock.now().getTime() - Date.now());
  await host.launch();
  const mini = await automator.connect({ wsEndpoint: process.env.WEAPP_WS ?? driver.wsEndpoint });
  return {
    host,
    screen: weappScreen(mini, {
      answer: button => host.phone.press(button),
      takeOpenedFile: async () => host.phone.takeOpenedFile(),
      takeClipboard: async () => host.phone.takeClipboard(),
      takeCard: async () => host.phone.shared.pop()?.path ?? null,
      restart: path => host.restart(path),
      report: async () => host.report() + (process.env.WEAPP_VIEW === 'chromium' ? `\npicture: ${await keepPicture(host)}` : ''),
    }),
    async setOnline(online) {
      host.phone.online = online;
    },
    async loseReplyOf(path) {
      host.phone.loseReplyOf = path;
    },
    async cut(path) {
      host.phone.cut = path;
    },
    async willChoose(files) {
      host.phone.answers.media = files;
      host.phone.answers.messageFiles = files;
    },
    requests: () => host.phone.requests.map(({ method, url }) => ({ method, path: new URL(url).pathname })),
    stored: async () => [...storage, ...host.phone.encryptedStorage],
    faults: () => host.faults,
    async close() {
      mini.disconnect();
      await driver.close();
      host.close();
    },
  };
};
