/** Red, green, blue of 0–255, and opacity of 0–1. */
type Ink = readonly [number, number, number, number];

/** A colour as a style sheet or Chromium writes it: `#1f2523`, `rgb(…)`, `rgba(…)`. */
const inkOf = (css: string): Ink => {
  const hex = /^#([0-9a-f]{6})$/i.exec(css)?.[1];
  const [r = 0, g = 0, b = 0, a = 1] = hex
    ? [0, 2, 4].map(i => Number.parseInt(hex.slice(i, i + 2), 16))
    : (css.match(/[\d.]+/g) ?? ['0', '0', '0', '0']).map(Number);
  return [r, g, b, a];
};

const over = ([r, g, b, a]: Ink, [r2, g2, b2]: Ink): Ink => [r * a + r2 * (1 - a), g * a + g2 * (1 - a), b * a + b2 * (1 - a), 1];

/** Relative luminance of WCAG 2. */
const light = ([r, g, b]: Ink): number => {
  const [x = 0, y = 0, z = 0] = [r, g, b]
    .map(part => part / 255)
    .map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
};

/**
 * Contrast of WCAG 2 between a colour and what is seen through it.
 * @param ground one colour, or those that lie over each other, the top one first; white under all of them
 * @param opacity of the element, over that of the colour itself
 */
export const contrastOf = (css: string, ground: string | readonly string[], opacity = 1): number => {
  const white: Ink = [255, 255, 255, 1];
  const under = [ground]
    .flat()
    .map(inkOf)
    .reduceRight((below, ink) => over(ink, below), white);
  const [r, g, b, a] = inkOf(css);
  const [low = 0, high = 0] = [light(over([r, g, b, a * opacity], under)), light(under)].sort((one, other) => one - other);
  return (high + 0.05) / (low + 0.05);
};
