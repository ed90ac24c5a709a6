import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';

/** One rendered page: data go in, events come out, both as JSON text. */
export interface ViewPage {
  setData(dataJson: string): void;
  querySelectorAll(selector: string): ViewNode[];
  html(): string;
  release(): void;
}

export interface ViewNode {
  readonly tagName: string;
  readonly text: string;
  attribute(name: string): string | null;
  trigger(type: string, detailJson: string): void;
  html(): string;
}

export interface ViewLayer {
  /** `onEvent` gets the handler's name and the event as JSON. */
  openPage(route: string, dataJson: string, onEvent: (handler: string, eventJson: string) => void): ViewPage;
}

/** glass-easel reads `window` and `document` when it is loaded, so both must be there first. */
const loadGlassEasel = () => {
  const dom = new JSDOM('<!doctype html><html><body></body></html>', { pretendToBeVisual: true });
  Object.assign(globalThis, { window: dom.window, document: dom.window.document, MutationObserver: dom.window.MutationObserver });
  const glassEasel = require('glass-easel') as typeof import('glass-easel');
  const adapter = require('glass-easel-miniprogram-adapter') as typeof import('glass-easel-miniprogram-adapter');
  const { TmplGroup } = require('glass-easel-template-compiler') as typeof import('glass-easel-template-compiler');
  return { dom, glassEasel, adapter, TmplGroup };
};

const filesBelow = (dir: string, ending: string, prefix = ''): string[] =>
  readdirSync(dir).flatMap(name => {
    const path = join(dir, name);
    if (statSync(path).isDirectory()) return filesBelow(path, ending, `${prefix}${name}/`);
    return name.endsWith(ending) ? [`${prefix}${name.slice(0, -ending.length)}`] : [];
  });

/** Every handler name that a template binds: the methods a page of this dist must have. */
const handlerNames = (wxml: string): string[] =>
  [...wxml.matchAll(/\b(?:capture-)?(?:bind|catch|mut-bind):?[\w-]+="([A-Za-z_]\w*)"/g)].map(match => match[1] as string);

interface EaselNode {
  readonly is: string;
  getBackendElement(): unknown;
}

export const startViewLayer = (distDir: string): ViewLayer => {
  const { dom, glassEasel, adapter, TmplGroup } = loadGlassEasel();
  const templates = filesBelow(distDir, '.wxml');
  const group = new TmplGroup();
  const handlers = new Set<string>();
  for (const path of filesBelow(distDir, '.wxs')) group.addScript(path, readFileSync(join(distDir, `${path}.wxs`), 'utf8'));
  for (const path of templates) {
    const wxml = readFileSync(join(distDir, `${path}.wxml`), 'utf8');
    for (const name of handlerNames(wxml)) handlers.add(name);
    const faults = group.addTmpl(path, wxml) as { isError?: () => boolean; message?: string }[] | null;
    const errors = (faults ?? []).filter(fault => fault.isError?.() ?? false);
    if (errors.length > 0) throw new Error(`weapp harness: ${path}.wxml does not compile: ${JSON.stringify(errors)}`);
  }
  const generated = new Function(`return ${group.getTmplGenObjectGroups()}`)() as Record<string, (name: string) => never>;

  const env = new adapter.MiniProgramEnv();
  const space = env.createCodeSpace('app', true);
  for (const path of templates) {
    const content = generated[path];
    if (!content) throw new Error(`weapp harness: no code for ${path}.wxml`);
    space.addCompiledTemplate(path, { groupList: generated, content, fallbackListenerOnNativeNode: true });
    const config = join(distDir, `${path}.json`);
    if (existsSync(config)) space.addComponentStaticConfig(path, JSON.parse(readFileSync(config, 'utf8')));
  }

  /** Where the events of the page being shown go; nested components of Taro use the same handler. */
  let emit: (handler: string, eventJson: string) => void = () => {};
  const methods = Object.fromEntries(
    [...handlers].map(name => [
      name,
      (event: { type: string; timeStamp: number; detail: unknown; target: object; currentTarget: object; mark?: object }) =>
        emit(name, JSON.stringify({ ...pickEvent(event), mark: event.mark })),
    ]),
  );
  const describe = (node: object): object => {
    const target = node as { id?: string; dataset?: object };
    return { id: target.id ?? '', dataset: target.dataset ?? {}, offsetLeft: 0, offsetTop: 0 };
  };
  const pickEvent = (event: { type: string; timeStamp: number; detail: unknown; target: object; currentTarget: object }) => ({
    type: event.type,
    timeStamp: event.timeStamp,
    detail: event.detail,
    target: describe(event.target),
    currentTarget: describe(event.currentTarget),
  });

  for (const path of templates.filter(name => name === 'comp' || name === 'custom-wrapper')) {
    space.componentEnv(path, ({ Component }) =>
      Component({ properties: { i: { type: Object, value: {} }, l: { type: String, value: '' } }, methods } as never),
    );
  }
  const defined = new Set<string>();
  const backend = env.associateBackend(new glassEasel.CurrentWindowBackendContext() as never);

  return {
    openPage(route, dataJson, onEvent) {
      emit = onEvent;
      if (!defined.has(route)) {
        defined.add(route);
        space.componentEnv(route, ({ Component }) => Component({ data: JSON.parse(dataJson), methods } as never));
      }
      const root = backend.createRoot('page', space, route);
      const holder = dom.window.document.createElement('div');
      dom.window.document.body.appendChild(holder);
      const place = dom.window.document.createElement('div');
      holder.appendChild(place);
      root.attach(holder as never, place as never);
      const component = root.getComponent();
      const page = component as unknown as { setData(data: object): void };

      const wrap = (node: EaselNode): ViewNode => {
        const element = node.getBackendElement() as HTMLElement;
        return {
          tagName: node.is,
          text: element.textContent ?? '',
          attribute: name => (name === 'class' ? element.className : element.getAttribute(name)),
          html: () => element.outerHTML,
          trigger(type, detailJson) {
            emit = onEvent;
            glassEasel.Event.triggerEvent(node as never, type, JSON.parse(detailJson), { bubbles: true, composed: true });
          },
        };
      };
      return {
        setData(json) {
          emit = onEvent;
          page.setData(JSON.parse(json) as object);
        },
        querySelectorAll: selector =>
          (
            (component.getShadowRoot() as unknown as { querySelectorAll(s: string): EaselNode[] } | null)?.querySelectorAll(selector) ?? []
          ).map(wrap),
        html: () => holder.innerHTML,
        release() {
          root.release();
          holder.remove();
        },
      };
    },
  };
};
