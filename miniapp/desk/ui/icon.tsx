import { type IconName, iconShapes } from '../../src/shared/ui/icon-shapes';
import { sealShapes } from '../../src/shared/ui/seal-shapes';

export type { IconName };
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'pending' | 'plain';

const drawing = (viewBox: string, inner: string, size: number, className: string) => (
  <svg
    className={className}
    width={size}
    height={size}
    viewBox={viewBox}
    fill="none"
    strokeLinejoin="round"
    aria-hidden="true"
    focusable="false"
    // biome-ignore lint/security/noDangerouslySetInnerHtml: drawings of our own, the same the phone writes into its images
    dangerouslySetInnerHTML={{ __html: inner }}
  />
);

/** A line icon in the colour of the words beside it, which speak; the icon does not. */
export const Icon = ({ name, size = 20 }: { name: IconName; size?: number }) =>
  drawing('0 0 24 24', `<g stroke="currentColor" stroke-width="1.7" stroke-linecap="round">${iconShapes[name]}</g>`, size, 'icon');

const sealOf = { agency_verified: 'solid', document_checked: 'line', self_declared: 'empty' } as const;
export type Trust = keyof typeof sealOf;
const trustWords: Readonly<Record<Trust, string>> = {
  agency_verified: '部门核验',
  document_checked: '材料已核',
  self_declared: '本人自述',
};

/** 城印 with its words: three trust states, never merged. */
export const Seal = ({ trust, size = 22 }: { trust: Trust; size?: number }) => (
  <span className="seal">
    {drawing('-2 -2 52 52', sealShapes[sealOf[trust]], size, 'icon')}
    <span>{trustWords[trust]}</span>
  </span>
);
