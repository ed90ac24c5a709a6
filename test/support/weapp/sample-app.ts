import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A page that tells what WeChat called on it, in `getApp().told`. */
const page = (name: string, more = ''): string => `
const tell = word => getApp().told.push('${name}.' + word);
Page({
  data: { text: '${name}', on: false },
  onLoad(query) { tell('onLoad'); this.query = query; },
  onShow() { tell('onShow'); }, onReady() { tell('onReady'); }, onHide() { tell('onHide'); }, onUnload() { tell('onUnload'); },
  ${more}
});`;

const handlers = `
  tapped() { getApp().told.push('tapped'); },
  typed(event) { this.setData({ text: event.detail.value }); },
  subscribe() { this.ask(); },
  later() { setTimeout(() => this.ask(), 1); },
  ask() {
    wx.requestSubscribeMessage({ tmplIds: ['t1'], success: said => getApp().told.push('t1 ' + said.t1), fail: said => getApp().told.push(said.errMsg) });
  },
  numbered(event) { getApp().told.push(event.detail.errMsg + ' ' + (event.detail.code || '')); },
  onShareAppMessage({ from }) { return { title: 'by ' + from, path: '/tabs/one/index?a=1' }; },
`;

const wxml = `
<view class="text">{{text}}</view>
<view class="row" bindtap="tapped" aria-role="button" aria-label="行"><text class="inner">里</text></view>
<button class="off" disabled="{{true}}" bindtap="tapped">关</button>
<input class="input" value="{{text}}" maxlength="{{5}}" bindinput="typed" />
<button class="subscribe" bindtap="subscribe">订</button>
<button class="later" bindtap="later">迟</button>
<button class="share" open-type="share">转</button>
<button class="number" open-type="getPhoneNumber" bindgetphonenumber="numbered">号</button>
<button id="agree" open-type="agreePrivacyAuthorization">同意</button>
`;

const files = (): Record<string, string> => {
  const small = ['tabs/one/index', 'tabs/two/index', 'plain/index', 'sub/pages/far/index'];
  const json = { pages: small.slice(0, 3), subPackages: [{ root: 'sub', pages: ['pages/far/index'] }] };
  return {
    'app.json': JSON.stringify({ ...json, tabBar: { list: small.slice(0, 2).map(pagePath => ({ pagePath })) } }),
    'app.js': `App({
      told: [],
      onLaunch(entry) { this.told.push('app.onLaunch ' + entry.scene); },
      onShow() { this.told.push('app.onShow'); }, onHide() { this.told.push('app.onHide'); },
      onPageNotFound(missing) { this.told.push('app.onPageNotFound ' + missing.path); },
    });`,
    ...Object.fromEntries(
      small.flatMap(path => {
        const name = path.split('/').at(-2) as string;
        return [
          [`${path}.json`, JSON.stringify({ navigationBarTitleText: name })],
          [`${path}.wxml`, wxml],
          [`${path}.js`, page(name, handlers)],
        ];
      }),
    ),
  };
};

/** A small mini-program without a framework, to look at the harness itself. @returns its folder */
export const writeSampleApp = (change: Record<string, string> = {}): string => {
  const dir = mkdtempSync(join(tmpdir(), 'weapp-'));
  for (const [path, text] of Object.entries({ ...files(), ...change })) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
};
