/** The strokes of 城印 on a 48 box: a chop with a city wall on top, 信 inside. */
const wall = 'M4 4H12.500V9.500H19.700V4H28.300V9.500H35.500V4H44V44H4Z';
const word =
  'M16 13.500 9.800 22.500M13.600 18.500V40.500M25.500 14.300H32M19.800 19.600H39.500M22.500 24.900H37M22.500 29.600H37M22.800 34.300H36.700V40H22.800Z';
const cinnabar = '#B33A24';
const off = '#6F6C64';
const outlined = (ink: string): string =>
  `<path d="${wall}" stroke="${ink}" stroke-width="2.7"/><path d="${word}" stroke="${ink}" stroke-width="2.5"/>`;
const left = 'M0 0H30L24 14 29 24 20 34 23 48H0Z';
const right = 'M48 0H30L24 14 29 24 20 34 23 48H48Z';

export const sealShapes = {
  solid: `<path d="${wall}" fill="${cinnabar}" stroke="${cinnabar}" stroke-width="2.5"/><path d="${word}" stroke="#FFF9F1" stroke-width="2.8"/>`,
  line: outlined(cinnabar),
  empty: `<path d="${wall}" stroke="#8A867B" stroke-width="2.2" stroke-dasharray="4.5 3.5"/>`,
  grey: outlined(off),
  broken: `<defs><clipPath id="l"><path d="${left}"/></clipPath><clipPath id="r"><path d="${right}"/></clipPath></defs><g clip-path="url(#l)" transform="translate(-2 1.5) rotate(-3 24 24)">${outlined(off)}</g><g clip-path="url(#r)" transform="translate(3 -1) rotate(4 24 24)">${outlined(off)}</g>`,
} as const;
