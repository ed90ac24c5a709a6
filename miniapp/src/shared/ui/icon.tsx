import { Image } from '@tarojs/components';
import { useCity } from '../city';
import { type IconName, iconShapes } from './icon-shapes';

export type { IconName };
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'pending' | 'plain';
export type InkName = Tone | 'soft' | 'brand' | 'white' | 'void' | 'line';

/** Written into the SVG, since an image takes no colour from its page. The same values as tokens.scss. */
const inks: Readonly<Record<Exclude<InkName, 'brand'>, string>> = {
  good: '#2A6839',
  warn: '#855000',
  bad: '#9C2340',
  info: '#375285',
  pending: '#6A4880',
  plain: '#1F2523',
  soft: '#585E59',
  void: '#585E59',
  line: '#8A867B',
  white: '#FFFFFF',
};
const defaultBrand = '23, 86, 94';

/** Width and height are written in: an image without its own size is not scaled up on H5. Boxes are square, so it is drawn to fill: aspectFit sits askew in centred text there. */
export const svgSource = (viewBox: string, inner: string): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="240" height="240" viewBox="${viewBox}" fill="none" stroke-linejoin="round">${inner}</svg>`)}`;

/** A line icon. Decoration by default: the word beside it speaks. */
export const Icon = ({ name, tone = 'plain', size = 24 }: { name: IconName; tone?: InkName; size?: number }) => {
  const brand = useCity(({ city }) => city?.brandRgb ?? defaultBrand);
  const ink = tone === 'brand' ? `rgb(${brand})` : inks[tone];
  const source = svgSource('0 0 24 24', `<g stroke="${ink}" stroke-width="1.7" stroke-linecap="round">${iconShapes[name]}</g>`);
  return (
    <Image
      className="icon"
      src={source}
      mode="scaleToFill"
      style={{ width: `calc(${size}px * var(--icon-k, 1))`, height: `calc(${size}px * var(--icon-k, 1))` }}
      aria-hidden="true"
    />
  );
};
