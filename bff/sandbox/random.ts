export interface Random {
  /** 0 ≤ x < 1. */
  next(): number;
  /** Whole number from 0 to below `bound`. */
  below(bound: number): number;
  pick<T>(items: readonly T[]): T;
  chance(share: number): boolean;
  digits(length: number): string;
}

/** mulberry32 over a hash of the seed: the same seed gives the same city on every machine. */
export const seededRandom = (seed: string): Random => {
  let state = 2166136261;
  for (let i = 0; i < seed.length; i += 1) state = Math.imul(state ^ seed.charCodeAt(i), 16777619);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    next,
    below,
    pick: items => items[below(items.length)] as never,
    chance: share => next() < share,
    digits: length => Array.from({ length }, () => String(below(10))).join(''),
  };
};
