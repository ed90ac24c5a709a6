import type { Page } from 'playwright-core';
import type { WeappHost } from '../../support/weapp/host';
import { contrastOf } from './contrast';
import { type Measured, measure, type SeenInk } from './measure';

export interface SeenWish {
  /** CSS px that both sides of a control have at least. */
  readonly target: number;
  /** CSS px under which no text goes. */
  readonly text: number;
  /** `r, g, b` of each city. */
  readonly brands: readonly string[];
}

/** WCAG 2.2: 1.4.3 for text; large text from 24 px (of ours none is bold enough for 18.66 px); 1.4.11 for icons and parts of controls. */
const leastOf = ({ what, sizePx }: SeenInk): number => (what === 'text' && sizePx < 24 ? 4.5 : 3);

const faultsOf = ({ controls, texts, cut, inks }: Measured, { target, text }: SeenWish): string[] => [
  ...controls
    .filter(({ width, height }) => Math.min(width, height) < target - 0.5)
    .map(({ who, width, height }) => `${who} is ${Math.round(width)} × ${Math.round(height)} px, less than ${target}`),
  ...controls.filter(({ isOutside }) => isOutside).map(({ who }) => `${who} runs out of the screen`),
  ...texts.filter(({ sizePx }) => sizePx < text - 0.01).map(({ who, sizePx }) => `${who} has ${sizePx} px, less than ${text}`),
  ...texts.filter(({ looksLikeHeading }) => looksLikeHeading).map(({ who }) => `${who} looks like a heading and is none`),
  ...cut.map(who => `${who} is cut`),
  ...inks.flatMap(one => {
    const best = Math.max(0, ...one.inks.map(ink => contrastOf(ink, one.ground, one.opacity)));
    return best < leastOf(one) ? [`${one.who} ${one.what} has ${best.toFixed(2)}, less than ${leastOf(one)}`] : [];
  }),
];

/** How the page on top fails somebody who sees and touches it, drawn with the styles of the build on a phone 390 px wide: a line a fault. */
export const seenFaults = async (host: WeappHost, easel: Page, wish: SeenWish): Promise<string[]> => {
  await host.draw(easel);
  // As tall as the page, so that every part of it can be asked what lies under it.
  const height = await easel.evaluate(() => document.documentElement.scrollHeight);
  await easel.setViewportSize({ width: 390, height: Math.min(height, 20_000) });
  return [...new Set(faultsOf(await easel.evaluate(measure, wish.brands), wish))];
};
