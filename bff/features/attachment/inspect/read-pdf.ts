import { inflateSync } from 'node:zlib';
import type { Refusal } from '../refusals';
import { decodeName, type PdfDict, PdfSyntax, readDict, skipSpace } from './pdf-syntax';

/** What follows the last `%%EOF` may be a line end or a padding, not another file. */
const trailerBytes = 1024;
const objectStreamBytes = 64 * 2 ** 20;
const allObjectStreamsBytes = 256 * 2 ** 20;
const spareBytes = 2 ** 20;

/** Names that make a PDF do something, carry something, or hide itself. As dictionary keys or values, wherever they stand. */
const forbidden: Readonly<Record<string, Refusal>> = {
  JavaScript: 'pdf_script',
  Launch: 'pdf_script',
  SubmitForm: 'pdf_script',
  ImportData: 'pdf_script',
  Rendition: 'pdf_script',
  RichMedia: 'pdf_script',
  XFA: 'pdf_script',
  EmbeddedFile: 'pdf_files',
  EmbeddedFiles: 'pdf_files',
  FileAttachment: 'pdf_files',
  GoToE: 'pdf_files',
  GoToR: 'pdf_files',
  Encrypt: 'pdf_encrypted',
};
const longestName = 64;
const slash = 0x2f;
/** White space and delimiters end a name. */
const endsName = new Set([...'\0\t\n\f\r ()<>[]{}/%'].map(char => char.charCodeAt(0)));

/** `/EF` and `/AA` are short enough to stand in a photo by chance; what follows them is not. */
const holdsObject = (bytes: Buffer, at: number): boolean =>
  /^(?:\s|%[^\r\n]*[\r\n])*(?:<<|\d+\s+\d+\s+R)/.test(bytes.toString('latin1', at, at + 200));

/** Every name in these bytes, with no regard to what is a string, a stream or a comment: a reader may see it otherwise than we do. */
const forbiddenIn = (bytes: Buffer): Refusal | null => {
  for (let at = bytes.indexOf(slash); at >= 0; at = bytes.indexOf(slash, at + 1)) {
    let end = at + 1;
    while (end < bytes.length && end - at <= longestName * 3 && !endsName.has(bytes[end] as number)) end += 1;
    if (end === at + 1) continue;
    const name = decodeName(bytes.toString('latin1', at + 1, end));
    const refused = Object.hasOwn(forbidden, name) ? forbidden[name] : undefined;
    if (refused) return refused;
    if (name === 'EF' && holdsObject(bytes, end)) return 'pdf_files';
    if (name === 'AA' && holdsObject(bytes, end)) return 'pdf_script';
  }
  return null;
};

/** Objects may lie compressed in a stream of this kind. Readers look for these two keys and not all for its type. */
const isObjectStream = (dict: PdfDict): boolean =>
  dict.nameOf('Type') === 'ObjStm' || (dict.has('N') && dict.has('First')) || dict.doubled.has('Type');

/** Not compressed at all: then it was read as it stands. */
const isPlain = (dict: PdfDict): boolean => !dict.has('Filter');
const isDeflated = (dict: PdfDict): boolean => {
  const filter = dict.nameOf('Filter') ?? dict.onlyNameIn('Filter');
  const strange = ['Filter', 'DecodeParms', 'DP', 'N', 'First', 'Type'].some(key => dict.doubled.has(key));
  return !strange && (filter === 'FlateDecode' || filter === 'Fl') && !dict.has('DecodeParms') && !dict.has('DP');
};

const contentStart = (bytes: Buffer, at: number): number | null => {
  const word = skipSpace(bytes, at);
  if (bytes.toString('latin1', word, word + 6) !== 'stream') return null;
  let start = word + 6;
  if (bytes[start] === 0x0d) start += 1;
  if (bytes[start] === 0x0a) start += 1;
  return start;
};

/**
 * Looks into every object stream. Anything unusual about one is refused: no program that people use writes such. An object may begin in what
 * looks like another's dictionary, so all are read; a file whose dictionaries lie in each other a hundred deep is made to tire us.
 */
const refusedInside = (bytes: Buffer): Refusal | null => {
  let inflatedBytes = 0;
  let readBytes = 0;
  for (let at = bytes.indexOf('obj'); at >= 0; at = bytes.indexOf('obj', at + 3)) {
    if (bytes.toString('latin1', Math.max(0, at - 3), at) === 'end') continue;
    const dictAt = skipSpace(bytes, at + 3);
    if (bytes[dictAt] !== 0x3c || bytes[dictAt + 1] !== 0x3c) continue;
    const { dict, end } = readDict(bytes, dictAt);
    readBytes += end - at;
    if (readBytes > 2 * bytes.length + spareBytes) return 'pdf_broken';
    const start = isObjectStream(dict) ? contentStart(bytes, end) : null;
    if (start === null || isPlain(dict)) continue;
    if (!isDeflated(dict)) return 'pdf_broken';
    const inside = inflateSync(bytes.subarray(start), { maxOutputLength: objectStreamBytes });
    inflatedBytes += inside.length;
    if (inflatedBytes > allObjectStreamsBytes) return 'pdf_large';
    const refused = forbiddenIn(inside);
    if (refused) return refused;
  }
  return null;
};

/** null: a plain document that does nothing by itself. Looks at all bytes and all object streams; draws nothing. */
export const pdfRefusal = (bytes: Buffer): Refusal | null => {
  const end = bytes.lastIndexOf('%%EOF');
  if (bytes.toString('latin1', 0, 5) !== '%PDF-' || end < 0 || bytes.length - end > trailerBytes) return 'pdf_broken';
  const refused = forbiddenIn(bytes);
  if (refused) return refused;
  try {
    return refusedInside(bytes);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') return 'pdf_large';
    if (error instanceof PdfSyntax || (error instanceof Error && 'errno' in error)) return 'pdf_broken';
    throw error;
  }
};
