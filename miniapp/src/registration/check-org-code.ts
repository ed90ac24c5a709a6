/**
 * Check of a unified social credit code while it is typed; the server checks again. The first fault from the left as a sentence, null: right.
 * Source: GB 32100-2015, and GB 11714-1997 for the organisation code inside it (positions 9–17).
 */
const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const innerLetters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const innerWeights = [3, 7, 9, 10, 5, 8, 4, 2];

const sumOf = (text: string, alphabet: string, factors: readonly number[]): number =>
  factors.reduce((total, factor, i) => total + factor * alphabet.indexOf(text.charAt(i)), 0);

export const plainOrgCode = (typed: string): string => typed.replace(/[\s-]/g, '').toUpperCase();

const lookAgain = '请再看一遍证书，常见是 0 和 O、1 和 I 看混了。';

export const orgCodeFault = (typed: string): string | null => {
  const code = plainOrgCode(typed);
  if (code.length !== 18) return `要 18 位，现在是 ${code.length} 位。`;
  for (let i = 0; i < 18; i++)
    if (!letters.includes(code.charAt(i))) return `第 ${i + 1} 位不会是 ${code.charAt(i)}，代码里没有字母 I、O、S、V、Z。`;
  if (!'123456789ANY'.includes(code.charAt(0))) return `第 1 位对不上。${lookAgain}`;
  if (!/^\d{6}$/.test(code.slice(2, 8))) return '第 3 到 8 位应该都是数字。';
  const inner = 11 - (sumOf(code.slice(8, 16), innerLetters, innerWeights) % 11);
  const innerCheck = inner === 10 ? 'X' : inner === 11 ? '0' : String(inner);
  if (innerCheck !== code.charAt(16)) return `第 9 到 17 位对不上。${lookAgain}`;
  return letters.charAt((31 - (sumOf(code, letters, weights) % 31)) % 31) === code.charAt(17) ? null : `第 18 位对不上。${lookAgain}`;
};
