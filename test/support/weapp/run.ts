import type { AppJson, Place } from './app-json';
import type { Bridge } from './bridge';
import { Listeners } from './listeners';
import { type ConsoleLevel, type LogicLayer, makeLogicLayer } from './logic';
import { type OpenPage, Pages } from './pages';
import type { Phone } from './phone';
import type { ViewLayer } from './view/view-layer';
import type { ViewNode } from './view/view-node';
import { makeWx } from './wx/make-wx';
import type { AppInside, Entry, WxNow } from './wx/part';

/** What outlives one run of the app. */
export interface RunWorld {
  readonly distDir: string;
  readonly json: AppJson;
  readonly view: ViewLayer;
  readonly phone: Phone;
  readonly bridge: Bridge;
  readonly onConsole: (level: ConsoleLevel, args: unknown[]) => void;
  readonly onThrow: (error: unknown, where: string) => void;
  readonly warn: (words: string) => void;
}

/** The app from its cold start until WeChat takes it out of memory. */
export interface Run {
  readonly logic: LogicLayer;
  readonly pages: Pages;
  readonly listeners: Listeners;
  readonly now: WxNow;
  readonly state: { hiddenAtMs: number | null; tapping: boolean; entry: { launch: Entry; last: Entry } };
  readonly tappedAgreeIds: Set<string>;
  callPage(page: OpenPage, method: string, ...args: unknown[]): unknown;
  callApp(method: string, ...args: unknown[]): void;
  tell(event: string, value?: object): void;
  end(): void;
}

const backgroundMs = 5000;
const nowhere: Entry = { path: '', query: {}, scene: 1001, referrerInfo: {} };
let nextPageId = 1;

const noRect = (node: ViewNode) => ({ id: node.attribute('id') ?? '', left: 0, top: 0, right: 0, bottom: 0, width: 0, height: 0 });

export const startRun = ({ distDir, json, view, phone, bridge, onConsole, onThrow, warn }: RunWorld): Run => {
  const listeners = new Listeners();
  const tappedAgreeIds = new Set<string>();
  const state: Run['state'] = { hiddenAtMs: null, tapping: false, entry: { launch: nowhere, last: nowhere } };

  const guarded = (where: string, run: () => unknown): unknown => {
    try {
      return run();
    } catch (error) {
      onThrow(error, where);
      return undefined;
    }
  };
  const given = (args: unknown[]): unknown[] => args.map(one => logic.realm.give(one));
  /** Later-bound: pages call methods on `this`, and Taro assigns to it. */
  const callPage = (page: OpenPage, method: string, ...args: unknown[]): unknown => {
    const run = page.instance[method];
    return typeof run === 'function' ? guarded(`${page.route} ${method}`, () => run.apply(page.instance, given(args))) : undefined;
  };

  const open = ({ route, query }: Place): OpenPage => {
    const options = logic.pageOptions(route);
    const dataJson = JSON.stringify(options.data ?? {});
    const instance = {
      ...options,
      route,
      options: logic.realm.give(query),
      data: logic.realm.parse(dataJson) as Record<string, unknown>,
      setData(data: object, done?: () => void) {
        const crossing = bridge.toView(data);
        logic.realm.later(() => {
          if (!pages.all.includes(page)) return;
          page.view.setData(crossing);
          done?.();
        });
      },
      selectComponent: () => null,
      selectAllComponents: () => [],
    };
    const drawn = view.openPage(route, dataJson, (handler, eventJson) => {
      callPage(page, handler, logic.realm.parse(bridge.toLogic(eventJson)));
    });
    const page: OpenPage = { id: nextPageId++, route, query, instance, view: drawn, title: json.titleOf(route) };
    return page;
  };
  const pages: Pages = new Pages(json, open, callPage);

  const inside: AppInside = {
    navigation: pages,
    tappedAgreeIds,
    warn,
    get entry() {
      return state.entry;
    },
    get isTapping() {
      return state.tapping;
    },
    isHidden: () => state.hiddenAtMs !== null && phone.nowMs() - state.hiddenAtMs >= backgroundMs,
    setTitle(title) {
      if (pages.top) pages.top.title = title;
    },
    rects: selector => pages.top?.view.querySelectorAll(selector).map(noRect) ?? [],
    canvasAt: selector =>
      pages.top?.view.querySelectorAll(selector).find(node => node.tagName === 'canvas' && node.attribute('type') === '2d')?.key ?? null,
  };
  let now = null as WxNow | null;
  const logic = makeLogicLayer(distDir, {
    wx: realm => {
      now = { phone, realm, listeners, app: inside };
      return makeWx(now);
    },
    getCurrentPages: () => pages.stack.map(page => page.instance),
    onConsole,
    onThrow,
    nowMs: () => phone.nowMs(),
  });

  return {
    logic,
    pages,
    listeners,
    state,
    tappedAgreeIds,
    now: now as WxNow,
    callPage,
    callApp(method, ...args) {
      const run = logic.app[method];
      if (typeof run === 'function') guarded(`app ${method}`, () => run.apply(logic.app, given(args)));
    },
    tell: (event, value) => void guarded(`wx.on${event}`, () => listeners.tell(event, logic.realm.give(value))),
    end() {
      pages.drop();
      logic.realm.stop();
      phone.emit('ended');
    },
  };
};
