import type { Page } from 'playwright-core';
import { contrastOf } from '../weapp/access/contrast';

interface Seen {
  readonly text: string;
  readonly colour: string;
  /** Grounds over each other, the top one first. */
  readonly grounds: readonly string[];
  readonly sizePx: number;
}

interface Looked {
  readonly lang: string;
  readonly titles: readonly string[];
  readonly nameless: readonly string[];
  readonly jumps: readonly string[];
  readonly small: readonly string[];
  readonly texts: readonly Seen[];
}

/** Everything visible: what has no name, what is too small, which heading levels are left out, every text with its ground. */
const look = (): Looked => {
  const shown = (element: Element): boolean => {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  const modal = document.querySelector('dialog:modal');
  const root = modal ?? document.body;
  const all = [...root.querySelectorAll('*')].filter(shown);
  const nameOf = (element: Element): string => {
    const by = (element.getAttribute('aria-labelledby') ?? '')
      .split(' ')
      .map(id => document.getElementById(id)?.textContent ?? '')
      .join('');
    const labels = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? [...(element.labels ?? [])] : [];
    const own = element.getAttribute('aria-label') || by || labels.map(label => label.textContent).join('');
    return (own || element.getAttribute('title') || (element.matches('input, textarea') ? '' : element.textContent) || '').trim();
  };
  const controls = all.filter(element => element.matches('a[href], button, input, textarea, select, iframe, [role="tab"], table, dialog'));
  const levels = all.filter(element => /^H[1-6]$/.test(element.tagName)).map(element => Number(element.tagName.slice(1)));
  const groundsOf = (element: Element): string[] => {
    const grounds: string[] = [];
    for (let at: Element | null = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (backgroundColor !== 'rgba(0, 0, 0, 0)') grounds.push(backgroundColor);
    }
    return grounds;
  };
  const words = (element: Element): string =>
    [...element.childNodes]
      .filter(node => node.nodeType === Node.TEXT_NODE)
      .map(node => node.textContent?.trim())
      .join('');
  return {
    lang: document.documentElement.lang,
    titles: modal ? ['dialog'] : all.filter(element => element.tagName === 'H1').map(element => element.textContent ?? ''),
    nameless: controls.filter(element => nameOf(element) === '').map(element => element.outerHTML.slice(0, 120)),
    jumps: modal ? [] : levels.filter((level, at) => at > 0 && level > (levels[at - 1] ?? 0) + 1).map(level => `h${level}`),
    small: controls
      .filter(element => element.matches('button, a.btn, input:not([type="radio"]), textarea'))
      .filter(element => !element.matches('.text-link') && element.getBoundingClientRect().height < 24)
      .map(element => element.outerHTML.slice(0, 120)),
    texts: all
      .filter(element => words(element) !== '' && !element.closest('.unseen'))
      .map(element => {
        const style = getComputedStyle(element);
        return {
          text: words(element).slice(0, 40),
          colour: style.color,
          grounds: groundsOf(element),
          sizePx: Number.parseFloat(style.fontSize),
        };
      }),
  };
};

/** What somebody who sees little, or hears the page, or has no mouse would stumble over; empty: nothing found. */
export const stumbles = async (page: Page): Promise<string[]> => {
  const { lang, titles, nameless, jumps, small, texts } = await page.evaluate(look);
  return [
    ...(lang === 'zh-CN' ? [] : [`language ${lang}`]),
    ...(titles.length === 1 ? [] : [`${titles.length} titles: ${titles.join(' | ')}`]),
    ...nameless.map(element => `no name: ${element}`),
    ...jumps.map(level => `a heading level is left out before ${level}`),
    ...small.map(element => `small: ${element}`),
    ...texts
      .filter(({ colour, grounds }) => contrastOf(colour, grounds) < 4.5)
      .map(({ text, colour, grounds }) => `contrast ${contrastOf(colour, grounds).toFixed(2)}: ${text} ${colour} on ${grounds[0]}`),
    ...texts.filter(({ sizePx }) => sizePx < 13).map(({ text, sizePx }) => `${sizePx} px: ${text}`),
  ];
};

/** Goes round with the Tab key; what got the focus, and whether it can be seen that it has. */
export const tabRound = (page: Page, times: number): Promise<{ readonly name: string; readonly seen: boolean }[]> =>
  Array.from({ length: times }).reduce<Promise<{ name: string; seen: boolean }[]>>(async before => {
    const round = await before;
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const drawn = [element, element.parentElement, ...(element.matches('.row-open') ? [] : [])].some(one => {
        if (!one) return false;
        const style = getComputedStyle(one);
        return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
      });
      const after = getComputedStyle(element, '::after');
      const name = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40);
      return { name, seen: drawn || (after.outlineStyle !== 'none' && Number.parseFloat(after.outlineWidth) >= 2) };
    });
    return at ? [...round, at] : round;
  }, Promise.resolve([]));
