import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLogicLayer } from './logic';
import { startViewLayer, type ViewPage } from './view';
import { makeWx, type Navigation, type Phone } from './wx';

interface PageInstance {
  readonly route: string;
  readonly options: Record<string, string>;
  data: Record<string, unknown>;
  setData(data: object, done?: () => void): void;
  [member: string]: unknown;
}

export interface OpenPage {
  readonly id: number;
  readonly route: string;
  readonly query: Record<string, string>;
  readonly instance: PageInstance;
  readonly view: ViewPage;
}

export interface WeappHost {
  readonly phone: Phone;
  readonly wx: Record<string, unknown>;
  readonly pages: readonly OpenPage[];
  /** console.error, console.warn and thrown exceptions of the logic layer. */
  readonly faults: readonly string[];
  /** Calls of setData and bytes across the bridge since launch. */
  readonly bridge: { calls: number; bytes: number };
  launch(url?: string): Promise<void>;
  close(): void;
}

interface AppJson {
  readonly pages: string[];
  readonly subPackages?: { root: string; pages: string[] }[];
  readonly subpackages?: { root: string; pages: string[] }[];
  readonly tabBar?: { list: { pagePath: string }[] };
}

const maxStack = 10;

/** WeChat's documented bounds of one setData. */
const setDataLimitBytes = 1024 * 1024;

const parseUrl = (url: string): { route: string; query: Record<string, string> } => {
  const [path = '', search = ''] = url.replace(/^\//, '').split('?');
  return { route: path, query: Object.fromEntries(new URLSearchParams(search)) };
};

/** Later-bound: pages call methods on `this`, and Taro assigns to it. */
const call = (page: OpenPage, method: string, ...args: unknown[]): unknown => {
  const run = page.instance[method];
  return typeof run === 'function' ? run.apply(page.instance, args) : undefined;
};

/** Puts the layers together: pages, page stack, and the crossing between the layers, which is JSON text only. */
export const startWeapp = (distDir: string, phone: Phone): WeappHost => {
  const appJson = JSON.parse(readFileSync(join(distDir, 'app.json'), 'utf8')) as AppJson;
  const routes = new Set([
    ...appJson.pages,
    ...(appJson.subPackages ?? appJson.subpackages ?? []).flatMap(sub => sub.pages.map(page => `${sub.root}/${page}`)),
  ]);
  const tabs = new Set((appJson.tabBar?.list ?? []).map(tab => tab.pagePath));
  const stack: OpenPage[] = [];
  const kept = new Map<string, OpenPage>();
  const faults: string[] = [];
  const bridge = { calls: 0, bytes: 0 };
  let nextId = 1;

  const open = (url: string): OpenPage => {
    const { route, query } = parseUrl(url);
    if (!routes.has(route)) throw new Error(`page "${route}" is not found`);
    const options = logic.pageOptions(route);
    const instance: PageInstance = {
      ...options,
      route,
      options: query,
      data: JSON.parse(JSON.stringify(options.data ?? {})) as Record<string, unknown>,
      setData(data, done) {
        const json = JSON.stringify(data);
        bridge.calls += 1;
        bridge.bytes += Buffer.byteLength(json);
        if (json.length > setDataLimitBytes) throw new Error('setData: more than 1 MB');
        setTimeout(() => {
          page.view.setData(json);
          done?.();
        }, 0);
      },
      selectComponent: () => null,
      selectAllComponents: () => [],
    };
    const view = viewLayer.openPage(route, JSON.stringify(instance.data), (handler, eventJson) => {
      try {
        call(page, handler, JSON.parse(eventJson));
      } catch (error) {
        faults.push(`exception in ${handler}: ${(error as Error).stack}`);
      }
    });
    const page: OpenPage = { id: nextId++, route, query, instance, view };
    call(page, 'onLoad', query);
    return page;
  };
  const show = (page: OpenPage) => {
    call(page, 'onShow');
    setTimeout(() => call(page, 'onReady'), 0);
  };
  const unload = (page: OpenPage) => {
    call(page, 'onUnload');
    page.view.release();
  };
  const openTab = (url: string) => {
    const { route } = parseUrl(url);
    const page = kept.get(route) ?? open(url);
    kept.set(route, page);
    stack.push(page);
    show(page);
  };

  const navigation: Navigation = {
    async navigateTo(url) {
      if (tabs.has(parseUrl(url).route)) throw new Error('can not navigateTo a tabbar page');
      if (stack.length >= maxStack) throw new Error('webview count limit exceed');
      const below = stack.at(-1);
      const page = open(url);
      if (below) call(below, 'onHide');
      stack.push(page);
      show(page);
    },
    async redirectTo(url) {
      if (tabs.has(parseUrl(url).route)) throw new Error('can not redirectTo a tabbar page');
      const page = open(url);
      const old = stack.pop();
      if (old) unload(old);
      stack.push(page);
      show(page);
    },
    async switchTab(url) {
      const { route } = parseUrl(url);
      if (!tabs.has(route)) throw new Error('can not switch to no-tabBar page');
      for (const page of stack.splice(0)) {
        if (tabs.has(page.route)) call(page, 'onHide');
        else unload(page);
      }
      openTab(url);
    },
    async reLaunch(url) {
      for (const page of new Set([...stack.splice(0), ...kept.values()])) unload(page);
      kept.clear();
      if (tabs.has(parseUrl(url).route)) return openTab(url);
      const page = open(url);
      stack.push(page);
      show(page);
    },
    async navigateBack(delta) {
      if (stack.length < 2) throw new Error('cannot navigate back at first page');
      for (let n = 0; n < Math.min(delta, stack.length - 1); n++) unload(stack.pop() as OpenPage);
      call(stack.at(-1) as OpenPage, 'onShow');
    },
  };

  const wx = makeWx(phone, navigation) as Record<string, unknown>;
  const viewLayer = startViewLayer(distDir);
  const logic = startLogicLayer(distDir, {
    wx,
    getCurrentPages: () => stack.map(page => page.instance),
    onConsole: (level, args) => {
      if (level !== 'log') faults.push(`console.${level}: ${args.map(String).join(' ')}`);
    },
  });

  return {
    phone,
    wx,
    pages: stack,
    faults,
    bridge,
    async launch(url = `/${appJson.pages[0]}`) {
      const { route, query } = parseUrl(url);
      const launched = logic.app as Record<string, ((options: object) => void) | undefined>;
      const enter = { path: route, query, scene: 1001 };
      launched.onLaunch?.(enter);
      launched.onShow?.(enter);
      await navigation.reLaunch(url);
    },
    close() {
      for (const page of new Set([...stack.splice(0), ...kept.values()])) page.view.release();
    },
  };
};
