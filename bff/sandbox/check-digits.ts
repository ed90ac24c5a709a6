/** Check digits of GB 11643 (documents), GB 11714 (organisation code) and GB 32100 (unified code), written for the stand-in alone. */

/** 18-character document: 17 digits and what ISO 7064 MOD 11-2 adds. */
export const withDocumentCheck = (first17: string): string => {
  let rest = 0;
  // Horner's form of the weights 2^17 … 2^1: each digit doubles what came before it.
  for (const digit of first17) rest = ((rest + Number(digit)) * 2) % 11;
  const check = (12 - rest) % 11;
  return first17 + (check === 10 ? 'X' : String(check));
};

const unifiedAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Organisation code (9 characters) of eight digits. */
export const withOrganisationCheck = (first8: string): string => {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const sum = [...first8].reduce((total, digit, i) => total + Number(digit) * (weights[i] ?? 0), 0);
  const check = (11 - (sum % 11)) % 11;
  return first8 + (check === 10 ? 'X' : String(check));
};

/** Sum of GB 32100 modulo 31: weights are the powers of 3. */
export const unifiedRemainder = (first17: string): number => {
  let weight = 1;
  let sum = 0;
  for (const char of first17) {
    sum += weight * unifiedAlphabet.indexOf(char);
    weight = (weight * 3) % 31;
  }
  return sum % 31;
};

/** `kind`: registering department and type, two characters; `serial`: eight digits. */
export const unifiedCode = (kind: string, region: string, serial: string): string => {
  const first17 = kind + region + withOrganisationCheck(serial);
  return first17 + unifiedAlphabet[(31 - unifiedRemainder(first17)) % 31];
};
