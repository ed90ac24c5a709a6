import type { Listeners } from '../listeners';
import type { Phone } from '../phone';
import type { Realm } from '../realm';

/** Why WeChat says no; becomes `<function>:fail <message>` with these codes. */
export class Refusal extends Error {
  constructor(
    message: string,
    readonly codes: { readonly errno?: number; readonly errCode?: number } = {},
  ) {
    super(message);
  }
}

/** How the app was entered, as onLaunch and onShow hear it. */
export interface Entry {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** WeChat's list of scene values: 1001 recent, 1007 a card in a chat, 1011 a scanned code, 1047 a mini-program code. */
  readonly scene: number;
  readonly referrerInfo: object;
}

/** What WeChat's functions know and can reach. */
export interface WxNow {
  readonly phone: Phone;
  readonly realm: Realm;
  readonly listeners: Listeners;
  readonly app: AppInside;
}

export interface AppInside {
  readonly navigation: Navigation;
  readonly entry: { readonly launch: Entry; readonly last: Entry };
  /** Of the page on top. */
  setTitle(title: string): void;
  rects(selector: string): readonly object[];
  /** The `<canvas type="2d">` that fits on the page on top: the same key for the same element; null: none. */
  canvasAt(selector: string): object | null;
  /** Inside the handler of a person's tap. */
  readonly isTapping: boolean;
  /** Buttons `agreePrivacyAuthorization` that were tapped, by id. */
  readonly tappedAgreeIds: ReadonlySet<string>;
  isHidden(): boolean;
  warn(words: string): void;
}

export interface Navigation {
  navigateTo(url: string): Promise<void>;
  redirectTo(url: string): Promise<void>;
  switchTab(url: string): Promise<void>;
  reLaunch(url: string): Promise<void>;
  navigateBack(delta: number): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: each function reads its own options, which the app gives as it likes
type Options = any;

/** A family of wx functions. */
export interface WxPart {
  /** Answer by success, fail and complete, or a promise when none was given. What they return is the result without errMsg. */
  readonly later?: Record<string, (options: Options) => object | undefined | Promise<object | undefined>>;
  /** Answer at once with plain values; a Refusal is thrown as an Error of the app's. */
  readonly atOnce?: Record<string, (...args: Options[]) => unknown>;
  /** Hand out tasks, managers and contexts, or take listeners: passed as they are. */
  readonly handles?: Record<string, (...args: Options[]) => unknown>;
}
