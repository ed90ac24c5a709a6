import type { WeappHost } from '../host';
import { builtIns } from '../view/built-ins';
import type { ViewNode } from '../view/view-node';
import type { Methods, Params } from './methods';

/** Elements that were handed to the client, by id; the same element has the same id however often it is found. */
export class Elements {
  readonly #byId = new Map<string, ViewNode>();
  readonly #ids = new WeakMap<object, string>();

  hand(node: ViewNode): { elementId: string; tagName: string } {
    const elementId = this.#ids.get(node.key) ?? String(this.#byId.size + 1);
    this.#ids.set(node.key, elementId);
    this.#byId.set(elementId, node);
    return { elementId, tagName: node.tagName };
  }

  at({ elementId = '' }: Params): ViewNode {
    const node = this.#byId.get(elementId);
    if (!node?.isThere) throw new Error('no such element');
    return node;
  }
}

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Attributes as the component's public properties, and its value as a person sees it. */
const propertiesOf = (node: ViewNode): Record<string, unknown> => {
  const value = builtIns.get(node.tagName)?.value;
  const attributes = Object.entries(node.attributes).map(([name, one]) => [camel(name), one]);
  return { ...Object.fromEntries(attributes), ...(value ? { value: value(node) } : {}) };
};

const propertyOf = (node: ViewNode, name: string): unknown => {
  const properties = propertiesOf(node);
  return name === '__propPublic' ? Object.fromEntries(Object.keys(properties).map(key => [key, true])) : properties[name];
};

const domPropertyOf = (node: ViewNode, name: string): unknown => {
  if (name === 'innerText') return node.text;
  throw new Error(`weapp harness: DOM property ${name} is not implemented: nothing is laid out`);
};

export const elementMethods = (host: WeappHost, elements: Elements): Methods => ({
  'Element.getElement': params => {
    const [node] = elements.at(params).querySelectorAll(params.selector ?? '');
    if (!node) throw new Error(`no element ${params.selector}`);
    return elements.hand(node);
  },
  'Element.getElements': params => ({
    elements: elements
      .at(params)
      .querySelectorAll(params.selector ?? '')
      .map(node => elements.hand(node)),
  }),
  'Element.tap': params => host.tap(elements.at(params)),
  'Element.triggerEvent': params => elements.at(params).trigger(params.type ?? '', params.detail ?? {}),
  'Element.touchstart': params => elements.at(params).trigger('touchstart', {}),
  'Element.touchmove': params => elements.at(params).trigger('touchmove', {}),
  // A touch that lasted is a long press; the client waits 350 ms in between.
  'Element.touchend': params => {
    const node = elements.at(params);
    node.trigger('longpress', {});
    node.trigger('touchend', {});
  },
  'Element.callFunction': params => {
    const node = elements.at(params);
    const [tag = '', name = ''] = (params.functionName ?? '').split('.');
    const run = tag === node.tagName ? builtIns.get(tag)?.calls?.[name] : undefined;
    if (!run) throw new Error(`weapp harness: Element.callFunction ${params.functionName} is not implemented`);
    return { result: run(node, ...((params.args ?? []) as never[])) ?? null };
  },
  'Element.getAttributes': params => ({ attributes: (params.names ?? []).map(name => elements.at(params).attribute(name)) }),
  'Element.getProperties': params => ({ properties: (params.names ?? []).map(name => propertyOf(elements.at(params), name)) }),
  'Element.getDOMProperties': params => ({ properties: (params.names ?? []).map(name => domPropertyOf(elements.at(params), name)) }),
  'Element.getWXML': params => ({ wxml: elements.at(params).wxml((params as { type?: 'inner' | 'outer' }).type) }),
});
