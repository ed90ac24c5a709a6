import { inflateRawSync } from 'node:zlib';
import { bulkPolicy } from '../../../policy/registration/bulk';
import { RefusedSheet } from './refusals';

interface Part {
  readonly name: string;
  readonly method: number;
  readonly from: number;
  readonly packed: number;
  readonly unpacked: number;
}

const endMark = 0x06054b50;
const partMark = 0x02014b50;
const localMark = 0x04034b50;
const isSheet = /^xl\/worksheets\/sheet(\d{1,3})\.xml$/;
const emptyStrings = Buffer.from('<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>');

const partsOf = (zip: Buffer): Part[] => {
  // The end stands in the last 64 kB and 22 bytes; a comment may follow it.
  const lowest = Math.max(0, zip.length - 65_557);
  let end = zip.length - 22;
  while (end >= lowest && zip.readUInt32LE(end) !== endMark) end -= 1;
  if (end < lowest || end < 0) throw new RefusedSheet('no_sheet');
  const count = zip.readUInt16LE(end + 10);
  if (count > bulkPolicy.partsAtMost) throw new RefusedSheet('too_large');
  const parts: Part[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let n = 0; n < count; n += 1) {
    if (zip.readUInt32LE(at) !== partMark) throw new RefusedSheet('no_sheet');
    const nameLength = zip.readUInt16LE(at + 28);
    if ((zip.readUInt16LE(at + 8) & 1) === 1) throw new RefusedSheet('encrypted');
    parts.push({
      name: zip.toString('utf8', at + 46, at + 46 + nameLength),
      method: zip.readUInt16LE(at + 10),
      packed: zip.readUInt32LE(at + 20),
      unpacked: zip.readUInt32LE(at + 24),
      from: zip.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return parts;
};

/** What is in a part, never more than `most` bytes whatever it says of itself. */
const unpack = (zip: Buffer, { from, method, packed }: Part, most: number): Buffer => {
  if (zip.readUInt32LE(from) !== localMark) throw new RefusedSheet('no_sheet');
  const start = from + 30 + zip.readUInt16LE(from + 26) + zip.readUInt16LE(from + 28);
  const bytes = zip.subarray(start, start + packed);
  if (bytes.length !== packed) throw new RefusedSheet('no_sheet');
  if (method === 0 && packed <= most) return bytes;
  if (method !== 8) throw new RefusedSheet(method === 0 ? 'too_large' : 'no_sheet');
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    throw new RefusedSheet((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'no_sheet');
  }
};

/** An archive of these parts in this order, not packed. */
const pack = (parts: readonly (readonly [name: string, bytes: Buffer])[]): Buffer => {
  const heads: Buffer[] = [];
  const pieces: Buffer[] = [];
  let at = 0;
  for (const [name, bytes] of parts) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(localMark, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt32LE(bytes.length, 18);
    local.writeUInt32LE(bytes.length, 22);
    local.writeUInt16LE(name.length, 26);
    const head = Buffer.alloc(46);
    head.writeUInt32LE(partMark, 0);
    local.copy(head, 6, 4, 30);
    head.writeUInt32LE(at, 42);
    pieces.push(local, Buffer.from(name), bytes);
    heads.push(head, Buffer.from(name));
    at += 30 + name.length + bytes.length;
  }
  const directory = Buffer.concat(heads);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(endMark, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...pieces, directory, end]);
};

/**
 * The parts of an xlsx that are read, unpacked within bounds and in the order in which a reader that streams needs them: it would write
 * a sheet that comes before its strings into a file in clear, and unpack whatever it is given. Macros, links to elsewhere, pictures and
 * further sheets are left behind here.
 * @throws RefusedSheet
 */
export const readArchive = (zip: Buffer): Buffer => {
  try {
    const parts = partsOf(zip);
    const sheets = parts
      .filter(({ name }) => isSheet.test(name))
      .sort((a, b) => Number(isSheet.exec(a.name)?.[1]) - Number(isSheet.exec(b.name)?.[1]));
    let left = bulkPolicy.unpackedBytes;
    const read = (part: Part | undefined): (readonly [string, Buffer])[] => {
      if (!part) return [];
      const bytes = unpack(zip, part, left);
      left -= bytes.length;
      return [[part.name, bytes]];
    };
    const named = (name: string) => read(parts.find(part => part.name === name));
    const [sheet] = read(sheets[0]);
    const strings = named('xl/sharedStrings.xml');
    const frame = [...named('xl/_rels/workbook.xml.rels'), ...named('xl/workbook.xml')];
    if (!sheet || frame.length < 2) throw new RefusedSheet('no_sheet');
    return pack([
      ...frame,
      ...named('xl/styles.xml'),
      ...(strings.length > 0 ? strings : [['xl/sharedStrings.xml', emptyStrings] as const]),
      sheet,
    ]);
  } catch (error) {
    // A place outside of the file: it was cut, or is none.
    if ((error as Error).name === 'RangeError') throw new RefusedSheet('no_sheet');
    throw error;
  }
};
