/** Whole words of a name, or a pattern found in it. */
export type Words = string | RegExp;

/**
 * What a person sees of the app and does with it, on H5 or weapp. Things are named as a screen reader names them; a `part` is a class of the
 * kit (`.clerk-code`). Every wait ends with what was on the screen instead.
 */
export interface Screen {
  readonly platform: 'h5' | 'weapp';
  /** Waits until a button of this name is there and on. */
  tap(name: Words): Promise<void>;
  /** Four taps of one impatient finger. */
  tapMany(name: Words): Promise<void>;
  /** A radio button or, of `checkbox`, a box. */
  pick(name: Words, role?: 'radio' | 'checkbox'): Promise<void>;
  /** Ticks every box of this name. */
  pickAll(name: Words): Promise<void>;
  /** Into the field with this label. */
  type(label: string, text: string): Promise<void>;
  /** A day (`2026-05-01`) in the picker of the field with this label. */
  day(label: string, day: string): Promise<void>;
  value(label: string): Promise<string>;
  /** Waits until these words stand on the top page. */
  sees(words: Words): Promise<void>;
  /** Waits until one of these parts is there. */
  appears(part: string): Promise<void>;
  /** Waits until none of these parts is there. */
  vanishes(part: string): Promise<void>;
  /** Words of each of these parts, without waiting. */
  textsOf(part: string): Promise<string[]>;
  /** Words of the whole page. */
  text(): Promise<string>;
  /** The answer on top of the page. */
  title(): Promise<string>;
  /** Goes to a page as a link does: `/file/pages/overview/index`. */
  open(path: string): Promise<void>;
  back(): Promise<void>;
  /** Leaves the app and comes back to this page with nothing in memory. */
  comeBack(): Promise<void>;
  /** The platform's own question before something that cannot be taken back. */
  confirm(button: string): Promise<void>;
  /** The file that a button hands over: saved by a browser, opened in WeChat's reader. */
  receiveFile(button: Words): Promise<Buffer>;
  /** The page a card leads to that a button sends in WeChat; H5 sends none. */
  receiveCard(button: Words): Promise<string>;
  /** What a button puts on the clipboard. */
  receiveText(button: Words): Promise<string>;
}

export const matches = (words: Words, text: string): boolean => (typeof words === 'string' ? text.includes(words) : words.test(text));

export const isNamed = (name: Words, text: string): boolean => (typeof name === 'string' ? text === name : name.test(text));

/** How long a person here waits for anything; `npm run mutate:weapp` has less patience with a page that is broken on purpose. */
const patienceMs = Number(process.env.PATIENCE_MS ?? 15_000);

/** Repeats until there is an answer. @throws what `missing` says after `forMs` */
export const until = async <T>(
  find: () => Promise<T | null | undefined | false>,
  missing: () => Promise<string>,
  forMs = patienceMs,
): Promise<T> => {
  const endsAt = performance.now() + forMs;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (performance.now() > endsAt) throw new Error(await missing());
    await new Promise(done => setTimeout(done, 20));
  }
};
