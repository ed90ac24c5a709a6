import type { WeappHost } from '../host';
import type { OpenPage } from '../pages';
import { takePicture } from '../picture';
import type { Elements } from './element-methods';
import type { Methods, Params } from './methods';

const infoOf = (page: OpenPage) => ({ pageId: page.id, path: page.route, query: page.query });

const plain = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

const at = (data: unknown, path: string): unknown =>
  path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], data);

export const pageOf = (host: WeappHost, { pageId }: Params): OpenPage => {
  const page = host.pages.find(one => one.id === pageId);
  if (!page) throw new Error(`page ${pageId} is not open`);
  return page;
};

/** Tool, App and Page. */
export const appMethods = (host: WeappHost, elements: Elements, tellAll: (method: string, params: object) => void): Methods => {
  const mocked = new Map<string, unknown>();
  const current = (): OpenPage => {
    const page = host.pages.at(-1);
    if (!page) throw new Error('no page is open');
    return page;
  };
  host.onException(error => tellAll('App.exceptionThrown', { message: String((error as Error)?.message ?? error) }));
  let logging = false;
  host.onConsole((type, args) => {
    if (logging) tellAll('App.logAdded', { type, args: args.map(String) });
  });

  return {
    'Tool.getInfo': () => ({ SDKVersion: '3.7.0' }),
    'Tool.close': () => {},
    'App.exit': () => {},
    'App.captureScreenshot': async () => ({ data: (await takePicture(host)).toString('base64') }),
    'App.enableLog': () => {
      logging = true;
    },
    'App.getPageStack': () => ({ pageStack: host.pages.map(infoOf) }),
    'App.getCurrentPage': () => infoOf(current()),
    'App.callWxMethod': async ({ method = '', args = [] }) => {
      const run = host.wx[method] as (...args: unknown[]) => unknown;
      return { result: plain(await run(...args.map(one => host.logic.realm.give(one)))) };
    },
    'App.mockWxMethod': ({ method = '', functionDeclaration, args = [], result }) => {
      if (functionDeclaration === undefined && result === undefined) {
        if (mocked.has(method)) host.wx[method] = mocked.get(method);
        mocked.delete(method);
        return;
      }
      if (!mocked.has(method)) mocked.set(method, host.wx[method]);
      host.wx[method] = (options?: unknown) => {
        const said = functionDeclaration ? host.evaluate(functionDeclaration, [options, ...args]) : host.logic.realm.give(result);
        const { success, complete } = (options ?? {}) as Record<string, ((value: unknown) => void) | undefined>;
        success?.(said);
        complete?.(said);
        return success || complete || /Sync$/.test(method) ? said : Promise.resolve(said);
      };
    },
    'App.callFunction': async ({ functionDeclaration = '', args = [] }) => ({
      result: plain(await host.evaluate(functionDeclaration, args)),
    }),
    'App.addBinding': ({ name = '' }) => {
      host.logic.realm.context[name] = (...args: unknown[]) => tellAll('App.bindingCalled', { name, args: plain(args) });
    },
    'Page.getElement': params => {
      const [node] = pageOf(host, params).view.querySelectorAll(params.selector ?? '');
      if (!node) throw new Error(`no element ${params.selector}`);
      return elements.hand(node);
    },
    'Page.getElements': params => ({
      elements: pageOf(host, params)
        .view.querySelectorAll(params.selector ?? '')
        .map(node => elements.hand(node)),
    }),
    'Page.getData': params => {
      const { data } = pageOf(host, params).instance;
      return { data: plain(params.path ? at(data, params.path) : data) };
    },
    'Page.setData': params =>
      new Promise<void>(resolve => pageOf(host, params).instance.setData(host.logic.realm.give(params.data ?? {}), () => resolve())),
    'Page.callMethod': async params => {
      const { instance } = pageOf(host, params);
      const run = instance[params.method ?? ''];
      if (typeof run !== 'function') throw new Error(`page has no method ${params.method}`);
      return {
        result: plain(
          await run.apply(
            instance,
            (params.args ?? []).map(one => host.logic.realm.give(one)),
          ),
        ),
      };
    },
  };
};
