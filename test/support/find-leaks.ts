import { createHash } from 'node:crypto';

/** What must not be found: numbers at any place of a run of letters and digits, names anywhere, and the unkeyed digests of both. */
export interface Needles {
  readonly numbers: ReadonlySet<string>;
  readonly names: readonly string[];
  readonly digests: ReadonlySet<string>;
}

export const digestsOf = (value: string): string[] =>
  ['sha256', 'sm3'].flatMap(name => {
    const bytes = createHash(name).update(value).digest();
    return [bytes.toString('hex'), bytes.toString('base64').replaceAll('=', ''), bytes.toString('base64url')];
  });

export const percentEncoded = (value: string): string =>
  [...Buffer.from(value)].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join('');

export const makeNeedles = (numbers: readonly string[], names: readonly string[] = []): Needles => ({
  numbers: new Set(numbers.map(number => number.toUpperCase())),
  names,
  digests: new Set([...numbers, ...names].flatMap(digestsOf)),
});

const plainHits = (text: string, { numbers, names }: Needles): string[] => {
  const lengths = [...new Set([...numbers].map(value => value.length))];
  const hits = names.filter(name => text.includes(name));
  for (const [run] of text.matchAll(/[A-Za-z0-9]{8,}/g))
    for (const length of lengths)
      for (let at = 0; at + length <= run.length; at++) {
        const part = run.slice(at, at + length).toUpperCase();
        if (numbers.has(part)) hits.push(part);
      }
  return hits;
};

/** Every needle in `text`: in clear, URL-encoded, as `\u` escapes, in base64 at any shift, and as SHA-256 or SM3. */
export const findLeaks = (text: string, needles: Needles): string[] => {
  const hits = plainHits(text, needles);
  for (const [code] of text.matchAll(/(?:%[0-9A-Fa-f]{2}){2,}/g))
    hits.push(...plainHits(Buffer.from(code.replaceAll('%', ''), 'hex').toString('utf8'), needles));
  for (const [code] of text.matchAll(/(?:\\u[0-9A-Fa-f]{4}){2,}/g)) hits.push(...plainHits(JSON.parse(`"${code}"`) as string, needles));
  for (const [hex] of text.matchAll(/\b[0-9a-fA-F]{64}\b/g)) if (needles.digests.has(hex.toLowerCase())) hits.push(hex);
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{8,}/g)) {
    if (needles.digests.has(run)) hits.push(run);
    // A sealed value is random from its first byte: decoding its beginning tells as much as decoding all of it.
    for (let shift = 0; shift < 4; shift++)
      hits.push(...plainHits(Buffer.from(run.slice(shift, shift + 4000), 'base64').toString('utf8'), needles));
  }
  return hits;
};
