import { create } from 'zustand';
import { call } from './call';
import type { Reply } from './contract';

type City = Reply<'city.read'>;

const useStore = create<{ readonly city: City | null }>(() => ({ city: null }));

/** The city's public words; null until they are here, and everything works without them. */
export const useCity = (): City | null => useStore(({ city }) => city);

/** Takes the city's words and its ink. */
export const loadCity = async (): Promise<void> => {
  const outcome = await call('city.read');
  if (!outcome.ok) return;
  document.body.style.setProperty('--brand-rgb', outcome.reply.brandRgb);
  useStore.setState({ city: outcome.reply });
};
