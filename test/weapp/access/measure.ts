/** A colour that must be told from what lies under it. */
export interface SeenInk {
  readonly who: string;
  readonly what: 'text' | 'icon' | 'border';
  /** Of an icon every colour in it: one of them must be seen. */
  readonly inks: readonly string[];
  /** From the element itself downwards. */
  readonly ground: readonly string[];
  readonly opacity: number;
  readonly sizePx: number;
}

export interface Measured {
  readonly controls: readonly { readonly who: string; readonly width: number; readonly height: number; readonly isOutside: boolean }[];
  readonly texts: readonly { readonly who: string; readonly sizePx: number; readonly looksLikeHeading: boolean }[];
  /** Boxes that hide a part of their words. */
  readonly cut: readonly string[];
  readonly inks: readonly SeenInk[];
}

/** Runs in Chromium, where nothing of this file is but its argument. @param brands `r, g, b` each, one drawn after the other */
export const measure = (brands: readonly string[]): Measured => {
  const root = document.querySelector<HTMLElement>('.cx');
  if (!root) throw new Error('nothing is drawn');
  const roles = ['button', 'link', 'checkbox', 'radio', 'switch', 'tab', 'textbox'].map(role => `[aria-role=${role}]`);
  const controls = [...root.querySelectorAll<HTMLElement>([...roles, 'wx-button'].join())];
  const who = (one: HTMLElement, words = one.innerText): string => `.${one.className || one.tagName} “${words.trim().slice(0, 24)}”`;
  const px = (css: string): number => Number.parseFloat(css);
  const ancestorsOf = (one: Element | null): Element[] => (one ? [one, ...ancestorsOf(one.parentElement)] : []);
  const opacityOf = (one: Element): number => ancestorsOf(one).reduce((all, other) => all * Number(getComputedStyle(other).opacity), 1);
  const under = new Map<Element, Element[]>();
  /** Colours painted at this point, from this element downwards; what is clipped away there lies on its ancestors. */
  const groundAt = (x: number, y: number, one: Element): string[] => {
    const stack = under.get(one) ?? document.elementsFromPoint(x, y);
    const below = stack.includes(one) ? stack.slice(stack.indexOf(one)) : ancestorsOf(one);
    under.set(one, below);
    return below.map(other => getComputedStyle(other).backgroundColor);
  };
  const groundOf = ({ left, top, width, height }: DOMRect, one: Element): string[] => groundAt(left + width / 2, top + height / 2, one);

  const words: { one: HTMLElement; text: string; rect: DOMRect }[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const rect = [...range.getClientRects()].find(({ width, height }) => width > 0 && height > 0);
    if (rect && node.textContent?.trim()) words.push({ one: node.parentElement as HTMLElement, text: node.textContent, rect });
  }

  const textInks = (): SeenInk[] =>
    words.map(({ one, text, rect }) => ({
      who: who(one, text),
      what: 'text',
      inks: [getComputedStyle(one).color],
      ground: groundOf(rect, one),
      opacity: opacityOf(one),
      sizePx: px(getComputedStyle(one).fontSize),
    }));
  /** Colours are written into an icon; those of the city are drawn anew with the page. */
  const iconInks = (was: string, brand: string): SeenInk[] =>
    [...root.querySelectorAll<HTMLElement>('wx-image[src^="data:image/svg"]')].map(one => {
      const drawn = decodeURIComponent(one.getAttribute('src') ?? '').replaceAll(`rgb(${was})`, `rgb(${brand})`);
      return {
        who: who(one, one.parentElement?.innerText ?? ''),
        what: 'icon',
        inks: [...drawn.matchAll(/(?:stroke|fill)="(#[0-9a-f]{6}|rgb\([^)]*\))"/gi)].map(match => match[1] as string),
        ground: groundOf(one.getBoundingClientRect(), one).slice(1),
        opacity: opacityOf(one),
        sizePx: 0,
      };
    });
  /** What shows where a box, a mark or a field is: its border. */
  const borderInks = (): SeenInk[] =>
    [...root.querySelectorAll<HTMLElement>('.choice-mark, .field-box, .size')].map(one => {
      const { left, top, height } = one.getBoundingClientRect();
      const { borderLeftColor, borderLeftWidth } = getComputedStyle(one);
      const inks = px(borderLeftWidth) > 0 ? [borderLeftColor] : [];
      return {
        who: who(one),
        what: 'border',
        inks,
        ground: groundAt(left + 1, top + height / 2, one).slice(1),
        opacity: opacityOf(one),
        sizePx: 0,
      };
    });

  const bodyPx = px(getComputedStyle(root).fontSize);
  const named = ['[aria-role=heading]', '[aria-role=img]', ...roles, 'wx-button'].join();
  const texts = words.map(({ one, text }) => {
    const { fontSize, fontWeight } = getComputedStyle(one);
    const isBig = px(fontSize) > bodyPx + 0.5 && Number(fontWeight) >= 600 && !/^\d+$/.test(text.trim());
    return { who: who(one, text), sizePx: px(fontSize), looksLikeHeading: isBig && !one.closest(named) };
  });
  const isCut = (one: HTMLElement): boolean => {
    const { overflowX, overflowY } = getComputedStyle(one);
    const wide = overflowX === 'hidden' && one.scrollWidth > one.clientWidth + 1;
    const high = overflowY === 'hidden' && one.scrollHeight > one.clientHeight + 1;
    // A field scrolls by itself.
    return (wide || high) && one.innerText.trim() !== '' && !/^wx-(input|textarea)$/i.test(one.tagName);
  };
  const boxes = controls.map(one => {
    const { width, height, left, right } = one.getBoundingClientRect();
    return { who: who(one), width, height, isOutside: left < -1 || right > innerWidth + 1 };
  });
  const was = getComputedStyle(root).getPropertyValue('--brand-rgb').trim();
  const inks = brands.flatMap(brand => {
    root.style.setProperty('--brand-rgb', brand);
    return [...textInks(), ...iconInks(was, brand), ...borderInks()];
  });
  return { controls: boxes, texts, cut: [...root.querySelectorAll<HTMLElement>('*')].filter(isCut).map(one => who(one)), inks };
};
