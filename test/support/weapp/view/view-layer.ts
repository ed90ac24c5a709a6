import { forgetWhatWasSet } from './built-ins';
import { type Compiled, compileTemplates, easel } from './compile';
import { bubbles, type EaselNode, type PageOfNodes, type ViewNode, viewNode, wxmlOfPage } from './view-node';

/** Gets the handler's name and the event as JSON. */
export type OnEvent = (handler: string, eventJson: string) => void;

/** One rendered page: data go in, events come out, both as JSON text. */
export interface ViewPage {
  setData(dataJson: string): void;
  querySelectorAll(selector: string): ViewNode[];
  /** The whole page as WXML text. */
  wxml(): string;
  release(): void;
}

export interface ViewLayer {
  openPage(route: string, dataJson: string, onEvent: OnEvent): ViewPage;
}

interface EaselEvent {
  type: string;
  timeStamp: number;
  detail: unknown;
  target: object;
  currentTarget: object;
  mark?: object;
}

const describe = (node: object): object => {
  const { id = '', dataset = {} } = node as { id?: string; dataset?: object };
  return { id, dataset, offsetLeft: 0, offsetTop: 0 };
};

/** The part of an event that WeChat hands to the logic layer. */
const eventJson = ({ type, timeStamp, detail, target, currentTarget, mark }: EaselEvent): string => {
  const { x = 0, y = 0 } = (detail ?? {}) as { x?: number; y?: number };
  const touch = { identifier: 0, pageX: x, pageY: y, clientX: x, clientY: y };
  const touches = bubbles(type) ? { touches: [touch], changedTouches: [touch] } : {};
  return JSON.stringify({ type, timeStamp, detail, target: describe(target), currentTarget: describe(currentTarget), mark, ...touches });
};

/** WeChat's open-source component framework with the templates of one dist, drawing into jsdom. */
const makeViewLayer = (compiled: Compiled): ViewLayer => {
  const { dom, glassEasel, adapter } = easel();
  const env = new adapter.MiniProgramEnv();
  const space = env.createCodeSpace('app', true);
  for (const path of compiled.paths) {
    const content = compiled.generated[path] as (name: string) => never;
    space.addCompiledTemplate(path, { groupList: compiled.generated, content, fallbackListenerOnNativeNode: true });
    const config = compiled.configOf(path);
    if (config) space.addComponentStaticConfig(path, config as never);
  }

  /** Where the events of the page being worked on go; nested components of Taro use the same handler. */
  let emit: OnEvent = () => {};
  const methods = Object.fromEntries([...compiled.handlers].map(name => [name, (event: EaselEvent) => emit(name, eventJson(event))]));
  for (const path of compiled.components) {
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
      const nodes: PageOfNodes = {
        queryAll: selector =>
          (component.getShadowRoot() as unknown as { querySelectorAll(s: string): EaselNode[] } | null)?.querySelectorAll(selector) ?? [],
        trigger(node, type, detail) {
          emit = onEvent;
          glassEasel.Event.triggerEvent(node as never, type, detail, { bubbles: bubbles(type), composed: bubbles(type) });
        },
      };
      return {
        setData(json) {
          emit = onEvent;
          page.setData(JSON.parse(json) as object);
          forgetWhatWasSet();
        },
        querySelectorAll: selector => nodes.queryAll(selector).map(node => viewNode(node, nodes)),
        wxml: () => wxmlOfPage(holder),
        release() {
          root.release();
          holder.remove();
        },
      };
    },
  };
};

const layers = new Map<string, ViewLayer>();

/** Compiled once for all phones of a run that hold the same dist. */
export const viewLayerOf = (distDir: string): ViewLayer => {
  const known = layers.get(distDir) ?? makeViewLayer(compileTemplates(distDir));
  layers.set(distDir, known);
  return known;
};
