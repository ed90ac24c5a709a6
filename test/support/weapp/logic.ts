import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import vm from 'node:vm';
import { makeRealm, type Realm } from './realm';

type Options = Record<string, unknown>;

export interface LogicLayer {
  readonly realm: Realm;
  /** What the dist passed to App(). */
  readonly app: Options;
  /** What the script of `route` passed to Page(); the script runs at the first call, as in WeChat. */
  pageOptions(route: string): Options;
  /** Scripts that have run so far, without `.js`. */
  readonly loaded: ReadonlySet<string>;
  /** Runs app.js. */
  start(): void;
}

export type ConsoleLevel = 'log' | 'warn' | 'error';

export interface LogicHost {
  readonly wx: (realm: Realm) => object;
  readonly getCurrentPages: () => unknown[];
  readonly onConsole: (level: ConsoleLevel, args: unknown[]) => void;
  readonly onThrow: (error: unknown, where: string) => void;
  readonly nowMs: () => number;
}

const scripts = new Map<string, vm.Script>();

/** What stands before the text of each script, and moves every place in it. */
export const scriptHead = '(function (require, module, exports) {';

/** Compiled once for all phones of a run. */
const scriptAt = (file: string, name: string): vm.Script => {
  const source = readFileSync(file, 'utf8');
  const known = scripts.get(source);
  if (known) return known;
  const script = new vm.Script(`${scriptHead}${source}\n})`, { filename: name });
  scripts.set(source, script);
  return script;
};

/**
 * The logic layer: the dist's CommonJS modules in one bare vm context. The main package's app.js runs at launch; a page's script, and with
 * it the shared script of its subpackage, on the first visit (`lazyCodeLoading: requiredComponents`).
 */
export const makeLogicLayer = (distDir: string, host: LogicHost): LogicLayer => {
  const pages = new Map<string, Options>();
  const modules = new Map<string, { exports: unknown }>();
  const loaded = new Set<string>();
  let app: Options = {};
  let loading = '';

  const console = Object.fromEntries(
    (['log', 'info', 'debug', 'warn', 'error'] as const).map(name => [
      name,
      (...args: unknown[]) => host.onConsole(name === 'warn' || name === 'error' ? name : 'log', args),
    ]),
  );
  const realm = makeRealm(
    {
      console,
      App: (options: Options) => {
        app = options;
      },
      getApp: () => app,
      getCurrentPages: () => realm.give([]).concat(host.getCurrentPages() as never[]),
      Page: (options: Options) => {
        pages.set(loading, options);
      },
      Component: (options: Options) => {
        pages.set(loading, options);
      },
    },
    host.onThrow,
    host.nowMs,
  );
  realm.context.wx = host.wx(realm);

  const load = (path: string): unknown => {
    const known = modules.get(path);
    if (known) return known.exports;
    const module: { exports: unknown } = { exports: {} };
    modules.set(path, module);
    loaded.add(path);
    const run = scriptAt(join(distDir, `${path}.js`), `${path}.js`).runInContext(realm.context) as (
      require: (to: string) => unknown,
      module: { exports: unknown },
      exports: unknown,
    ) => void;
    const before = loading;
    loading = path;
    run(to => load(posix.normalize(posix.join(dirname(path), to)).replace(/\.js$/, '')), module, module.exports);
    loading = before;
    return module.exports;
  };

  return {
    realm,
    loaded,
    get app() {
      return app;
    },
    start: () => void load('app'),
    pageOptions(route) {
      if (!pages.has(route)) load(route);
      const options = pages.get(route);
      if (!options) throw new Error(`weapp harness: ${route} registered no page`);
      return options;
    },
  };
};
