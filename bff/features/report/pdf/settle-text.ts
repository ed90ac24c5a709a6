import type { Face } from './font';
import rare from './rare-readings.json';

export interface SettledChar {
  readonly char: string;
  readonly face: number;
  /** Thousandths of the size. */
  readonly advance: number;
}

/** Format characters, variation selectors and private joins carry no ink of their own. */
const inkless = /[\p{Cf}\p{Variation_Selector}]/u;
const blank = /[\p{Zs}\p{Cc}\p{Zl}\p{Zp}]/u;

/** `▣U+20BB7(jí)`: what stands for a character no font here can draw. */
const standIn = (char: string): string => {
  const code = `▣U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const sound = Object.entries(rare.readings).find(([, chars]) => chars.includes(char))?.[0];
  return sound ? `${code}(${sound})` : code;
};

/**
 * Gives each character a face that inks it. A character that none inks becomes its code beside its sound, and is noted in `missing`:
 * never a blank, never an empty box.
 */
export const settleText = (text: string, faces: readonly Face[], missing: Set<string>): SettledChar[] => {
  const settled: SettledChar[] = [];
  const put = (char: string): boolean => {
    const codePoint = char.codePointAt(0) ?? 0;
    for (const [face, { advanceOf }] of faces.entries()) {
      const advance = advanceOf(codePoint);
      if (advance !== null) {
        settled.push({ char, face, advance });
        return true;
      }
    }
    return false;
  };
  for (const char of text) {
    if (inkless.test(char)) continue;
    if (blank.test(char)) put(char === '\u3000' ? char : ' ');
    else if (!put(char)) {
      missing.add(char);
      for (const part of standIn(char)) put(part);
    }
  }
  return settled;
};
