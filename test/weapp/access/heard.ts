import { JSDOM } from 'jsdom';
import type { WeappHost } from '../../support/weapp/host';
import type { ViewNode } from '../../support/weapp/view/view-node';

const parser = new new JSDOM().window.DOMParser();

/** Role of a built-in component without one of its own. */
const builtIn: Readonly<Record<string, string>> = { button: 'button', input: 'textbox', textarea: 'textbox', switch: 'switch' };
const controls = new Set(['button', 'link', 'checkbox', 'radio', 'switch', 'tab', 'textbox']);
const withState = new Set(['checkbox', 'radio', 'switch']);

const tagOf = (one: Element): string => one.tagName.toLowerCase().replace(/^wx-/, '');
const roleOf = (one: Element): string | null => one.getAttribute('aria-role') ?? builtIn[tagOf(one)] ?? null;
const isControl = (one: Element): boolean => controls.has(roleOf(one) ?? '');
const isSilent = (one: Element): boolean => one.closest('[aria-hidden="true"]') !== null;
const isOff = (one: Element): boolean => one.getAttribute('aria-disabled') === 'true' || one.getAttribute('disabled') === 'true';
const bare = (text: string): string => text.replace(/[\s\p{P}]/gu, '');

/** Words in it that are not hidden from a reader. */
const textsOf = (one: Element): string[] =>
  [...one.childNodes].flatMap(child => {
    if (child.nodeType === 3) return child.textContent?.trim() ? [child.textContent.trim()] : [];
    const label = (child as Element).getAttribute('aria-label');
    if (isSilent(child as Element)) return [];
    return label ? [label] : textsOf(child as Element);
  });
const nameOf = (one: Element): string => (one.getAttribute('aria-label') ?? textsOf(one).join(' ')).trim();
const above = (one: Element, fits: (other: Element) => boolean): Element | null => {
  for (let other = one.parentElement; other; other = other.parentElement) if (fits(other)) return other;
  return null;
};

interface Heard {
  readonly body: Element;
  readonly isTapped: (one: Element) => boolean;
}

/** What is wrong with one element, in words. */
const checks: readonly ((one: Element, heard: Heard) => string | false)[] = [
  // A picker is named by what stands in it; Taro binds a tap to every canvas, whether the app listens or not.
  (one, { isTapped }) =>
    isTapped(one) && !isControl(one) && !['picker', 'canvas'].includes(tagOf(one)) && 'answers a tap and has no role of a control',
  (one, { isTapped }) =>
    isControl(one) &&
    tagOf(one) in builtIn === false &&
    !isTapped(one) &&
    !isOff(one) &&
    above(one, other => tagOf(other) === 'picker') === null &&
    'says it can be tapped, answers no tap and is not aria-disabled',
  one => isControl(one) && isSilent(one) && 'is a control hidden from readers',
  one => isControl(one) && nameOf(one) === '' && 'has no name',
  one =>
    isControl(one) &&
    roleOf(one) !== 'textbox' &&
    one.hasAttribute('aria-label') &&
    textsOf(one).some(text => !bare(nameOf(one)).includes(bare(text))) &&
    `shows words that its name leaves out: ${textsOf(one).join(' / ')}`,
  one =>
    withState.has(roleOf(one) ?? '') &&
    !['true', 'false'].includes(one.getAttribute('aria-checked') ?? '') &&
    'does not say whether it is checked',
  (one, { isTapped }) =>
    one.getAttribute('aria-disabled') === 'true' && isTapped(one) && isControl(one) && 'is aria-disabled and answers a tap',
  one => isControl(one) && above(one, isControl) !== null && 'stands inside another control',
  one =>
    tagOf(one) === 'image' &&
    !isSilent(one) &&
    !one.getAttribute('aria-label') &&
    above(one, other => roleOf(other) === 'img' || (isControl(other) && other.hasAttribute('aria-label'))) === null &&
    'is a picture without words, not hidden',
  one => roleOf(one) === 'img' && !one.getAttribute('aria-label') && 'is a picture without words',
  one =>
    roleOf(one) === 'textbox' && one.getAttribute('aria-role') !== 'textbox' && 'is a field without the role by which iOS reads its label',
  one =>
    roleOf(one) === 'textbox' &&
    ![...(one.closest('.field')?.querySelectorAll('*') ?? [])].some(
      part => part !== one && bare(part.textContent ?? '') === bare(nameOf(one)),
    ) &&
    'is a field whose label is not the one that is shown',
  one => roleOf(one) === 'heading' && nameOf(one) === '' && 'is a heading without words',
  one => roleOf(one) === 'listitem' && above(one, other => roleOf(other) === 'list') === null && 'is a list item outside a list',
  one => one.hasAttribute('role') && 'has `role`, which WeChat does not read',
  one => one.getAttribute('aria-hidden') === '' && 'has aria-hidden without a value',
];

/** Two controls of one name that do one and the same thing. */
const sameDeed: readonly RegExp[] = [/^投诉建议与帮助$/, /^拨打 \d[\d-]*$/];

const twins = (body: Element): string[] => {
  const names = [...body.querySelectorAll('*')].filter(isControl).map(one => `${roleOf(one)} ${nameOf(one)}`);
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))]
    .filter(name => !sameDeed.some(pattern => pattern.test(name.replace(/^\w+ /, ''))))
    .map(name => `two controls are called “${name}”`);
};

const said = (one: Element): string => {
  const { id, className } = one;
  return `${tagOf(one)}.${String(className).split(' ').join('.')}#${id} ${roleOf(one) ?? ''} “${nameOf(one).slice(0, 40)}”`;
};

const tappedIds = (nodes: readonly ViewNode[]): string[] =>
  nodes.flatMap(node => [...(node.isTapped ? [node.attribute('id') ?? ''] : []), ...tappedIds(node.children)]);

/** How the page on top fails somebody who hears it: one line a fault. */
export const heardFaults = (host: WeappHost): string[] => {
  const view = host.pages.at(-1)?.view;
  if (!view) throw new Error('no page is open');
  // With names of their own, so that no tag means anything to HTML.
  const { body } = parser.parseFromString(view.wxml().replace(/<(\/?)([a-z][\w-]*)/g, '<$1wx-$2'), 'text/html');
  const tapped = new Set(tappedIds(view.querySelectorAll('.cx')));
  const heard: Heard = { body, isTapped: one => tapped.has(one.id) };
  const all = [...body.querySelectorAll('.cx, .cx *')];
  const single = all.flatMap(one => checks.flatMap(check => check(one, heard) || []).map(fault => `${said(one)} ${fault}`));
  const heading = all.some(one => roleOf(one) === 'heading') ? [] : ['the page has no heading'];
  return [...single, ...twins(body), ...heading];
};
