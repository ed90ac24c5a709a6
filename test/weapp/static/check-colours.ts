import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Check, filesOf, type Ground, placeOf, textOf } from './ground';

/** Where a colour must be spelt out because no custom property reaches there; still only a token's value. */
const spelled = new Map([
  ['app.config.ts', "WeChat's own bars"],
  ['index.html', "the browser's bar"],
  ['shared/ui/icon.tsx', 'a picture in a data URI'],
  ['shared/ui/seal-shapes.ts', 'a picture in a data URI'],
  ['report/qr-code.tsx', 'a picture in a data URI'],
  ['registration/draw-poster.ts', 'a canvas knows no tokens; each colour is one of them by value'],
  ['shared/kit.scss', "H5 draws around the page's root"],
]);

const literal = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\([^()]*(?:\([^()]*\)[^()]*)*\)/gi;
const named =
  /\b(?:color|background(?:-color)?|border(?:-\w+)*|outline|fill|stroke|box-shadow)\s*:[^;}\n]*?[\s:](white|black|red|green|blue|yellow|orange|purple|pink|gr[ae]y|silver|gold|navy|teal|maroon|brown)\b/gi;

/** `#FFF`, `#ffffff`, `rgb(255, 255, 255)` → `255,255,255,1`; null for what hangs on a custom property or is no colour. */
const canonical = (colour: string): string | null => {
  if (colour.includes('var(') || colour.includes('${')) return null;
  if (!colour.startsWith('#')) {
    const inside = colour.slice(colour.indexOf('(') + 1, -1).trim();
    const [first = Number.NaN, second = Number.NaN, third = Number.NaN, alpha = 1] = inside
      .split(/[\s,/]+/)
      .map(part => Number.parseFloat(part));
    if (Number.isNaN(first + second + third)) return null;
    if (!colour.startsWith('hsl')) return [first, second, third, alpha].join(',');
    // A minifier writes white and greys this way; any other is left as it is, and so is no token's value.
    const grey = Math.round((third / 100) * 255);
    return second === 0 ? [grey, grey, grey, alpha].join(',') : colour;
  }
  const digits = colour.slice(1);
  if (digits.length === 5 || digits.length === 7) return null;
  const whole = digits.length < 6 ? [...digits].map(digit => digit + digit).join('') : digits;
  const [red, green, blue, alpha] = (whole.match(/../g) ?? []).map(pair => Number.parseInt(pair, 16));
  return [red, green, blue, alpha === undefined ? 1 : alpha / 255].join(',');
};

const uncommented = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, comment => comment.replace(/[^\n]/g, ' '));

/** Every value a token has, the brand's own as a whole colour. */
const tokenValues = ({ source }: Ground): ReadonlySet<string> => {
  const tokens = uncommented(textOf(source, 'shared/tokens.scss'));
  const brand = /--brand-rgb:\s*([^;]+);/.exec(tokens)?.[1] ?? '';
  return new Set(
    [...[...tokens.matchAll(literal)].map(([colour]) => canonical(colour)), canonical(`rgb(${brand})`)].filter(value => value !== null),
  );
};

type Found = { readonly colour: string; readonly place: string; readonly value: string | null };
const coloursOf = (folder: string, name: string): Found[] => {
  const text = uncommented(textOf(folder, name));
  return [
    ...[...text.matchAll(literal)].map(({ 0: colour, index }) => ({ colour, place: placeOf(name, text, index), value: canonical(colour) })),
    ...(name.endsWith('ss') ? [...text.matchAll(named)] : []).map(({ 1: colour, index }) => ({
      colour: colour ?? '',
      place: placeOf(name, text, index),
      value: 'named',
    })),
  ].filter(({ value }) => value !== null);
};

const bareInSource = (ground: Ground): string[] => {
  const tokens = tokenValues(ground);
  return filesOf(ground.source, /\.(scss|tsx?|html)$/)
    .filter(name => name !== 'shared/tokens.scss')
    .flatMap(name =>
      coloursOf(ground.source, name)
        .filter(({ value }) => !spelled.has(name) || !tokens.has(value ?? ''))
        .map(({ colour, place }) => `${place} ${colour} is written out: use a token of shared/tokens.scss`),
    );
};

/** Taro's own scripts are not ours to colour. */
const theirs = /^(taro|vendors|runtime)\.js$/;

/** Not drawn: qrcode-generator can paint by itself, but our own qr-code.tsx and draw-poster.ts do; Taro puts it beside both. */
const isUndrawn = (name: string, colour: string): boolean =>
  /^(report|registration)\/sub-common\/\w+\.js$/.test(name) && colour === '#000000';

const strangeInDist = (ground: Ground): string[] => {
  const tokens = tokenValues(ground);
  return filesOf(ground.dist, /\.(wxss|js|json)$/)
    .filter(name => !theirs.test(name))
    .flatMap(name =>
      coloursOf(ground.dist, name)
        .filter(({ colour, value }) => !tokens.has(value ?? '') && !isUndrawn(name, colour))
        .map(({ colour, place }) => `${place} ${colour} is no token's value`),
    );
};

export const colourChecks: readonly Check[] = [
  {
    name: 'the source writes no colour out, its tokens aside',
    find: bareInSource,
    plant: ({ source }) => appendFileSync(join(source, 'tabs/home/home.scss'), '\n.slip { color: #1f2523; }\n'),
  },
  {
    name: 'every colour that is built is a token’s value',
    find: strangeInDist,
    plant: ({ dist }) => appendFileSync(join(dist, 'app.wxss'), '.odd{color:#123456}'),
  },
];
