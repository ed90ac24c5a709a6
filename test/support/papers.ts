import { deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** Files as people and attackers send them, made here. */
interface PdfOptions {
  /** Entries of the catalogue beside its pages. */
  readonly catalogue?: string;
  /** More objects, from number 10 on, each without its head: `<< … >>`. */
  readonly objects?: readonly string[];
  /** Objects inside of an object stream, as text; and what its dictionary says beside. */
  readonly packed?: string;
  readonly packedAs?: string;
  readonly trailer?: string;
  readonly padding?: number;
}

/** A PDF of one empty page. Readers would mend its missing cross-reference table; what matters here are its objects. */
export const makePdf = ({ catalogue = '', objects = [], packed, packedAs, trailer = '', padding = 0 }: PdfOptions = {}): Buffer => {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const add = (text: string | Buffer): void => void parts.push(Buffer.isBuffer(text) ? text : Buffer.from(text, 'latin1'));
  add(`1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${catalogue} >>\nendobj\n`);
  add(
    '2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n',
  );
  for (const [n, object] of objects.entries()) add(`${10 + n} 0 obj\n${object}\nendobj\n`);
  if (packed !== undefined) {
    const body = deflateSync(Buffer.from(packed, 'latin1'));
    add(`50 0 obj\n<< ${packedAs ?? '/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode'} /Length ${body.length} >>\nstream\n`);
    add(body);
    add('\nendstream\nendobj\n');
  }
  if (padding > 0) {
    add(`60 0 obj\n<< /Length ${padding} >>\nstream\n`);
    add(Buffer.alloc(padding, 'q '));
    add('\nendstream\nendobj\n');
  }
  add(`trailer\n<< /Root 1 0 R ${trailer} >>\nstartxref\n0\n%%EOF\n`);
  return Buffer.concat(parts);
};

/** A small photo of two halves, red above blue; `orientation` as a camera notes it, and the place where it was taken. */
export const makePhoto = (options: { orientation?: number; width?: number; height?: number } = {}): Promise<Buffer> => {
  const { orientation = 1, width = 64, height = 32 } = options;
  const half = { create: { width, height: height / 2, channels: 3 as const, background: { r: 250, g: 0, b: 0 } } };
  return sharp({ create: { width, height, channels: 3, background: { r: 0, g: 0, b: 250 } } })
    .composite([{ input: half, top: 0, left: 0 }])
    .withExif({
      IFD0: { Make: 'Qinghe', Model: 'Camera 7', Orientation: String(orientation) },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '41/1 41/1 41/1', GPSLongitudeRef: 'E', GPSLongitude: '99/1 0/1 0/1' },
    })
    .withMetadata({ orientation })
    .jpeg()
    .toBuffer();
};

/** The head of a HEIC file; what follows does not matter to whoever looks at the content. */
export const heicHead = Buffer.concat([
  Buffer.from([0, 0, 0, 24]),
  Buffer.from('ftypheic', 'latin1'),
  Buffer.from([0, 0, 0, 0]),
  Buffer.from('mif1heic', 'latin1'),
  Buffer.alloc(200),
]);
