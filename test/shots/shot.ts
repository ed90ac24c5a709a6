/** What a page looks like in one state. `wrong` answers the given endpoint's path (a regular expression) for this state only. */
export interface PageShots {
  /** File name, e.g. `home`. */
  readonly name: string;
  /** After `#`. `:name` parts are filled by `find`. */
  readonly path: string;
  /** Demo person; null: nobody signed in. */
  readonly person: string | null;
  /** The endpoint the page lives on; loading, error and offline are drawn by holding it. Absent: the page has no such states. */
  readonly api?: RegExp;
  /** Clicks and typing before the picture. */
  readonly act?: (page: import('playwright-core').Page) => Promise<void>;
  /** Finds ids for the path: calls the API as this person. */
  readonly find?: (api: <T>(path: string) => Promise<T>) => Promise<Readonly<Record<string, string>>>;
  /** Drawn as someone who signed in but has not proved a real name; every demo person has. */
  readonly unverified?: true;
  /** Only the usual state, e.g. for a variant of a page that is drawn in all states elsewhere. */
  readonly only?: readonly State[];
}

export const states = ['usual', 'loading', 'error', 'offline', 'elder', 'largest'] as const;
export type State = (typeof states)[number];
