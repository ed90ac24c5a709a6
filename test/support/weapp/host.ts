import { notFound, placeOf, readAppJson } from './app-json';
import { Bridge } from './bridge';
import { Listeners } from './listeners';
import { type LogicLayer, makeLogicLayer } from './logic';
import { type OpenPage, Pages } from './pages';
import { Phone, type PhoneWish } from './phone';
import type { Realm } from './realm';
import { pressOn } from './touch';
import { type Around, builtIns } from './view/built-ins';
import { viewLayerOf } from './view/view-layer';
import type { ViewNode } from './view/view-node';
import { makeWx } from './wx/make-wx';
import type { AppInside, Entry, WxNow } from './wx/part';
import { needConsent } from './wx/privacy';

export interface WeappHost {
  readonly phone: Phone;
  readonly bridge: Bridge;
  /** The app's wx object of this run. */
  readonly wx: Record<string, unknown>;
  readonly logic: LogicLayer;
  readonly pages: readonly OpenPage[];
  /** console.warn and console.error, thrown exceptions, refused setData: an honest run ends with none. */
  readonly faults: readonly string[];
  /** Cold start. `scene` 1047 is a scanned mini-program code, 1007 a card in a chat. */
  launch(url?: string, scene?: number): Promise<void>;
  /** Opened by a card or a code while it is in the background: the app goes on living, its pages do not. */
  enter(url: string, scene: number): Promise<void>;
  /** Taken out of memory and opened again; what the phone keeps is still there. */
  restart(url?: string, scene?: number): Promise<void>;
  hide(): void;
  show(): void;
  tap(node: ViewNode): void;
  /** 转发给朋友 in the menu of the page. */
  shareByMenu(): void;
  /** Runs the app's function of this text with these values in the logic layer. */
  evaluate(functionDeclaration: string, args: readonly unknown[]): unknown;
  /** Page stack, WXML of the page on top, last requests, faults: what a failure prints. */
  report(): string;
  onConsole(listener: (level: string, args: unknown[]) => void): void;
  onException(listener: (error: unknown) => void): void;
  close(): void;
}

/**
 * The address of a scanned mini-program code. WeChat: `scene` has at most 32 characters of this set, and reaches the page encoded.
 */
export const byMiniCode = (page: string, scene: string): string => {
  if (!/^[\w!#$&'()*+,/:;=?@.~-]{1,32}$/.test(scene)) throw new Error(`WeChat makes no mini-program code of scene "${scene}"`);
  return `${page}?scene=${encodeURIComponent(scene)}`;
};

/** The app on one phone: puts logic, view and WeChat together. */
export const startWeapp = (distDir: string, wish: PhoneWish): WeappHost => {
  const json = readAppJson(distDir);
  const view = viewLayerOf(distDir);
  const phone = new Phone(wish);
  const faults: string[] = [];
  const bridge = new Bridge(words => faults.push(words));
  const consoleListeners = new Set<(level: string, args: unknown[]) => void>();
  const exceptionListeners = new Set<(error: unknown) => void>();
  let running = start();
  let nextPageId = 1;

  function onThrow(error: unknown, where: string): void {
    faults.push(`exception in ${where}: ${(error as Error)?.stack ?? String(error)}`);
    for (const listener of exceptionListeners) listener(error);
    running?.listeners.tell('Error', String((error as Error)?.stack ?? error));
  }
  function guarded<T>(where: string, run: () => T): T | undefined {
    try {
      return run();
    } catch (error) {
      onThrow(error, where);
      return undefined;
    }
  }

  function start() {
    const listeners = new Listeners();
    const tappedAgreeIds = new Set<string>();
    const nowhere: Entry = { path: '', query: {}, scene: 1001, referrerInfo: {} };
    const state = { hiddenAtMs: null as number | null, tapping: false, entry: { launch: nowhere, last: nowhere } };
    const pages: Pages = new Pages(json, open, callPage);
    const inside: AppInside = {
      navigation: pages,
      get entry() {
        return state.entry;
      },
      topView: () => {
        const { top } = pages;
        return (
          top && {
            setTitle: title => {
              top.title = title;
            },
            rects: selector =>
              top.view
                .querySelectorAll(selector)
                .map(node => ({ id: node.attribute('id') ?? '', left: 0, top: 0, right: 0, bottom: 0, width: 0, height: 0 })),
          }
        );
      },
      get isTapping() {
        return state.tapping;
      },
      tappedAgreeIds,
      isHidden: () => state.hiddenAtMs !== null && phone.nowMs() - state.hiddenAtMs >= 5000,
      warn: words => void faults.push(words),
    };
    let now: WxNow | null = null;
    const logic = makeLogicLayer(distDir, {
      wx: (realm: Realm) => {
        now = { phone, realm, listeners, app: inside };
        return makeWx(now);
      },
      getCurrentPages: () => pages.stack.map(page => page.instance),
      onConsole(level, args) {
        if (level !== 'log') faults.push(`console.${level}: ${args.map(one => (one as Error)?.stack ?? String(one)).join(' ')}`);
        for (const listener of consoleListeners) listener(level, args);
      },
      onThrow,
    });

    function callPage(page: OpenPage, method: string, ...args: unknown[]): unknown {
      const run = page.instance[method];
      return typeof run === 'function'
        ? guarded(`${page.route} ${method}`, () =>
            run.apply(
              page.instance,
              args.map(one => logic.realm.give(one)),
            ),
          )
        : undefined;
    }
    function open({ route, query }: { route: string; query: Readonly<Record<string, string>> }): OpenPage {
      const options = logic.pageOptions(route);
      const dataJson = JSON.stringify(options.data ?? {});
      const instance = {
        ...options,
        route,
        options: logic.realm.give(query),
        data: logic.realm.parse(dataJson) as Record<string, unknown>,
        setData(data: object, done?: () => void) {
          const crossing = bridge.toView(data);
          (logic.realm.context.setTimeout as typeof setTimeout)(() => {
            if (!pages.all.includes(page)) return;
            page.view.setData(crossing);
            done?.();
          }, 0);
        },
        selectComponent: () => null,
        selectAllComponents: () => [],
      };
      const drawn = view.openPage(route, dataJson, (handler, eventJson) => {
        callPage(page, handler, logic.realm.parse(bridge.toLogic(eventJson)));
      });
      const page: OpenPage = { id: nextPageId++, route, query, instance, view: drawn, title: json.titleOf(route) };
      return page;
    }
    return { listeners, tappedAgreeIds, state, pages, logic, callPage, now: now as unknown as WxNow };
  }

  const callApp = (method: string, ...args: unknown[]): void => {
    const { app, realm } = running.logic;
    const run = app[method];
    if (typeof run === 'function')
      guarded(`app ${method}`, () =>
        run.apply(
          app,
          args.map(one => realm.give(one)),
        ),
      );
  };
  const tell = (event: string, value?: object): void =>
    void guarded(`wx.on${event}`, () => running.listeners.tell(event, running.logic.realm.give(value)));

  const onNetwork = (online: boolean) => tell('NetworkStatusChange', { isConnected: online, networkType: online ? 'wifi' : 'none' });
  const onMemory = (level: number) => tell('MemoryWarning', { level });
  phone.on('network', onNetwork);
  phone.on('memory', onMemory);

  const enterAt = async (url: string, scene: number, cold: boolean): Promise<void> => {
    const place = placeOf(url);
    const entry: Entry = { path: place.route, query: place.query, scene, referrerInfo: {} };
    const { state, pages } = running;
    state.entry = { launch: cold ? entry : state.entry.launch, last: entry };
    if (cold) callApp('onLaunch', entry);
    callApp('onShow', entry);
    tell('AppShow', entry);
    if (!json.routes.has(place.route)) {
      const missing = { path: place.route, query: place.query, isEntryPage: true };
      if (typeof running.logic.app.onPageNotFound !== 'function') throw notFound(place.route);
      callApp('onPageNotFound', missing);
      return tell('PageNotFound', missing);
    }
    await pages.reLaunch(url.startsWith('/') ? url : `/${url}`);
  };

  const share = (from: 'button' | 'menu', button: ViewNode | null): void => {
    const { top } = running.pages;
    if (!top) return;
    const target = button && { id: button.attribute('id') ?? '', dataset: {} };
    const card = running.callPage(top, 'onShareAppMessage', { from, target }) as
      | { title?: string; path?: string; imageUrl?: string }
      | undefined;
    if (phone.answers.share === 'cancel') return;
    const query = Object.entries(top.query).map(([key, value]) => `${key}=${value}`);
    phone.shared.push({
      title: card?.title ?? top.title,
      path: card?.path ?? `/${top.route}${query.length > 0 ? `?${query.join('&')}` : ''}`,
      ...(card?.imageUrl ? { imageUrl: card.imageUrl } : {}),
    });
  };

  const around: Around = {
    phone,
    needConsent: referrer => needConsent(running.now, referrer),
    share,
    agreeTapped: id => void running.tappedAgreeIds.add(id),
    navigate(openType, url, delta) {
      const { pages } = running;
      const ways: Record<string, () => Promise<void>> = {
        navigate: () => pages.navigateTo(url),
        redirect: () => pages.redirectTo(url),
        switchTab: () => pages.switchTab(url),
        reLaunch: () => pages.reLaunch(url),
        navigateBack: () => pages.navigateBack(delta),
      };
      void ways[openType]?.().catch(error => onThrow(error, 'navigator'));
    },
  };

  const host: WeappHost = {
    phone,
    bridge,
    get wx() {
      return running.logic.realm.context.wx as Record<string, unknown>;
    },
    get logic() {
      return running.logic;
    },
    get pages() {
      return running.pages.stack;
    },
    faults,
    async launch(url = `/${json.firstRoute}`, scene = 1001) {
      guarded('app.js', () => running.logic.start());
      await enterAt(url, scene, true);
    },
    async enter(url, scene) {
      running.state.hiddenAtMs = null;
      await enterAt(url, scene, false);
    },
    async restart(url, scene) {
      running.pages.drop();
      running.logic.realm.stop();
      phone.dialogs.length = 0;
      running = start();
      await host.launch(url, scene);
    },
    hide() {
      running.state.hiddenAtMs = phone.nowMs();
      running.pages.hide();
      callApp('onHide', {});
      tell('AppHide', {});
      phone.emit('hidden', true);
    },
    show() {
      running.state.hiddenAtMs = null;
      phone.emit('hidden', false);
      callApp('onShow', running.state.entry.last);
      tell('AppShow', running.state.entry.last);
      running.pages.show();
    },
    tap: node => {
      running.state.tapping = true;
      pressOn(node, around, builtIns);
      // What the handler awaits at once still counts as the tap; a later turn does not.
      setImmediate(() => {
        running.state.tapping = false;
      });
    },
    shareByMenu: () => share('menu', null),
    evaluate(functionDeclaration, args) {
      const { realm } = running.logic;
      const run = realm.run(`(${functionDeclaration})`) as (...args: unknown[]) => unknown;
      return run(...args.map(one => realm.give(one)));
    },
    report() {
      const { pages } = running;
      const requests = phone.requests
        .slice(-10)
        .map(({ method, url, status, fault }) => `${method} ${new URL(url).pathname} → ${status ?? fault ?? 'no reply yet'}`);
      return [
        `stack: ${pages.stack.map(one => one.route).join(' > ') || '(empty)'}`,
        `last requests:\n  ${requests.join('\n  ') || '(none)'}`,
        `dialogs: ${phone.dialogs.map(({ title, content }) => `${title} ${content}`).join('; ') || '(none)'}; toasts: ${phone.toasts.slice(-3).join('; ') || '(none)'}`,
        `faults:\n  ${faults.join('\n  ') || '(none)'}`,
        `WXML: ${pages.top?.view.wxml() ?? '(no page)'}`,
      ].join('\n');
    },
    onConsole: listener => void consoleListeners.add(listener),
    onException: listener => void exceptionListeners.add(listener),
    close() {
      phone.off('network', onNetwork);
      phone.off('memory', onMemory);
      phone.emit('network', false);
      running.pages.drop();
      running.logic.realm.stop();
    },
  };
  return host;
};
