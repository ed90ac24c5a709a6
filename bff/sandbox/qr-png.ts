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

/** 示意 as 24 rows of 52 dots, the leftmost in the highest bit; drawn here because a machine may have no font with it. */
const stamp = [
  '0000000001800 0000000003c00 1ffff801ffff8 1ffff801ffff8 0ffff000381c0 000000003c3c0 00000003ffffc 00000003ffffc',
  '7ffffe0000000 7ffffe00ffff0 7ffffe00ffff0 003c0000e0070 003c0000ffff0 0e3c6000ffff0 0e3cf000e0070 0e3c7000ffff0',
  '1e3c7800ffff0 3c3c3c0003c00 3c3c3c01dde38 783c1c01dcc38 703c1e039c1dc 01fc08079ffcc 01f800031ff88 01f0000000000',
].flatMap(line => line.split(' ').map(row => BigInt(`0x${row}`)));
const stampWide = 52;
const stampGap = 8;
const stampInk = 0x60;

/** A QR code as greyscale PNG, stamped 示意 below. Stands where WeChat would draw its round code. */
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
  const tall = side + stamp.length + stampGap;
  const pixels = Buffer.alloc((side + 1) * tall, 255);
  for (let y = 0; y < tall; y += 1) pixels[y * (side + 1)] = 0;
  const stampLeft = Math.floor((side - stampWide) / 2);
  const isStamped = (x: number, y: number): boolean => ((stamp[y] ?? 0n) >> BigInt(stampWide - 1 - x)) % 2n === 1n;
  for (let y = 0; y < stamp.length; y += 1)
    for (let x = 0; x < stampWide; x += 1) if (isStamped(x, y)) pixels[(side + y) * (side + 1) + 1 + stampLeft + x] = stampInk;
  for (let y = 0; y < side; y += 1) for (let x = 0; x < side; x += 1) pixels[y * (side + 1) + 1 + x] = isDark(x, y) ? 0 : 255;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(tall, 4);
  head.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
