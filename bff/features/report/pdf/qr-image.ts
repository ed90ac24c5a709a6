import { deflateSync } from 'node:zlib';
import qrcode from 'qrcode-generator';

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
const crc32 = (bytes: Buffer): number => {
  let c = 0xffffffff;
  for (const byte of bytes) c = (crcTable[(c ^ byte) & 0xff] ?? 0) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
};

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
};

/** Pixels a module: few enough for a small file, enough that no reader smooths the edges away. */
const scale = 8;

/**
 * The QR as a PNG of one bit a pixel, without a margin. An image and not drawn squares, so that the offline check can read
 * from the file which code its paper shows.
 */
export const qrImage = (text: string): Buffer => {
  const qr = qrcode(0, 'M');
  qr.addData(text, 'Byte');
  qr.make();
  const modules = qr.getModuleCount();
  const side = modules * scale;
  const rows: Buffer[] = [];
  for (let y = 0; y < modules; y++) {
    // One module is one byte wide; the first byte of a row is its PNG filter.
    const row = Buffer.from([0, ...Array.from({ length: modules }, (_, x) => (qr.isDark(y, x) ? 0 : 0xff))]);
    for (let copy = 0; copy < scale; copy++) rows.push(row);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1; // bits a pixel; colour type 0 (grey), no interlace
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(Buffer.concat(rows));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
};
