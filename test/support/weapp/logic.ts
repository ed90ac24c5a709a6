import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import vm from 'node:vm';

type Options = Record<string, unknown>;

export interface LogicLayer {
  readonly app: Options;
  /** Options that the script of `route` passed to Page(). */
  pageOptions(route: string): Options;
  componentOptions(path: string): Options | undefined;
}

export interface LogicHost {
  readonly wx: object;
  readonly getCurrentPages: () => unknown[];
  readonly onConsole: (level: 'log' | 'warn' | 'error', args: unknown[]) => void;
}

/**
 * The logic layer: the dist's CommonJS modules in one bare vm context, as WeChat's JS engine has no DOM and no Node.
 * Subpackage scripts load on the first visit of a page of theirs, as in WeChat.
 */
export const startLogicLayer = (distDir: string, host: LogicHost): LogicLayer => {
  const pages = new Map<string, Options>();
  const components = new Map<string, Options>();
  const modules = new Map<string, { exports: unknown }>();
  let app: Options = {};
  let loading = '';

  const console = Object.fromEntries(
    (['log', 'info', 'debug', 'warn', 'error'] as const).map(name => [
      name,
      (...args: unknown[]) => host.onConsole(name === 'warn' || name === 'error' ? name : 'log', args),
    ]),
  );
  const context = vm.createContext({
    wx: host.wx,
    console,
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    App: (options: Options) => {
      app = options;
    },
    getApp: () => app,
    getCurrentPages: host.getCurrentPages,
    Page: (options: Options) => {
      pages.set(loading, options);
    },
    Component: (options: Options) => {
      components.set(loading, options);
    },
  });
  vm.runInContext('globalThis.global = globalThis;', context);

  const load = (path: string): unknown => {
    const known = modules.get(path);
    if (known) return known.exports;
    const module: { exports: unknown } = { exports: {} };
    modules.set(path, module);
    const source = readFileSync(join(distDir, `${path}.js`), 'utf8');
    const run = vm.runInContext(`(function (require, module, exports) {${source}\n})`, context, { filename: `${path}.js` }) as (
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

  load('app');
  return {
    get app() {
      return app;
    },
    pageOptions(route) {
      if (!pages.has(route)) load(route);
      const options = pages.get(route) ?? components.get(route);
      if (!options) throw new Error(`weapp harness: ${route} registered no page`);
      return options;
    },
    componentOptions(path) {
      load(path);
      return components.get(path);
    },
  };
};
