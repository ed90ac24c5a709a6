/** Just enough of the syntax of ISO 32000-1 §7.2–7.3 to read one dictionary as a reader does. */
export class PdfSyntax extends Error {}

type Value =
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'array'; readonly items: readonly Value[] }
  | { readonly is: 'dict' }
  | { readonly is: 'other' };

export interface PdfDict {
  has(key: string): boolean;
  /** The value where it is a name. */
  nameOf(key: string): string | null;
  /** The one name in an array. */
  onlyNameIn(key: string): string | null;
  /** Keys that stand in it twice: readers differ in which one holds. */
  readonly doubled: ReadonlySet<string>;
}

/** A dictionary is small; one that is not is made to tire us. */
const dictBytes = 2 ** 20;
const deepest = 64;

const [percent, open, close, less, greater, backslash, slash] = [0x25, 0x28, 0x29, 0x3c, 0x3e, 0x5c, 0x2f];
const spaces = new Set([0, 9, 10, 12, 13, 32]);
const delimiters = new Set([...'()<>[]{}/%'].map(char => char.charCodeAt(0)));

/** Past white space and comments. */
export const skipSpace = (bytes: Buffer, from: number): number => {
  let at = from;
  for (;;) {
    while (at < bytes.length && spaces.has(bytes[at] as number)) at += 1;
    if (bytes[at] !== percent) return at;
    while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== 13) at += 1;
  }
};

/** A name as a reader understands it: `#4a` is J. */
export const decodeName = (raw: string): string =>
  raw.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const endOfRegular = (bytes: Buffer, from: number): number => {
  let at = from;
  while (at < bytes.length && !spaces.has(bytes[at] as number) && !delimiters.has(bytes[at] as number)) at += 1;
  return at;
};

const endOfString = (bytes: Buffer, from: number): number => {
  let depth = 0;
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === backslash) at += 1;
    else if (byte === open) depth += 1;
    else if (byte === close) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  throw new PdfSyntax('a string without an end');
};

const is = (bytes: Buffer, at: number, pair: string): boolean => bytes.toString('latin1', at, at + pair.length) === pair;

/** @throws PdfSyntax */
export const readDict = (file: Buffer, from: number): { readonly dict: PdfDict; readonly end: number } => {
  const bytes = file.subarray(0, from + dictBytes);

  const readValue = (start: number, depth: number): { value: Value; end: number } => {
    if (depth > deepest || start >= bytes.length) throw new PdfSyntax('too deep, too long or cut off');
    const byte = bytes[start];
    if (byte === slash) {
      const end = endOfRegular(bytes, start + 1);
      return { value: { is: 'name', name: decodeName(bytes.toString('latin1', start + 1, end)) }, end };
    }
    if (is(bytes, start, '<<')) return { value: { is: 'dict' }, end: readEntries(start, depth).end };
    if (byte === open) return { value: { is: 'other' }, end: endOfString(bytes, start) };
    if (byte === less) {
      const end = bytes.indexOf(greater, start);
      if (end < 0) throw new PdfSyntax('a string without an end');
      return { value: { is: 'other' }, end: end + 1 };
    }
    if (is(bytes, start, '[')) {
      const items: Value[] = [];
      let at = skipSpace(bytes, start + 1);
      while (!is(bytes, at, ']')) {
        const item = readValue(at, depth + 1);
        items.push(item.value);
        at = skipSpace(bytes, item.end);
      }
      return { value: { is: 'array', items }, end: at + 1 };
    }
    const end = endOfRegular(bytes, start);
    if (end === start) throw new PdfSyntax('not a value');
    return { value: { is: 'other' }, end };
  };

  const readEntries = (start: number, depth: number): { entries: Map<string, Value>; doubled: Set<string>; end: number } => {
    const entries = new Map<string, Value>();
    const doubled = new Set<string>();
    let at = skipSpace(bytes, start + 2);
    while (!is(bytes, at, '>>')) {
      const key = readValue(at, depth + 1);
      at = skipSpace(bytes, key.end);
      // The rest of a reference (`5 0 R`) or of something unusual: only names are keys.
      if (key.value.is !== 'name') continue;
      if (is(bytes, at, '>>')) break;
      const held = readValue(at, depth + 1);
      if (entries.has(key.value.name)) doubled.add(key.value.name);
      entries.set(key.value.name, held.value);
      at = skipSpace(bytes, held.end);
    }
    return { entries, doubled, end: at + 2 };
  };

  const { entries, doubled, end } = readEntries(from, 0);
  return {
    end,
    dict: {
      doubled,
      has: key => entries.has(key),
      nameOf(key) {
        const value = entries.get(key);
        return value?.is === 'name' ? value.name : null;
      },
      onlyNameIn(key) {
        const value = entries.get(key);
        const [only, ...more] = value?.is === 'array' ? value.items : [];
        return only?.is === 'name' && more.length === 0 ? only.name : null;
      },
    },
  };
};
