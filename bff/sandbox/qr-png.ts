import { deflateSync } from 'node:zlib';
import qrcode from 'qrcode-generator';

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

const crc32 = (bytes: Uint8Array): number => {
  let c = 0xffffffff;
  for (const byte of bytes) c = (crcTable[(c ^ byte) & 0xff] ?? 0) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
};

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
};

/** A QR code as greyscale PNG. Stands where WeChat would draw its round code. */
export const qrPng = (text: string, scale = 6, quiet = 4): Buffer => {
  const code = qrcode(0, 'M');
  code.addData(Buffer.from(text).toString('latin1'));
  code.make();
  const side = (code.getModuleCount() + 2 * quiet) * scale;
  const isDark = (x: number, y: number): boolean => {
    const [column, row] = [Math.floor(x / scale) - quiet, Math.floor(y / scale) - quiet];
    const inside = (n: number) => n >= 0 && n < code.getModuleCount();
    return inside(column) && inside(row) && code.isDark(row, column);
  };
  const pixels = Buffer.alloc((side + 1) * side);
  for (let y = 0; y < side; y += 1) for (let x = 0; x < side; x += 1) pixels[y * (side + 1) + 1 + x] = isDark(x, y) ? 0 : 255;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
