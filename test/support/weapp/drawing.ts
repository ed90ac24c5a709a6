import type { Page } from 'playwright-core';
import type { Drawing } from './phone';

/** Draws again, in Chromium, what the app drew on a canvas. PNG. */
export const pngOf = async (easel: Page, { width, height, strokes, stamps }: Drawing): Promise<Buffer> => {
  const sources = Object.fromEntries(
    Object.entries(stamps).map(([name, bytes]) => [name, `data:image/png;base64,${bytes.toString('base64')}`]),
  );
  const uri = await easel.evaluate(
    async ([wide, high, all, pictures]) => {
      const images: Record<string, HTMLImageElement> = {};
      for (const [name, source] of Object.entries(pictures)) {
        const image = new Image();
        image.src = source;
        await image.decode();
        images[name] = image;
      }
      const canvas = document.createElement('canvas');
      canvas.width = wide;
      canvas.height = high;
      const brush = canvas.getContext('2d') as unknown as Record<string, unknown>;
      for (const stroke of all) {
        if ('set' in stroke) brush[stroke.set] = stroke.to;
        else {
          const args = stroke.call === 'drawImage' ? [images[String(stroke.args[0])], ...stroke.args.slice(1)] : stroke.args;
          (brush[stroke.call] as (...args: unknown[]) => void).call(brush, ...args);
        }
      }
      return canvas.toDataURL('image/png');
    },
    [width, height, strokes, sources] as const,
  );
  return Buffer.from(uri.split(',')[1] as string, 'base64');
};
