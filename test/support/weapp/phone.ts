import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

/** How a phone is taken from the box. */
export interface PhoneWish {
  /** Where the origin built into the dist leads in this run, as DNS would; `http://127.0.0.1:<port>`. */
  readonly serverOrigin: string;
  /** One-use codes, made by the sandbox WeChat. */
  readonly loginCode: () => Promise<string>;
  readonly phoneCode?: () => Promise<string>;
  /** Told to WeChat when the person accepts a message of a template. */
  readonly onAccepted?: (templateId: string) => Promise<void>;
  /** WeChat remembers that this person has agreed to the privacy guide before; else the first private act asks. */
  readonly agreesToPrivacy?: boolean;
  readonly online?: boolean;
  readonly fontScale?: number;
  /** Plain storage, key → JSON. */
  readonly storage?: Map<string, string>;
}

interface SeenRequest {
  readonly method: string;
  readonly url: string;
  /** null: no reply came. */
  status: number | null;
  fault?: string;
}

interface GivenFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** WeChat's own question over the app; the app waits for the button. */
export interface Dialog {
  readonly title: string;
  readonly content: string;
  readonly buttons: readonly string[];
  answer(button: string): void;
}

export type SubscribeAnswer = 'accept' | 'reject' | 'ban';

/** What the person says when WeChat asks something that needs no look at the screen. null: given up. */
interface Answers {
  /** WeChat's own privacy sheet, shown when the app brings none. */
  privacy: 'agree' | 'disagree';
  phoneNumber: 'allow' | 'deny';
  subscribe: SubscribeAnswer | Record<string, SubscribeAnswer>;
  scan: string | null;
  media: readonly GivenFile[] | null;
  messageFiles: readonly GivenFile[] | null;
  share: 'send' | 'cancel';
  /** Whether WeChat's reader can open the document. */
  document: 'open' | 'fail';
  /** Whether the app may write to the album. A refusal is remembered, and changed only in WeChat's own list. */
  album: 'allow' | 'deny';
  /** What the person switches on in that list when the app opens it. */
  setting: 'allow_album' | 'nothing';
}

/** One step of a drawing: a call of the canvas, or a property that was set. Images are names of `stamps`. */
export type Stroke = { readonly call: string; readonly args: readonly unknown[] } | { readonly set: string; readonly to: unknown };

/** What was drawn on a canvas, for a browser to draw again: there is no font and no pixel in here. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly strokes: readonly Stroke[];
  readonly stamps: Readonly<Record<string, Buffer>>;
}

/** Everything around the app that a test may look at or decide. It outlives the app: a restart finds its storage again. */
export class Phone extends EventEmitter {
  readonly serverOrigin: string;
  readonly loginCode: () => Promise<string>;
  readonly phoneCode: () => Promise<string>;
  readonly onAccepted: (templateId: string) => Promise<void>;
  readonly storage: Map<string, string>;
  /** What `encrypt: true` wrote. */
  readonly encryptedStorage = new Map<string, string>();
  readonly files = new Map<string, Buffer>();
  readonly answers: Answers = {
    privacy: 'agree',
    phoneNumber: 'allow',
    subscribe: 'accept',
    scan: null,
    media: null,
    messageFiles: null,
    share: 'send',
    document: 'open',
    album: 'allow',
    setting: 'allow_album',
  };
  /** WeChat's console lists the origins that an app may talk to. */
  readonly requestOrigins = ['http://127.0.0.1:3000'];
  /** The next request whose URL fits reaches the server, and its reply is lost on the way back. */
  loseReplyOf: RegExp | null = null;
  /** Requests to paths that fit do not leave the phone. */
  cut: RegExp | null = null;

  readonly requests: SeenRequest[] = [];
  readonly toasts: string[] = [];
  readonly dialled: string[] = [];
  readonly openedFiles: (GivenFile & { readonly showMenu: boolean })[] = [];
  /** Pictures that WeChat's viewer was given, newest last. */
  readonly previewed: GivenFile[] = [];
  /** Files that were sent into a chat, newest last. */
  readonly sentFiles: GivenFile[] = [];
  /** Where pages were told to scroll to, px. */
  readonly scrolledTo: number[] = [];
  readonly shared: { readonly title: string; readonly path: string; readonly imageUrl?: string }[] = [];
  /** Pictures that came out of a canvas, by the path the app knows them by. */
  readonly drawings = new Map<string, Drawing>();
  /** What lies in the album, newest last. */
  readonly album: Drawing[] = [];
  /** null: WeChat has not asked yet. */
  albumAllowed: boolean | null = null;
  clipboard: string | null = null;
  /** The last one is on top. */
  readonly dialogs: Dialog[] = [];
  agreedToPrivacy: boolean;
  fontScale: number;
  /** WeChat's setting that switches all subscription messages off. */
  subscribeSwitch = true;
  #online: boolean;
  #slow: Promise<void> | null = null;
  #aheadMs = 0;

  constructor(wish: PhoneWish) {
    super();
    this.setMaxListeners(0);
    this.serverOrigin = wish.serverOrigin;
    this.loginCode = wish.loginCode;
    this.phoneCode =
      wish.phoneCode ??
      (() => {
        throw new Error('weapp harness: this phone was given no phoneCode');
      });
    this.onAccepted = wish.onAccepted ?? (async () => undefined);
    this.storage = wish.storage ?? new Map();
    this.agreedToPrivacy = wish.agreesToPrivacy ?? false;
    this.#online = wish.online ?? true;
    this.fontScale = wish.fontScale ?? 1;
  }

  get online(): boolean {
    return this.#online;
  }

  /** What is under way when the network goes is lost with it. */
  set online(online: boolean) {
    if (online === this.#online) return;
    this.#online = online;
    this.emit('network', online);
  }

  /** From now on replies are on their way until the returned function is called: a page is seen while it waits. */
  holdReplies(): () => void {
    let arrive = (): void => undefined;
    this.#slow = new Promise(resolve => {
      arrive = resolve;
    });
    return () => {
      this.#slow = null;
      arrive();
    };
  }

  /** null: nothing is held up. */
  get slow(): Promise<void> | null {
    return this.#slow;
  }

  /** The clock of the app, and the one that WeChat's own rules go by. */
  nowMs(): number {
    return Date.now() + this.#aheadMs;
  }

  pass(ms: number): void {
    this.#aheadMs += ms;
  }

  memoryIsLow(level: 5 | 10 | 15 = 10): void {
    this.emit('memory', level);
  }

  /** Presses a button of WeChat's own question, which is on the screen or about to be. */
  async press(button: string, withinMs = 5000): Promise<void> {
    for (let waitedMs = 0; waitedMs <= withinMs; waitedMs += 20) {
      const dialog = this.dialogs.at(-1);
      if (dialog?.buttons.includes(button)) {
        this.dialogs.pop();
        return dialog.answer(button);
      }
      await pause(20);
    }
    const seen = this.dialogs.map(({ title, content, buttons }) => `${title} ${content} [${buttons.join('] [')}]`);
    throw new Error(`no dialog with a button ${button}; on the screen: ${seen.join('; ') || 'none'}`);
  }

  takeOpenedFile(): Buffer | null {
    return this.openedFiles.pop()?.bytes ?? null;
  }

  takeClipboard(): string | null {
    const text = this.clipboard;
    this.clipboard = null;
    return text;
  }

  /** Removes the mini-program as a person does in WeChat: storage, files and the consent to the privacy guide go. */
  clear(): void {
    this.storage.clear();
    this.encryptedStorage.clear();
    this.files.clear();
    this.agreedToPrivacy = false;
  }
}
