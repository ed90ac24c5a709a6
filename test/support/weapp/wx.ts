import { request as httpRequest } from 'node:http';

/** What tests may look at or decide about the phone around the app. */
export interface Phone {
  /** One-use codes that wx.login hands out, made by the sandbox WeChat. */
  loginCode: () => Promise<string>;
  /** Answer of the privacy dialog. */
  agreesToPrivacy: boolean;
  online: boolean;
  /** Where the address built into the dist leads in this run, as DNS would; `http://127.0.0.1:<port>`. */
  serverOrigin: string;
  fontScale: number;
  readonly storage: Map<string, string>;
  readonly toasts: string[];
  readonly requests: { method: string; url: string; status: number | null }[];
}

interface Callbacks {
  success?: (result: object) => void;
  fail?: (error: { errMsg: string; errno?: number }) => void;
  complete?: (result: object) => void;
}

/** Calls back asynchronously, as every wx.* does; returns a promise when no callback was given. */
const answer = (name: string, options: Callbacks | undefined, outcome: Promise<object>): Promise<object> | undefined => {
  const settled = outcome.then(
    value => ({ ok: true as const, value: { errMsg: `${name}:ok`, ...value } }),
    (error: Error) => ({ ok: false as const, value: { errMsg: `${name}:fail ${error.message}` } }),
  );
  if (options?.success || options?.fail || options?.complete) {
    void settled.then(({ ok, value }) => {
      if (ok) options.success?.(value);
      else options.fail?.(value);
      options.complete?.(value);
    });
    return undefined;
  }
  return settled.then(({ ok, value }) => (ok ? value : Promise.reject(value)));
};

interface RequestOptions extends Callbacks {
  url: string;
  method?: string;
  data?: unknown;
  header?: Record<string, string>;
  timeout?: number;
  responseType?: 'text' | 'arraybuffer';
}

const requestTask = (phone: Phone, options: RequestOptions) => {
  const entry = { method: options.method ?? 'GET', url: options.url, status: null as number | null };
  phone.requests.push(entry);
  let abort: () => void = () => {};
  const outcome = new Promise<object>((resolve, reject) => {
    if (!phone.online) return reject(new Error('network is unreachable'));
    const body =
      options.data === undefined || entry.method === 'GET'
        ? null
        : typeof options.data === 'string'
          ? options.data
          : JSON.stringify(options.data);
    const sent = httpRequest(
      new URL(new URL(options.url).pathname + new URL(options.url).search, phone.serverOrigin),
      { method: entry.method, headers: { ...options.header, ...(body === null ? {} : { 'content-length': Buffer.byteLength(body) }) } },
      reply => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('end', () => {
          entry.status = reply.statusCode ?? 0;
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString('utf8');
          let data: unknown = text;
          if (options.responseType === 'arraybuffer') data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
          else if (/json/.test(reply.headers['content-type'] ?? '')) {
            try {
              data = JSON.parse(text);
            } catch {
              data = text;
            }
          }
          resolve({ data, statusCode: entry.status, header: reply.headers, cookies: [] });
        });
      },
    );
    sent.setTimeout(options.timeout ?? 60_000, () => sent.destroy(new Error('timeout')));
    sent.on('error', reject);
    abort = () => sent.destroy(new Error('abort'));
    sent.end(body ?? undefined);
  });
  void answer('request', { success: () => {}, ...options }, outcome);
  return { abort: () => abort(), onHeadersReceived() {}, offHeadersReceived() {}, onChunkReceived() {}, offChunkReceived() {} };
};

export interface Navigation {
  navigateTo(url: string): Promise<void>;
  redirectTo(url: string): Promise<void>;
  switchTab(url: string): Promise<void>;
  reLaunch(url: string): Promise<void>;
  navigateBack(delta: number): Promise<void>;
}

const windowInfo = {
  pixelRatio: 2,
  screenWidth: 390,
  screenHeight: 844,
  windowWidth: 390,
  windowHeight: 756,
  statusBarHeight: 44,
  safeArea: { top: 44, bottom: 810, left: 0, right: 390, width: 390, height: 766 },
};

/**
 * The wx object. Only what the app uses; reading any other name throws with that name, so that nothing silently succeeds.
 * Source: the API pages of WeChat's mini-program documentation.
 */
export const makeWx = (phone: Phone, navigation: Navigation): object => {
  const appBaseInfo = () => ({
    SDKVersion: '3.7.0',
    version: '8.0.50',
    language: 'zh_CN',
    theme: 'light',
    host: { env: 'WeChat' },
    fontSizeScaleFactor: phone.fontScale,
    fontSizeSetting: 17,
  });
  const deviceInfo = { platform: 'ios', brand: 'harness', model: 'harness', system: 'iOS 17.0', benchmarkLevel: 40 };
  const noListener = () => undefined;
  const known: Record<string, unknown> = {
    request: (options: RequestOptions) => requestTask(phone, options),
    login: (options?: Callbacks) =>
      answer(
        'login',
        options,
        phone.loginCode().then(code => ({ code })),
      ),
    getPrivacySetting: (options?: Callbacks) =>
      answer(
        'getPrivacySetting',
        options,
        Promise.resolve({ needAuthorization: !phone.agreesToPrivacy, privacyContractName: '《城信隐私保护指引》' }),
      ),
    onNeedPrivacyAuthorization: noListener,
    requirePrivacyAuthorize: (options?: Callbacks) =>
      answer(
        'requirePrivacyAuthorize',
        options,
        phone.agreesToPrivacy ? Promise.resolve({}) : Promise.reject(new Error('privacy permission is not authorized')),
      ),
    openPrivacyContract: (options?: Callbacks) => answer('openPrivacyContract', options, Promise.resolve({})),
    getStorage: (options: Callbacks & { key: string }) =>
      answer(
        'getStorage',
        options,
        phone.storage.has(options.key)
          ? Promise.resolve({ data: JSON.parse(phone.storage.get(options.key) as string) })
          : Promise.reject(new Error('data not found')),
      ),
    setStorage: (options: Callbacks & { key: string; data: unknown }) =>
      answer(
        'setStorage',
        options,
        Promise.resolve(void phone.storage.set(options.key, JSON.stringify(options.data))).then(() => ({})),
      ),
    removeStorage: (options: Callbacks & { key: string }) =>
      answer(
        'removeStorage',
        options,
        Promise.resolve(void phone.storage.delete(options.key)).then(() => ({})),
      ),
    getStorageSync: (key: string) => (phone.storage.has(key) ? JSON.parse(phone.storage.get(key) as string) : ''),
    setStorageSync: (key: string, data: unknown) => void phone.storage.set(key, JSON.stringify(data)),
    removeStorageSync: (key: string) => void phone.storage.delete(key),
    getAppBaseInfo: appBaseInfo,
    getWindowInfo: () => windowInfo,
    getDeviceInfo: () => deviceInfo,
    getSystemInfoSync: () => ({ ...windowInfo, ...deviceInfo, ...appBaseInfo() }),
    getSystemSetting: () => ({}),
    getAppAuthorizeSetting: () => ({}),
    getMenuButtonBoundingClientRect: () => ({ width: 87, height: 32, top: 48, right: 383, bottom: 80, left: 296 }),
    getAccountInfoSync: () => ({ miniProgram: { appId: 'wx0000000000000000', envVersion: 'develop', version: '' } }),
    getLaunchOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
    getEnterOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
    getNetworkType: (options?: Callbacks) =>
      answer('getNetworkType', options, Promise.resolve({ networkType: phone.online ? 'wifi' : 'none' })),
    onNetworkStatusChange: noListener,
    offNetworkStatusChange: noListener,
    showToast: (options: Callbacks & { title: string }) =>
      answer(
        'showToast',
        options,
        Promise.resolve(void phone.toasts.push(options.title)).then(() => ({})),
      ),
    hideToast: (options?: Callbacks) => answer('hideToast', options, Promise.resolve({})),
    showModal: (options?: Callbacks) => answer('showModal', options, Promise.resolve({ confirm: true, cancel: false })),
    setNavigationBarTitle: (options?: Callbacks) => answer('setNavigationBarTitle', options, Promise.resolve({})),
    setNavigationBarColor: (options?: Callbacks) => answer('setNavigationBarColor', options, Promise.resolve({})),
    pageScrollTo: (options?: Callbacks) => answer('pageScrollTo', options, Promise.resolve({})),
    nextTick: (work: () => void) => setTimeout(work, 0),
    canIUse: () => true,
    getUpdateManager: () => ({
      onCheckForUpdate: noListener,
      onUpdateReady: noListener,
      onUpdateFailed: noListener,
      applyUpdate: noListener,
    }),
    onAppShow: noListener,
    offAppShow: noListener,
    onAppHide: noListener,
    offAppHide: noListener,
    onError: noListener,
    onUnhandledRejection: noListener,
    navigateTo: (options: Callbacks & { url: string }) =>
      answer(
        'navigateTo',
        options,
        navigation.navigateTo(options.url).then(() => ({})),
      ),
    redirectTo: (options: Callbacks & { url: string }) =>
      answer(
        'redirectTo',
        options,
        navigation.redirectTo(options.url).then(() => ({})),
      ),
    switchTab: (options: Callbacks & { url: string }) =>
      answer(
        'switchTab',
        options,
        navigation.switchTab(options.url).then(() => ({})),
      ),
    reLaunch: (options: Callbacks & { url: string }) =>
      answer(
        'reLaunch',
        options,
        navigation.reLaunch(options.url).then(() => ({})),
      ),
    navigateBack: (options?: Callbacks & { delta?: number }) =>
      answer(
        'navigateBack',
        options,
        navigation.navigateBack(options?.delta ?? 1).then(() => ({})),
      ),
  };
  return new Proxy(known, {
    get(target, name) {
      if (typeof name === 'symbol' || name in target) return Reflect.get(target, name);
      if (isProbedOnly(name)) return undefined;
      // Taro's runtime lists and wraps names it never calls: only the call is refused.
      return () => {
        throw new Error(`weapp harness: wx.${name} is not implemented`);
      };
    },
  });
};

/** Names that webpack or Taro looks up on wx as places to keep things, not as functions. */
const isProbedOnly = (name: string): boolean => /^webpack|^__|^then$|^env$|^cloud$|^worklet$/.test(name);
