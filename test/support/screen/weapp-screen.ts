import { JSDOM } from 'jsdom';
import type automator from 'miniprogram-automator';
import { isNamed, matches, type Screen, until, type Words } from './screen';

type MiniProgram = Awaited<ReturnType<typeof automator.connect>>;
type MiniPage = NonNullable<Awaited<ReturnType<MiniProgram['currentPage']>>>;
type MiniElement = NonNullable<Awaited<ReturnType<MiniPage['$']>>>;

/** What is around the app's pages on a phone with WeChat: dialogs, the reader of documents, the clipboard. */
export interface Around {
  /** Presses this button of the platform's own question, which is on the screen or about to be. */
  answer(button: string): Promise<void>;
  /** The file that was opened last; null: none since the last call. */
  takeOpenedFile(): Promise<Buffer | null>;
  takeClipboard(): Promise<string | null>;
  /** The page of the card that was sent last. */
  takeCard(): Promise<string | null>;
  restart(path: string): Promise<void>;
  /** Page stack, requests, console: what a failure prints. */
  report(): Promise<string>;
}

interface Node {
  readonly id: string;
  readonly name: string;
  readonly role: string | null;
  readonly text: string;
  readonly off: boolean;
  readonly element: Element;
}

const parser = new new JSDOM().window.DOMParser();

const flat = (text: string | null): string => (text ?? '').replace(/\s+/g, ' ').trim();

/** Read when asked for: the words of every element of a page, each with all the words in it, take longer than the page itself. */
const nodeOf = (element: Element): Node => ({
  get id() {
    return element.id;
  },
  get name() {
    return element.getAttribute('aria-label') || flat(element.textContent);
  },
  get role() {
    return element.getAttribute('aria-role') || (/button$/i.test(element.tagName) ? 'button' : null);
  },
  get text() {
    return flat(element.textContent);
  },
  get off() {
    return element.getAttribute('aria-disabled') === 'true';
  },
  element,
});

/**
 * A mini-program driven by Tencent's automator. One look at the screen is one WXML text, read here; what is touched is then found again by
 * its id, which Taro gives to every element.
 */
export const weappScreen = (mini: MiniProgram, around: Around): Screen => {
  const page = async (): Promise<MiniPage> =>
    until(
      () => mini.currentPage(),
      async () => 'no page is open',
    );

  const look = async (): Promise<Document | null> => {
    try {
      const root = await (await page()).$('.cx');
      return root ? parser.parseFromString(await root.outerWxml(), 'text/html') : null;
    } catch {
      // The page was closed while it was being looked at.
      return null;
    }
  };
  const nodes = async (selector: string): Promise<Node[]> => {
    const seen = await look();
    return seen ? [...seen.querySelectorAll(selector)].map(nodeOf) : [];
  };
  const waitFor = async <T>(what: string, find: () => Promise<T | null | undefined | false>): Promise<T> =>
    until(find, async () => `${what}\non this page:\n${await screen.text().catch(() => '(nothing)')}\n${await around.report()}`);
  /** Deep in a page Taro puts elements into components of its own, where only `>>>` reaches. */
  const byId = async (id: string): Promise<MiniElement | null> => {
    const top = await page();
    return (await top.$(`#${id}`)) ?? top.$(`.cx >>> #${id}`);
  };
  const hand = (id: string, what: string): Promise<MiniElement> => waitFor(`gone: ${what}`, () => byId(id));

  /** On a screen reader's list, and switched on. */
  const find = (role: string, name: Words, fits: (name: Words, text: string) => boolean): Promise<Node> =>
    waitFor(`no ${role} ${name}`, async () => (await nodes('*')).find(one => one.role === role && fits(name, one.name) && !one.off));
  const touch = async ({ id, name }: Node): Promise<void> => (await hand(id, name)).tap();
  const inField = (label: string): Promise<MiniElement> =>
    waitFor(`no field ${label}`, async () => {
      const field = (await nodes('.field')).find(({ text }) => text.includes(label));
      const input = field && [...field.element.querySelectorAll('*')].find(one => /(input|textarea)$/i.test(one.tagName));
      return input ? byId(input.id) : null;
    });

  const screen: Screen = {
    platform: 'weapp',
    tap: async name => touch(await find('button', name, isNamed)),
    async tapMany(name) {
      const one = await hand((await find('button', name, isNamed)).id, String(name));
      await Promise.all([one.tap(), one.tap(), one.tap(), one.tap()]);
    },
    pick: async (name, role = 'radio') => touch(await find(role, name, matches)),
    async pickAll(name) {
      for (const { id } of (await nodes('[aria-role=checkbox]')).filter(one => matches(name, one.name)))
        await (await hand(id, 'box')).tap();
    },
    async type(label, text) {
      await ((await inField(label)) as unknown as { input(value: string): Promise<void> }).input(text);
    },
    async day(label, day) {
      const picker = await waitFor(`no picker ${label}`, async () => {
        const field = (await nodes('.field')).find(({ text }) => text.includes(label));
        const found = field?.element.querySelector('picker');
        return found ? byId(found.id) : null;
      });
      // WeChat draws the wheels itself; the page is told what they stand at.
      await (picker as unknown as { trigger(type: string, detail: object): Promise<void> }).trigger('change', { value: day });
    },
    value: async label => String(await (await inField(label)).value()),
    async sees(words) {
      await waitFor(`not seen: ${words}`, async () =>
        // A pattern may stand for the whole of one element; words that are in any are in the outermost.
        (await nodes(typeof words === 'string' ? '.cx' : '*')).some(({ text }) => matches(words, text)),
      );
    },
    async appears(part) {
      await waitFor(`did not appear: ${part}`, async () => (await nodes(part)).length > 0);
    },
    async vanishes(part) {
      await waitFor(`still there: ${part}`, async () => {
        const seen = await look();
        return seen !== null && seen.querySelector(part) === null;
      });
    },
    textsOf: async part => (await nodes(part)).map(({ text }) => text),
    text: async () => flat((await look())?.body.textContent ?? ''),
    title: () => waitFor('no title', async () => (await nodes('.head-title, .verdict-title'))[0]?.text),
    async open(path) {
      const tab = path.startsWith('/tabs/');
      await mini.callWxMethod(tab ? 'switchTab' : 'reLaunch', { url: path });
      await screen.appears('.cx-body');
    },
    async back() {
      await mini.callWxMethod('navigateBack', { delta: 1 });
    },
    async comeBack() {
      const { path, query } = await page();
      const asked = Object.entries(query as Record<string, string>).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
      await around.restart(`/${path}${asked.length > 0 ? `?${asked.join('&')}` : ''}`);
      await screen.appears('.cx-body');
    },
    confirm: name => around.answer(name),
    async receiveFile(name) {
      await screen.tap(name);
      return waitFor('no file was opened', () => around.takeOpenedFile());
    },
    async receiveCard(name) {
      await screen.tap(name);
      return waitFor('no card was sent', () => around.takeCard());
    },
    async receiveText(name) {
      await screen.tap(name);
      return waitFor('nothing on the clipboard', () => around.takeClipboard());
    },
  };
  return screen;
};
