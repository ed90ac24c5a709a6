import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './wx/part';

/** What app.json says about pages. */
export interface AppJson {
  readonly routes: ReadonlySet<string>;
  readonly tabs: ReadonlySet<string>;
  readonly firstRoute: string;
  /** Title of a page before it sets one. */
  titleOf(route: string): string;
}

interface File {
  readonly pages: string[];
  readonly subPackages?: { root: string; pages: string[] }[];
  readonly subpackages?: { root: string; pages: string[] }[];
  readonly tabBar?: { list: { pagePath: string }[] };
  readonly window?: { navigationBarTitleText?: string };
}

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

export const readAppJson = (distDir: string): AppJson => {
  const file = readJson<File>(join(distDir, 'app.json'));
  const routes = [
    ...file.pages,
    ...(file.subPackages ?? file.subpackages ?? []).flatMap(({ root, pages }) => pages.map(page => join(root, page))),
  ];
  const without = routes.find(route => !['.js', '.json', '.wxml'].every(ending => existsSync(join(distDir, route + ending))));
  if (without) throw new Error(`weapp harness: app.json names ${without}, of which a file is missing`);
  return {
    routes: new Set(routes),
    tabs: new Set((file.tabBar?.list ?? []).map(({ pagePath }) => pagePath)),
    firstRoute: file.pages[0] as string,
    titleOf: route =>
      readJson<{ navigationBarTitleText?: string }>(join(distDir, `${route}.json`)).navigationBarTitleText ??
      file.window?.navigationBarTitleText ??
      '',
  };
};

export interface Place {
  readonly route: string;
  readonly query: Readonly<Record<string, string>>;
}

/**
 * A page's address as WeChat reads it: nothing is decoded, a value ends at a second `=`, and a name without `=` has the value
 * "undefined". Without a leading slash it is relative to the page on top.
 */
export const placeOf = (url: string, from = ''): Place => {
  const [path = '', search = ''] = url.split('?');
  const absolute = path.startsWith('/') ? path.slice(1) : join(from, '..', path);
  const pairs = search.split('&').filter(Boolean);
  return { route: absolute, query: Object.fromEntries(pairs.map(pair => [pair.split('=')[0], pair.split('=')[1] ?? 'undefined'])) };
};

export const notFound = (route: string): Refusal => new Refusal(`page "${route}" is not found`);
