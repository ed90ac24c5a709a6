import { create } from 'zustand';
import { keep, kept, platform } from './platform';

/** Text sizes a person can choose; the number multiplies body text (17 px). */
export const sizes = {
  usual: { title: '标准', k: 1, elder: false },
  large: { title: '大', k: 1.42, elder: true },
  larger: { title: '更大', k: 1.6, elder: true },
  largest: { title: '最大', k: 1.8, elder: true },
} as const;
export type Size = keyof typeof sizes;

const key = 'display-size';
const remembered = kept(key);

export const useDisplay = create<{ readonly size: Size }>(() => ({
  size: typeof remembered === 'string' && remembered in sizes ? (remembered as Size) : 'usual',
}));

export const chooseSize = (size: Size): void => {
  keep(key, size);
  useDisplay.setState({ size });
};

/** Follows WeChat's own font setting between our steps, never below the chosen one nor above the largest. */
export const scaleOf = (size: Size): number => Math.min(sizes.largest.k, Math.max(sizes[size].k, platform.fontScale()));
