import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { OpenPage, WeappHost } from './host';
import type { ViewNode } from './view';

type Params = Record<string, never> & {
  pageId?: number;
  elementId?: string;
  selector?: string;
  names?: string[];
  method?: string;
  args?: unknown[];
  functionName?: string;
  type?: string;
  detail?: object;
  path?: string;
};

/** Serves the part of the automator protocol that the journeys use; another method is refused with its name. */
export const serveAutomator = async (host: WeappHost): Promise<{ wsEndpoint: string; close: () => Promise<void> }> => {
  const elements = new Map<string, ViewNode>();
  let nextElement = 1;

  const pageOf = (params: Params): OpenPage => {
    const page = host.pages.find(one => one.id === params.pageId);
    if (!page) throw new Error(`page ${params.pageId} is not open`);
    return page;
  };
  const elementOf = (params: Params): ViewNode => {
    const element = elements.get(params.elementId ?? '');
    if (!element) throw new Error('no such element');
    return element;
  };
  const hand = (node: ViewNode) => {
    const elementId = String(nextElement++);
    elements.set(elementId, node);
    return { elementId, tagName: node.tagName };
  };
  const infoOf = (page: OpenPage) => ({ pageId: page.id, path: page.route, query: page.query });
  const current = (): OpenPage => {
    const page = host.pages.at(-1);
    if (!page) throw new Error('no page is open');
    return page;
  };
  const typeInto = (node: ViewNode, value: unknown) => {
    node.trigger('focus', JSON.stringify({ value: '' }));
    node.trigger('input', JSON.stringify({ value, cursor: String(value).length }));
    node.trigger('blur', JSON.stringify({ value }));
  };

  const methods: Record<string, (params: Params) => unknown> = {
    'Tool.getInfo': () => ({ SDKVersion: '3.7.0' }),
    'Tool.close': () => ({}),
    'App.exit': () => ({}),
    'App.enableLog': () => ({}),
    'App.getPageStack': () => ({ pageStack: host.pages.map(infoOf) }),
    'App.getCurrentPage': () => infoOf(current()),
    'App.callWxMethod': async ({ method, args }) => {
      const run = host.wx[method ?? ''] as (...args: unknown[]) => unknown;
      return { result: (await run(...(args ?? []))) ?? null };
    },
    'Page.getElement': params => {
      const [node] = pageOf(params).view.querySelectorAll(params.selector ?? '');
      if (!node) throw new Error(`no element ${params.selector}`);
      return hand(node);
    },
    'Page.getElements': params => ({
      elements: pageOf(params)
        .view.querySelectorAll(params.selector ?? '')
        .map(hand),
    }),
    'Page.getData': params => ({ data: pageOf(params).instance.data }),
    'Element.tap': params => {
      elementOf(params).trigger('tap', JSON.stringify({ x: 0, y: 0 }));
      return {};
    },
    'Element.triggerEvent': params => {
      elementOf(params).trigger(params.type ?? '', JSON.stringify(params.detail ?? {}));
      return {};
    },
    'Element.callFunction': params => {
      const [value] = params.args ?? [];
      if (params.functionName === 'input.input' || params.functionName === 'textarea.input') typeInto(elementOf(params), value);
      else throw new Error(`Element.callFunction ${params.functionName} is not implemented`);
      return { result: null };
    },
    'Element.getAttributes': params => ({ attributes: (params.names ?? []).map(name => elementOf(params).attribute(name)) }),
    'Element.getDOMProperties': params => ({
      properties: (params.names ?? []).map(name => {
        if (name === 'innerText') return elementOf(params).text;
        throw new Error(`DOM property ${name} is not implemented`);
      }),
    }),
    'Element.getWXML': params => ({ wxml: elementOf(params).html() }),
  };

  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise<void>(resolve => server.once('listening', () => resolve()));
  server.on('connection', socket => {
    socket.on('message', async raw => {
      const { id, method, params } = JSON.parse(String(raw)) as { id: string; method: string; params: Params };
      try {
        const run = methods[method];
        if (!run) throw new Error(`weapp harness: automator method ${method} is not implemented`);
        socket.send(JSON.stringify({ id, result: await run(params) }));
      } catch (error) {
        socket.send(JSON.stringify({ id, error: { message: (error as { errMsg?: string }).errMsg ?? (error as Error).message } }));
      }
    });
  });
  return {
    wsEndpoint: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise(resolve => {
        for (const client of server.clients) client.terminate();
        server.close(() => resolve());
      }),
  };
};
