import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appOf, type Check, filesOf, type Ground, pagesOf, textOf } from './ground';

/** WeChat refuses larger tab icons. */
const iconLimitBytes = 40 * 1024;

const templates = new Set(['base.wxml', 'comp.wxml', 'custom-wrapper.wxml']);

const filesThere = (ground: Ground): string[] => {
  const pages = pagesOf(ground);
  const missing = pages.flatMap(page =>
    ['js', 'json', 'wxml']
      .filter(kind => !existsSync(join(ground.dist, `${page}.${kind}`)))
      .map(kind => `app.json:1 ${page}.${kind} is not there`),
  );
  const unnamed = filesOf(ground.dist, /\.wxml$/)
    .filter(name => !templates.has(name) && !pages.includes(name.replace(/\.wxml$/, '')))
    .map(name => `${name}:1 is built but not in app.json`);
  const app = appOf(ground);
  const tabs = (app.tabBar?.list ?? []).flatMap(({ pagePath, iconPath, selectedIconPath }) => [
    ...(app.pages.includes(pagePath) ? [] : [`app.json:1 tab ${pagePath} is not a page of the main package`]),
    ...[iconPath, selectedIconPath]
      .filter(icon => !existsSync(join(ground.dist, icon)) || statSync(join(ground.dist, icon)).size > iconLimitBytes)
      .map(icon => `app.json:1 ${icon} is missing or over 40 kB`),
  ]);
  return [...missing, ...unnamed, ...tabs];
};

/** The home of addresses is shared/pages.ts: a page nobody calls by its name there can be reached by nobody. */
const reached = (ground: Ground): string[] => {
  const table = textOf(ground.source, 'shared/pages.ts');
  const named = new Map([...table.matchAll(/^ {2}(\w+): \(.*at\('\/([^']+)'/gm)].map(([, name, path]) => [path ?? '', name ?? '']));
  const uses = filesOf(ground.source, /\.tsx?$/)
    .map(name => textOf(ground.source, name))
    .join('\n');
  const pages = pagesOf(ground);
  // A person reaches the bar's pages by the bar, the first of them by opening the app.
  const tabs = (appOf(ground).tabBar?.list ?? []).map(({ pagePath }) => pagePath);
  const unused = pages.filter(page => {
    const name = named.get(page);
    return !tabs.includes(page) && (!name || !new RegExp(`\\bpages\\.${name}\\b`).test(uses));
  });
  return [
    ...unused.map(page => `shared/pages.ts:1 nothing leads to ${page}`),
    ...[...named.keys()].filter(path => !pages.includes(path)).map(path => `shared/pages.ts:1 ${path} is no page of app.json`),
  ];
};

const addPage = (ground: Ground, page: string): void => {
  const app = appOf(ground);
  writeFileSync(join(ground.dist, 'app.json'), JSON.stringify({ ...app, pages: [...app.pages, page] }));
};

export const pageChecks: readonly Check[] = [
  {
    name: 'every page of app.json is built, and every built page is in it',
    find: filesThere,
    plant: ground => {
      mkdirSync(join(ground.dist, 'lost'));
      writeFileSync(join(ground.dist, 'lost/index.wxml'), '<view></view>');
    },
  },
  {
    name: 'something leads to every page',
    find: reached,
    plant: ground => addPage(ground, 'tabs/nowhere/index'),
  },
];
