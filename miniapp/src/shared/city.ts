import { create } from 'zustand';
import type { Reply } from '../../../bff/contract/types';
import { call } from './call';
import { keep, kept } from './platform';

export type City = Reply<'city.read'>;

const key = 'city';
const remembered = kept(key) as City | null;

/** The city's public words and colour. The last ones seen are shown until the answer is here. */
export const useCity = create<{ readonly city: City | null }>(() => ({
  city: typeof remembered?.brandRgb === 'string' ? remembered : null,
}));

export const loadCity = async (): Promise<void> => {
  const outcome = await call('city.read');
  if (!outcome.ok) return;
  keep(key, outcome.reply);
  useCity.setState({ city: outcome.reply });
};
