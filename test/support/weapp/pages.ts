import { type AppJson, notFound, type Place, placeOf } from './app-json';
import type { ViewPage } from './view/view-layer';
import { type Navigation, Refusal } from './wx/part';

interface PageInstance {
  readonly route: string;
  readonly options: Readonly<Record<string, string>>;
  data: Record<string, unknown>;
  setData(data: object, done?: () => void): void;
  [member: string]: unknown;
}

export interface OpenPage {
  readonly id: number;
  readonly route: string;
  readonly query: Readonly<Record<string, string>>;
  readonly instance: PageInstance;
  readonly view: ViewPage;
  title: string;
}

/** WeChat: at most ten pages in the stack. */
const maxStack = 10;

/** The open pages, and what WeChat calls on them in which order when one goes from one to another (框架 / 页面路由). */
export class Pages implements Navigation {
  readonly stack: OpenPage[] = [];
  /** Tab pages live on while another tab is shown. */
  readonly #tabs = new Map<string, OpenPage>();
  /** Pages that have had onReady. */
  readonly #ready = new WeakSet<OpenPage>();

  constructor(
    private readonly json: AppJson,
    private readonly make: (place: Place) => OpenPage,
    /** Calls a method of a page; an exception becomes a fault of the app. */
    private readonly call: (page: OpenPage, method: string, ...args: unknown[]) => unknown,
  ) {}

  get top(): OpenPage | undefined {
    return this.stack.at(-1);
  }

  /** Every page that exists, shown or not. */
  get all(): readonly OpenPage[] {
    return [...new Set([...this.stack, ...this.#tabs.values()])];
  }

  async navigateTo(url: string): Promise<void> {
    const place = this.#placeOf(url);
    if (this.json.tabs.has(place.route)) throw new Refusal('can not navigateTo a tabbar page');
    if (this.stack.length >= maxStack) throw new Refusal('webview count limit exceed');
    if (this.top) this.call(this.top, 'onHide');
    this.#enter(place);
  }

  async redirectTo(url: string): Promise<void> {
    const place = this.#placeOf(url);
    if (this.json.tabs.has(place.route)) throw new Refusal('can not redirectTo a tabbar page');
    const old = this.stack.pop();
    if (old) this.#close(old);
    this.#enter(place);
  }

  async switchTab(url: string): Promise<void> {
    const { route } = this.#placeOf(url);
    if (!this.json.tabs.has(route)) throw new Refusal('can not switch to no-tabBar page');
    if (url.includes('?')) throw new Refusal('url should not contain query');
    const shown = this.top;
    if (shown && this.#tabs.get(route) === shown) return;
    for (const page of this.stack.splice(0).reverse()) {
      if (this.#tabs.get(page.route) !== page) this.#close(page);
      else if (page === shown) this.call(page, 'onHide');
    }
    this.#enterTab({ route, query: {} });
  }

  async reLaunch(url: string): Promise<void> {
    const place = this.#placeOf(url);
    const hidden = this.all.filter(page => !this.stack.includes(page));
    for (const page of [...[...this.stack].reverse(), ...hidden]) this.#close(page);
    this.stack.length = 0;
    if (this.json.tabs.has(place.route)) this.#enterTab(place);
    else this.#enter(place);
  }

  async navigateBack(delta: number): Promise<void> {
    if (this.stack.length < 2) throw new Refusal('cannot navigate back at first page.');
    for (let back = Math.min(delta, this.stack.length - 1); back > 0; back--) this.#close(this.stack.pop() as OpenPage);
    this.#show(this.top as OpenPage);
  }

  /** The app comes back to the screen, or a page is uncovered. */
  show(): void {
    if (this.top) this.#show(this.top);
  }

  hide(): void {
    if (this.top) this.call(this.top, 'onHide');
  }

  /** The finger has come to the end of the page on top. A page without such a method hears nothing, as in WeChat. */
  reachBottom(): void {
    if (this.top && typeof this.top.instance.onReachBottom === 'function') this.call(this.top, 'onReachBottom');
  }

  /** Ends all pages without a word, as WeChat does when it takes the app out of memory. */
  drop(): void {
    for (const page of this.all) page.view.release();
    this.stack.length = 0;
    this.#tabs.clear();
  }

  #placeOf(url: string): Place {
    const place = placeOf(url, this.top?.route);
    if (!this.json.routes.has(place.route)) throw notFound(place.route);
    return place;
  }

  #enter(place: Place): void {
    const page = this.make(place);
    this.stack.push(page);
    this.call(page, 'onLoad', place.query);
    this.#show(page);
  }

  #enterTab(place: Place): void {
    const kept = this.#tabs.get(place.route);
    if (kept) {
      this.stack.push(kept);
      this.#show(kept);
      return;
    }
    const page = this.make(place);
    this.#tabs.set(place.route, page);
    this.stack.push(page);
    this.call(page, 'onLoad', place.query);
    this.#show(page);
  }

  #show(page: OpenPage): void {
    this.call(page, 'onShow');
    if (this.#ready.has(page)) return;
    this.#ready.add(page);
    // After the first render, which is a later turn.
    setTimeout(() => {
      if (this.all.includes(page)) this.call(page, 'onReady');
    }, 0);
  }

  #close(page: OpenPage): void {
    this.call(page, 'onUnload');
    page.view.release();
    if (this.#tabs.get(page.route) === page) this.#tabs.delete(page.route);
  }
}
