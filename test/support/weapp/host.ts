import type { Page } from 'playwright-core';
import { notFound, placeOf, readAppJson } from './app-json';
import { Bridge } from './bridge';
import type { ConsoleLevel, LogicLayer } from './logic';
import type { OpenPage } from './pages';
import { Phone, type PhoneWish } from './phone';
import { reportOf } from './report';
import { type RunWorld, startRun } from './run';
import { shareTop } from './share';
import { pressOn } from './touch';
import { type Around, builtIns } from './view/built-ins';
import { drawPage } from './view/paint';
import { viewLayerOf } from './view/view-layer';
import type { ViewNode } from './view/view-node';
import type { Entry } from './wx/part';
import { needConsent } from './wx/privacy';

/** WeChat's scene values that this app meets. */
export const scenes = { recent: 1001, card: 1007, miniCode: 1047 } as const;

export interface WeappHost {
  readonly phone: Phone;
  readonly bridge: Bridge;
  /** The app's wx object of this run. */
  readonly wx: Record<string, unknown>;
  readonly logic: LogicLayer;
  readonly pages: readonly OpenPage[];
  /** console.warn and console.error, thrown exceptions, too large setData: an honest run ends with none. */
  readonly faults: readonly string[];
  /** Cold start. */
  launch(url?: string, scene?: number): Promise<void>;
  /** Opened by a card or a code while it lives in the background: the app goes on, its pages do not. */
  enter(url: string, scene: number): Promise<void>;
  /** Taken out of memory and opened again; what the phone keeps is still there. */
  restart(url?: string, scene?: number): Promise<void>;
  hide(): void;
  show(): void;
  tap(node: ViewNode): void;
  /** 转发给朋友 in the menu of the page. */
  shareByMenu(): void;
  /** Scrolls to the end of the page on top. */
  reachBottom(): void;
  /** Runs the function of this text in the logic layer. */
  evaluate(functionDeclaration: string, args: readonly unknown[]): unknown;
  /** What a failure prints. */
  report(): string;
  /** The page on top, drawn by Chromium with the dist's styles; a still. @param easel of `openEasel` */
  draw(easel: Page): Promise<void>;
  onConsole(listener: (level: ConsoleLevel, args: unknown[]) => void): void;
  onException(listener: (error: unknown) => void): void;
  close(): void;
}

/** The address behind a scanned mini-program code. WeChat: `scene` has at most 32 characters of this set, and reaches the page encoded. */
export const byMiniCode = (page: string, scene: string): string => {
  if (!/^[\w!#$&'()*+,/:;=?@.~-]{1,32}$/.test(scene)) throw new Error(`WeChat makes no mini-program code of scene "${scene}"`);
  return `${page}?scene=${encodeURIComponent(scene)}`;
};

/** The production dist on one phone: puts logic, view and WeChat together. */
export const startWeapp = (distDir: string, wish: PhoneWish): WeappHost => {
  const phone = new Phone(wish);
  const faults: string[] = [];
  const consoleListeners = new Set<(level: ConsoleLevel, args: unknown[]) => void>();
  const exceptionListeners = new Set<(error: unknown) => void>();
  const bridge = new Bridge(words => faults.push(words));
  const json = readAppJson(distDir);
  const world: RunWorld = {
    distDir,
    json,
    view: viewLayerOf(distDir),
    phone,
    bridge,
    warn: words => void faults.push(words),
    onConsole(level, args) {
      if (level !== 'log') faults.push(`console.${level}: ${args.map(one => (one as Error)?.stack ?? String(one)).join(' ')}`);
      for (const listener of consoleListeners) listener(level, args);
    },
    onThrow(error, where) {
      const words = (error as Error)?.stack ?? String(error);
      faults.push(`exception in ${where}: ${words}`);
      for (const listener of exceptionListeners) listener(error);
      run.listeners.tell('Error', words);
    },
  };
  let run = startRun(world);

  const onNetwork = (online: boolean) => run.tell('NetworkStatusChange', { isConnected: online, networkType: online ? 'wifi' : 'none' });
  const onMemory = (level: number) => run.tell('MemoryWarning', { level });
  phone.on('network', onNetwork);
  phone.on('memory', onMemory);

  const enter = async (url: string, scene: number, cold: boolean): Promise<void> => {
    const { route, query } = placeOf(url.startsWith('/') ? url : `/${url}`);
    const entry: Entry = { path: route, query, scene, referrerInfo: {} };
    run.state.entry = { launch: cold ? entry : run.state.entry.launch, last: entry };
    run.state.hiddenAtMs = null;
    if (cold) run.callApp('onLaunch', entry);
    run.callApp('onShow', entry);
    run.tell('AppShow', entry);
    if (json.routes.has(route)) return run.pages.reLaunch(`/${url.replace(/^\//, '')}`);
    if (typeof run.logic.app.onPageNotFound !== 'function' && !run.listeners.has('PageNotFound')) throw notFound(route);
    const missing = { path: route, query, isEntryPage: true };
    run.callApp('onPageNotFound', missing);
    run.tell('PageNotFound', missing);
  };
  const coldStart = async (url = `/${json.firstRoute}`, scene: number = scenes.recent): Promise<void> => {
    run.logic.start();
    await enter(url, scene, true);
  };

  const around: Around = {
    phone,
    needConsent: referrer => needConsent(run.now, referrer),
    share: (from, button) => shareTop(run, phone, from, button),
    agreeTapped: id => void run.tappedAgreeIds.add(id),
    navigate(openType, url, delta) {
      const { pages } = run;
      const ways: Record<string, () => Promise<void>> = {
        navigate: () => pages.navigateTo(url),
        redirect: () => pages.redirectTo(url),
        switchTab: () => pages.switchTab(url),
        reLaunch: () => pages.reLaunch(url),
        navigateBack: () => pages.navigateBack(delta),
      };
      const way = ways[openType];
      if (!way) throw new Error(`weapp harness: navigator open-type ${openType} is not implemented`);
      void way().catch(error => world.onThrow(error, 'navigator'));
    },
  };

  return {
    phone,
    bridge,
    faults,
    get wx() {
      return run.logic.realm.context.wx as Record<string, unknown>;
    },
    get logic() {
      return run.logic;
    },
    get pages() {
      return run.pages.stack;
    },
    launch: coldStart,
    enter: (url, scene) => enter(url, scene, false),
    async restart(url, scene) {
      run.end();
      phone.dialogs.length = 0;
      run = startRun(world);
      await coldStart(url, scene);
    },
    hide() {
      run.state.hiddenAtMs = phone.nowMs();
      run.pages.hide();
      run.callApp('onHide', {});
      run.tell('AppHide', {});
      phone.emit('hidden', true);
    },
    show() {
      run.state.hiddenAtMs = null;
      phone.emit('hidden', false);
      run.callApp('onShow', run.state.entry.last);
      run.tell('AppShow', run.state.entry.last);
      run.pages.show();
    },
    tap(node) {
      run.state.tapping = true;
      pressOn(node, around, builtIns);
      const { state } = run;
      // Promises that settle at once still belong to the tap; a timer or a request does not.
      queueMicrotask(() =>
        process.nextTick(() => {
          state.tapping = false;
        }),
      );
    },
    shareByMenu: () => around.share('menu', null),
    reachBottom: () => run.pages.reachBottom(),
    evaluate(functionDeclaration, args) {
      const { realm } = run.logic;
      const work = realm.run(`(${functionDeclaration})`) as (...args: unknown[]) => unknown;
      return work(...args.map(one => realm.give(one)));
    },
    report: () => reportOf(run.pages, phone, faults),
    draw(easel) {
      const { top } = run.pages;
      if (!top) throw new Error('no page is open');
      return drawPage(easel, distDir, { route: top.route, wxml: top.view.wxml() });
    },
    onConsole: listener => void consoleListeners.add(listener),
    onException: listener => void exceptionListeners.add(listener),
    close() {
      run.end();
      phone.removeAllListeners();
    },
  };
};
