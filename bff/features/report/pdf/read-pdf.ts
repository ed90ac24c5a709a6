import { inflateSync } from 'node:zlib';

/** What the offline check reads from a report's file. Only files of this engine are understood: anything else is not ours. */
export interface PdfParts {
  readonly signature: SignaturePart | null;
  /** The attached canonical data. */
  readonly attached: Buffer | null;
  /** The one picture: grey, a byte a pixel. */
  readonly picture: { readonly pixels: Uint8Array; readonly side: number } | null;
}

export interface SignaturePart {
  readonly cms: Buffer;
  readonly signedBytes: Buffer;
  /** The signature covers the file from its first byte to its last. */
  readonly coversAll: boolean;
}

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Streams of the objects whose dictionary matches; the last one counts, as for a reader that follows updates. */
const lastStream = (pdf: Buffer, text: string, mark: RegExp): { dictionary: string; stream: Buffer } | null => {
  let found: { dictionary: string; stream: Buffer } | null = null;
  const object = /\d+ 0 obj\s*(<<[\s\S]*?>>)\s*stream\r?\n/g;
  for (let match = object.exec(text); match; match = object.exec(text)) {
    const dictionary = match[1] ?? '';
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? -1);
    const from = match.index + match[0].length;
    if (length < 0) continue;
    object.lastIndex = from + length;
    if (mark.test(dictionary)) found = { dictionary, stream: pdf.subarray(from, from + length) };
  }
  return found;
};

const inflated = (stream: Buffer, dictionary: string): Buffer | null => {
  try {
    return dictionary.includes('/FlateDecode') ? inflateSync(stream) : stream;
  } catch {
    return null;
  }
};

const signatureOf = (pdf: Buffer, text: string): SignaturePart | null => {
  const range = [...text.matchAll(/\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]/g)].at(-1);
  if (!range) return null;
  const [start = 0, first = 0, second = 0, rest = 0] = range.slice(1).map(Number);
  if (start !== 0 || second < first || second + rest > pdf.length) return null;
  const hex = text.slice(first + 1, second - 1);
  if (!/^[0-9a-f]+$/.test(hex)) return null;
  const tail = text.slice(second + rest);
  return {
    cms: Buffer.from(hex, 'hex'),
    signedBytes: Buffer.concat([pdf.subarray(0, first), pdf.subarray(second, second + rest)]),
    coversAll: tail.trim() === '' && text[first] === '<' && text[second - 1] === '>',
  };
};

/** One bit a pixel, rows without a filter, as the code is drawn. */
const pictureOf = (pdf: Buffer, text: string): PdfParts['picture'] => {
  const image = lastStream(pdf, text, /\/Subtype \/Image/);
  const side = Number(/\/Width (\d+)/.exec(image?.dictionary ?? '')?.[1] ?? 0);
  const rows = image && inflated(image.stream, image.dictionary);
  const stride = Math.ceil(side / 8) + 1;
  if (!rows || side === 0 || side > 4000 || rows.length !== stride * side) return null;
  const pixels = new Uint8Array(side * side);
  for (let y = 0; y < side; y++) {
    if (rows[y * stride] !== 0) return null;
    for (let x = 0; x < side; x++) pixels[y * side + x] = ((rows[y * stride + 1 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1 ? 255 : 0;
  }
  return { pixels, side };
};

export const readPdf = (bytes: Uint8Array): PdfParts => {
  const pdf = Buffer.from(bytes);
  const text = latin(pdf);
  const attached = lastStream(pdf, text, /\/Type \/EmbeddedFile/);
  return {
    signature: signatureOf(pdf, text),
    attached: attached && inflated(attached.stream, attached.dictionary),
    picture: pictureOf(pdf, text),
  };
};
