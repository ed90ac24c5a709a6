import { begunCases } from './case/drafts';

/** The browser asks before the window is closed on words that are kept nowhere else. Returns what takes it back. */
export const warnBeforeLeaving = (): (() => void) => {
  const ask = (event: BeforeUnloadEvent): void => {
    if (begunCases().length > 0) event.preventDefault();
  };
  addEventListener('beforeunload', ask);
  return () => removeEventListener('beforeunload', ask);
};
