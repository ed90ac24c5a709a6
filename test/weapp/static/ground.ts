import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** What is looked at: a built mini-program and the source it came from. */
export type Ground = {
  /** Folder with app.json. */
  readonly dist: string;
  /** Copy or original of `miniapp/src`. */
  readonly source: string;
};

export type Check = {
  readonly name: string;
  /** Every fault as one plain line that begins with file:line; none when all is well. */
  readonly find: (ground: Ground) => readonly string[];
  /** Puts one fault into a copy, by which the check shows that it can fail. */
  readonly plant: (ground: Ground) => void;
};

export const root = join(dirname(__filename), '../../..');
export const built: Ground = { dist: join(root, '.build/weapp'), source: join(root, 'miniapp/src') };

/** Paths below `folder` that match, relative to it, sorted. */
export const filesOf = (folder: string, wanted: RegExp): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .filter(name => wanted.test(name))
    .sort();

export const textOf = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

/** `name:line`; a minified line is long, so the column comes too. */
export const placeOf = (name: string, text: string, index: number): string => {
  const before = text.slice(0, index).split('\n');
  return `${name}:${before.length}:${(before.at(-1) ?? '').length + 1}`;
};

export type AppJson = {
  readonly pages: readonly string[];
  readonly subPackages?: readonly { readonly root: string; readonly pages: readonly string[] }[];
  readonly tabBar?: {
    readonly list: readonly { readonly pagePath: string; readonly iconPath: string; readonly selectedIconPath: string }[];
  };
  readonly requiredPrivateInfos?: readonly string[];
  readonly requiredBackgroundModes?: readonly string[];
  readonly permission?: Readonly<Record<string, { readonly desc: string }>>;
  readonly __usePrivacyCheck__?: boolean;
};

/** Throws in plain words when there is no build. */
export const appOf = ({ dist }: Ground): AppJson => {
  if (!existsSync(join(dist, 'app.json'))) throw new Error(`${dist} has no app.json: npm run build:weapp`);
  return JSON.parse(textOf(dist, 'app.json')) as AppJson;
};

/** Every page of app.json, without a leading slash. */
export const pagesOf = (ground: Ground): readonly string[] => {
  const app = appOf(ground);
  return [...app.pages, ...(app.subPackages ?? []).flatMap(({ root, pages }) => pages.map(page => `${root.replace(/\/$/, '')}/${page}`))];
};
