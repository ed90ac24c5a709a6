import type { Phone } from '../phone';
import { tapButton } from './buttons';
import type { ViewNode } from './view-node';

/** What a built-in component can reach besides its own element. */
export interface Around {
  readonly phone: Phone;
  /** @throws a Refusal when the person does not agree */
  needConsent(referrer: string): Promise<void>;
  /** Asks the page for its card and hands it to the chat. */
  share(from: 'button' | 'menu', button: ViewNode | null): void;
  agreeTapped(buttonId: string): void;
  navigate(openType: string, url: string, delta: number): void;
}

export interface BuiltIn {
  /** What the component does by itself after a tap on it or inside it. */
  readonly tap?: (node: ViewNode, around: Around) => void;
  /** What automator calls by `<tag>.<name>`. */
  readonly calls?: Readonly<Record<string, (node: ViewNode, ...args: never[]) => unknown>>;
  /** Its value as a person sees it now. */
  readonly value?: (node: ViewNode) => unknown;
}

/** What the person did to a component since the app last set that attribute: WeChat shows whichever came later. */
const touched = new Map<object, { readonly node: ViewNode; readonly states: Map<string, { now: unknown; attribute: string | null }> }>();

const touch = (node: ViewNode, name: string, now: unknown): void => {
  const known = touched.get(node.key) ?? { node, states: new Map() };
  known.states.set(name, { now, attribute: node.attribute(name) });
  touched.set(node.key, known);
};
const stateOf = (node: ViewNode, name: string): unknown => {
  const done = touched.get(node.key)?.states.get(name);
  return done ? done.now : node.attribute(name);
};
/** After every setData: what the app has set anew since is what is shown, also when it is what stood there before the touch. */
export const forgetWhatWasSet = (): void => {
  for (const [key, { node, states }] of touched) {
    for (const [name, { attribute }] of states) if (node.attribute(name) !== attribute) states.delete(name);
    if (states.size === 0 || !node.isThere) touched.delete(key);
  }
};
const isChecked = (node: ViewNode): boolean => ![null, false, 'false'].includes(stateOf(node, 'checked') as null);

/** WeChat: 140 characters unless `maxlength` says otherwise; -1 has no limit. */
const longest = (node: ViewNode): number => {
  const said = Number(node.attribute('maxlength') ?? 140);
  return said < 0 ? Number.POSITIVE_INFINITY : said;
};

const type = (node: ViewNode, text: string): void => {
  if (node.isOn('disabled')) throw new Error(`${node.tagName} is disabled: nobody can type into it`);
  const value = [...String(text)].slice(0, longest(node)).join('');
  node.trigger('focus', { value: String(stateOf(node, 'value') ?? ''), height: 0 });
  touch(node, 'value', value);
  node.trigger('input', { value, cursor: value.length, keyCode: 0 });
  node.trigger('blur', { value, cursor: value.length });
};

const above = (node: ViewNode, tagName: string): ViewNode | null => {
  for (let one = node.parent; one; one = one.parent) if (one.tagName === tagName) return one;
  return null;
};

const tapRadio = (radio: ViewNode): void => {
  if (radio.isOn('disabled') || isChecked(radio)) return;
  const group = above(radio, 'radio-group');
  for (const other of group?.querySelectorAll('radio') ?? []) touch(other, 'checked', false);
  touch(radio, 'checked', true);
  group?.trigger('change', { value: radio.attribute('value') });
};

const tapCheckbox = (box: ViewNode): void => {
  if (box.isOn('disabled')) return;
  touch(box, 'checked', !isChecked(box));
  const group = above(box, 'checkbox-group');
  const value = (group?.querySelectorAll('checkbox') ?? []).filter(isChecked).map(one => one.attribute('value'));
  group?.trigger('change', { value });
};

const tapSwitch = (node: ViewNode): void => {
  if (node.isOn('disabled')) return;
  touch(node, 'checked', !isChecked(node));
  node.trigger('change', { value: isChecked(node) });
};

const tapLabel = (label: ViewNode): void => {
  const [box] = ['checkbox', 'radio', 'switch'].flatMap(tag => label.querySelectorAll(tag));
  if (box) builtIns.get(box.tagName)?.tap?.(box, undefined as never);
};

const scrollTo = (node: ViewNode, left: number, top: number): void => {
  touch(node, 'scroll-top', top);
  touch(node, 'scroll-left', left);
  node.trigger('scroll', { scrollLeft: left, scrollTop: top, scrollWidth: 0, scrollHeight: 0, deltaX: 0, deltaY: 0 });
};

const plain: BuiltIn = {};

/** Every built-in component that a template may use. Another one stops the launch with its name. */
export const builtIns: ReadonlyMap<string, BuiltIn> = new Map<string, BuiltIn>([
  ...[
    'view',
    'text',
    'image',
    'icon',
    'progress',
    'rich-text',
    'radio-group',
    'checkbox-group',
    'swiper-item',
    'picker',
    'form',
    'canvas',
  ].map((tag): [string, BuiltIn] => [tag, plain]),
  ['button', { tap: tapButton }],
  ['input', { calls: { input: type }, value: node => stateOf(node, 'value') ?? '' }],
  ['textarea', { calls: { input: type }, value: node => stateOf(node, 'value') ?? '' }],
  ['switch', { tap: tapSwitch, calls: { tap: tapSwitch }, value: isChecked }],
  ['radio', { tap: tapRadio, value: isChecked }],
  ['checkbox', { tap: tapCheckbox, value: isChecked }],
  ['label', { tap: tapLabel }],
  [
    'slider',
    {
      value: node => Number(stateOf(node, 'value') ?? 0),
      calls: {
        slideTo(node: ViewNode, value: number) {
          touch(node, 'value', value);
          node.trigger('change', { value });
        },
      },
    },
  ],
  [
    'swiper',
    {
      value: node => Number(stateOf(node, 'current') ?? 0),
      calls: {
        swipeTo(node: ViewNode, current: number) {
          touch(node, 'current', current);
          node.trigger('change', { current, currentItemId: '', source: 'touch' });
          node.trigger('animationfinish', { current, currentItemId: '', source: 'touch' });
        },
      },
    },
  ],
  [
    'scroll-view',
    {
      calls: {
        scrollTo,
        scrollTop: (node: ViewNode) => Number(stateOf(node, 'scroll-top') ?? 0),
        scrollLeft: (node: ViewNode) => Number(stateOf(node, 'scroll-left') ?? 0),
      },
    },
  ],
  [
    'navigator',
    {
      tap: (node, around) =>
        around.navigate(node.attribute('open-type') ?? 'navigate', node.attribute('url') ?? '', Number(node.attribute('delta') ?? 1)),
    },
  ],
]);
