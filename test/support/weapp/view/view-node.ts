/** What glass-easel keeps of an element; the composed tree itself is read from the document. */
export interface EaselNode {
  readonly is: string;
  readonly id: string;
  readonly class: string;
  readonly attributes: readonly { readonly name: string; readonly value: unknown }[];
  getAttribute(name: string): unknown;
  getBackendElement(): HTMLElement;
  /** glass-easel's own store; it has no public way to ask what is bound. */
  readonly _$eventTarget?: { readonly listeners: Readonly<Record<string, unknown>> };
}

/** One element of the rendered page, as a test, a built-in component or the automator sees it. */
export interface ViewNode {
  readonly tagName: string;
  readonly text: string;
  /** With id, class and style; what was bound to undefined is not there. */
  readonly attributes: Readonly<Record<string, string>>;
  attribute(name: string): string | null;
  /** WeChat: any text is on, `"false"` too; only false, undefined and nothing are off. */
  isOn(name: string): boolean;
  readonly parent: ViewNode | null;
  readonly children: readonly ViewNode[];
  querySelectorAll(selector: string): ViewNode[];
  /** The app listens to a tap on this very element. Taro binds one exactly where a page gave a handler. */
  readonly isTapped: boolean;
  /** Starts an event as the component itself does; what bubbles in WeChat bubbles. */
  trigger(type: string, detail: object): void;
  wxml(part?: 'inner' | 'outer'): string;
  /** False when the page was closed or drawn anew without it. */
  readonly isThere: boolean;
  /** The same element, however often it is looked up. */
  readonly key: object;
}

/** Events that bubble in WeChat; every other one stays on its element. */
export const bubbles = (type: string): boolean => /^(touch|tap$|longpress$|longtap$|transitionend$|animation)/.test(type);

/** What the nodes of one page share. */
export interface PageOfNodes {
  queryAll(selector: string): EaselNode[];
  trigger(node: EaselNode, type: string, detail: object): void;
}

const easelOf = (element: Element | null): EaselNode | null => (element as { __wxElement?: EaselNode } | null)?.__wxElement ?? null;

const said = (value: unknown): string | null =>
  value === undefined || value === null || value === false
    ? null
    : value === true
      ? ''
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value);

const attributesOf = (node: EaselNode, element: Element): Record<string, string> => {
  const style = element.getAttribute('style');
  const all: [string, string | null][] = [
    ['id', node.id || null],
    ['class', node.class || null],
    ['style', style || null],
    ...node.attributes.map(({ name, value }): [string, string | null] => [name, said(value)]),
  ];
  return Object.fromEntries(all.filter((one): one is [string, string] => one[1] !== null));
};

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

/** Built-ins without content are written out in full, as WXML does. */
const wxmlOf = (element: Element): string => {
  const node = easelOf(element);
  const inside = insideOf(element);
  if (!node) return inside;
  const attributes = Object.entries(attributesOf(node, element)).map(([name, value]) =>
    value === '' ? ` ${name}` : ` ${name}="${escaped(value)}"`,
  );
  return `<${node.is}${attributes.join('')}>${inside}</${node.is}>`;
};

const insideOf = (element: Element): string =>
  [...element.childNodes].map(child => (child.nodeType === 1 ? wxmlOf(child as Element) : escaped(child.textContent ?? ''))).join('');

export const viewNode = (node: EaselNode, page: PageOfNodes): ViewNode => {
  const element = node.getBackendElement();
  const attribute = (name: string): string | null => attributesOf(node, element)[name] ?? null;
  return {
    tagName: node.is,
    get text() {
      return element.textContent ?? '';
    },
    get attributes() {
      return attributesOf(node, element);
    },
    attribute,
    isOn: name => attribute(name) !== null,
    get parent() {
      const above = easelOf(element.parentElement);
      return above && viewNode(above, page);
    },
    get children() {
      return [...element.children].flatMap(child => easelOf(child) ?? []).map(child => viewNode(child, page));
    },
    querySelectorAll: selector =>
      page
        .queryAll(selector)
        .filter(one => one !== node && element.contains(one.getBackendElement()))
        .map(one => viewNode(one, page)),
    isTapped: 'tap' in (node._$eventTarget?.listeners ?? {}),
    trigger: (type, detail) => page.trigger(node, type, detail),
    wxml: (part = 'outer') => (part === 'inner' ? insideOf(element) : wxmlOf(element)),
    get isThere() {
      return element.isConnected;
    },
    key: element,
  };
};

/** The page's own element is called by its route; here it is `page`, as WeChat's inspector shows it. */
export const wxmlOfPage = (holder: Element): string => `<page>${holder.firstElementChild ? insideOf(holder.firstElementChild) : ''}</page>`;
