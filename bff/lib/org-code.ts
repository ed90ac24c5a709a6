/**
 * 统一社会信用代码. Source: GB 32100-2015, and GB 11714-1997 for the organisation code inside it (positions 9–17);
 * docs/rules/identity.md#R31.
 */
export type OrgCodeCheck =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly kind: 'length' | 'character' | 'department' | 'region' | 'organisation_check' | 'check';
      /** 1–18; 0 when the length is wrong. */
      readonly position: number;
      /** Plain Chinese. */
      readonly reason: string;
    };

/** No I, O, S, V, Z: they are easily misread. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const organisationAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];
const departments = '123456789ANY';

const sumOf = (text: string, letters: string, factors: readonly number[]): number =>
  factors.reduce((total, factor, i) => total + factor * letters.indexOf(text[i] as string), 0);

/** The 18th character for the first 17; a remainder that would be 31 is written 0. */
export const orgCheckOf = (first17: string): string => alphabet[(31 - (sumOf(first17, alphabet, weights) % 31)) % 31] as string;

/** The 9th character of an organisation code for its first eight: 10 is written X, 11 is written 0. */
export const organisationCheckOf = (first8: string): string => {
  const check = 11 - (sumOf(first8, organisationAlphabet, organisationWeights) % 11);
  if (check === 10) return 'X';
  return check === 11 ? '0' : String(check);
};

const refuse = (kind: Extract<OrgCodeCheck, { ok: false }>['kind'], position: number, reason: string): OrgCodeCheck => ({
  ok: false,
  kind,
  position,
  reason,
});

/** `code` is upper case without blanks. The first fault from the left is told. */
export const checkOrgCode = (code: string): OrgCodeCheck => {
  if (code.length !== 18) return refuse('length', 0, `应为 18 位，现在是 ${code.length} 位`);
  const odd = [...code].findIndex(char => !alphabet.includes(char));
  if (odd >= 0) return refuse('character', odd + 1, `第 ${odd + 1} 位不会是这个字符（代码里没有 I、O、S、V、Z）`);
  if (!departments.includes(code[0] as string)) return refuse('department', 1, '第 1 位不是登记管理部门代码');
  const region = /^\d{6}/.test(code.slice(2)) ? -1 : [...code.slice(2, 8)].findIndex(char => !/\d/.test(char));
  if (region >= 0) return refuse('region', region + 3, `第 ${region + 3} 位应为数字（第 3 至 8 位是登记机关所在地）`);
  if (organisationCheckOf(code.slice(8, 16)) !== code[16]) {
    return refuse('organisation_check', 17, '第 17 位对不上（第 9 至 17 位是组织机构代码）');
  }
  if (orgCheckOf(code) !== code[17]) return refuse('check', 18, '第 18 位对不上');
  return { ok: true };
};
