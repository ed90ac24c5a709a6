import { writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

/** RGBA, row by row. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** The pixels of a PNG, as the browser of `page` decodes it. */
export const pixelsOf = async (page: Page, png: Buffer): Promise<Pixels> => {
  const { bytes, width, height } = await page.evaluate(async base64 => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const brush = canvas.getContext('2d');
    if (!brush) throw new Error('no canvas');
    brush.drawImage(image, 0, 0);
    const { data } = brush.getImageData(0, 0, image.width, image.height);
    let text = '';
    for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
    return { bytes: btoa(text), width: image.width, height: image.height };
  }, png.toString('base64'));
  return { data: new Uint8ClampedArray(Buffer.from(bytes, 'base64')), width, height };
};

/** A film of one picture on a grey table, for Chromium's fake camera: YUV4MPEG2, 640 × 480, brightness only. */
export const filmOf = async (path: string, { data, width, height }: Pixels): Promise<void> => {
  const [wide, high] = [640, 480];
  const luma = Buffer.alloc(wide * high, 160);
  const scale = Math.min(1, (wide - 80) / width, (high - 80) / height);
  const [left, top] = [Math.floor((wide - width * scale) / 2), Math.floor((high - height * scale) / 2)];
  for (let y = 0; y < Math.floor(height * scale); y++)
    for (let x = 0; x < Math.floor(width * scale); x++) {
      const at = (Math.floor(y / scale) * width + Math.floor(x / scale)) * 4;
      luma[(top + y) * wide + left + x] = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((wide * high) / 2, 128)]);
  await writeFile(
    path,
    Buffer.concat([Buffer.from(`YUV4MPEG2 W${wide} H${high} F10:1 Ip A1:1 C420jpeg\n`), ...Array.from({ length: 10 }, () => frame)]),
  );
};
