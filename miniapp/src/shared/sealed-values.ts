import { forget, keep, kept, keptNames } from './platform';

/** One value as it lies on the phone. In clear: under which session's key it was sealed, and when (ms). */
export interface SealedValue {
  readonly by: string;
  readonly at: number;
  /** Hex: nonce, then what `registration/sealed-store.ts` makes of the value. */
  readonly sealed: string;
}

const prefix = 'sealed-';

/** Opaque names: a kind of value and an id. */
export const sealedNames = (): readonly string[] =>
  keptNames()
    .filter(name => name.startsWith(prefix))
    .map(name => name.slice(prefix.length));

export const readSealed = (name: string): SealedValue | null => {
  const { by, at, sealed } = (kept(prefix + name) ?? {}) as Partial<SealedValue>;
  return typeof by === 'string' && typeof at === 'number' && typeof sealed === 'string' ? { by, at, sealed } : null;
};

export const writeSealed = (name: string, value: SealedValue): boolean => keep(prefix + name, value);

/** One of them; without a name all. */
export const forgetSealed = (name?: string): void => {
  for (const one of name === undefined ? sealedNames() : [name]) forget(prefix + one);
};
