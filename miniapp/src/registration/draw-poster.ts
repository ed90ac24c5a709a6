import type { Reply } from '../../../bff/contract/types';
import type { Brush, PictureWish, Stamp } from '../shared/platform-picture';
import { qrModules } from '../shared/qr-modules';

export type Poster = Reply<'registration.poster'>;

export interface PosterWish {
  readonly poster: Poster;
  readonly appName: string;
  /** `r, g, b` of the city's ink. */
  readonly brandRgb: string;
  /** WeChat's code where WeChat gave one and the poster is made in WeChat; else the ordinary QR of the link, which any camera reads. */
  readonly byWechat: boolean;
}

/** A4's ratio; sharp enough for a sheet of paper at the door. */
export const posterSize = { width: 900, height: 1272 } as const;

const ink = '#1F2523';
const inkSoft = '#585E59';
const paper = '#FFFEFB';
const line = '#E3DDD0';
const spine = 84;
const left = spine + 60;
const right = posterSize.width - 60;
const middle = (left + right) / 2;
const codeSide = 500;
const codeTop = 452;
const family = '"PingFang SC", "HarmonyOS Sans SC", "MiSans", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';
const font = (px: number, weight: 400 | 600 = 400): string => `${weight} ${px}px ${family}`;

export const whatOneSees = '扫一扫，看这家店自愿公开的信用信息，每一条都写明核对到哪一步。';

/** Lines that fit; Chinese breaks anywhere but before a mark. */
const linesOf = (brush: Brush, text: string, width: number): string[] => {
  const lines: string[] = [];
  let now = '';
  for (const letter of Array.from(text)) {
    if (now && brush.measureText(now + letter).width > width && !/[，。、；：）”]/.test(letter)) {
      lines.push(now);
      now = '';
    }
    now += letter;
  }
  return now ? [...lines, now] : lines;
};

/** The largest size at which a name takes no more than two lines; the smallest one, whatever it takes. */
const fitted = (brush: Brush, name: string, width: number): { readonly px: number; readonly lines: readonly string[] } => {
  for (const px of [68, 58, 50]) {
    brush.font = font(px, 600);
    const lines = linesOf(brush, name, width);
    if (lines.length <= 2) return { px, lines };
  }
  brush.font = font(42, 600);
  return { px: 42, lines: linesOf(brush, name, width) };
};

/** Eighteen characters in a row are read wrongly: grouped as the standard builds the code. */
const grouped = (code: string): string => [code.slice(0, 2), code.slice(2, 8), code.slice(8, 17), code.slice(17)].join(' ');

/** The back of a thread-bound book. */
const drawSpine = (brush: Brush, brandRgb: string): void => {
  brush.fillStyle = `rgb(${brandRgb})`;
  brush.fillRect(0, 0, spine, posterSize.height);
  brush.fillStyle = 'rgba(255, 255, 255, .55)';
  brush.fillRect(spine - 22, 0, 3, posterSize.height);
  for (const at of [0.09, 0.36, 0.64, 0.91]) brush.fillRect(0, Math.round(posterSize.height * at), spine - 19, 3);
};

const drawQr = (brush: Brush, url: string): void => {
  const { count, isDark } = qrModules(url);
  // Whole pixels a module: a code that was smoothed is read worse.
  const module = Math.floor(codeSide / (count + 4));
  const [x, y] = [Math.round(middle - (count * module) / 2), codeTop + Math.round((codeSide - count * module) / 2)];
  brush.fillStyle = ink;
  for (let row = 0; row < count; row++)
    for (let column = 0; column < count; column++)
      if (isDark(row, column)) brush.fillRect(x + column * module, y + row * module, module, module);
};

const drawCode = (brush: Brush, stamp: Stamp): void => {
  const scale = Math.min(codeSide / stamp.width, codeSide / stamp.height);
  const [width, height] = [Math.round(stamp.width * scale), Math.round(stamp.height * scale)];
  brush.drawImage(stamp, Math.round(middle - width / 2), codeTop + Math.round((codeSide - height) / 2), width, height);
};

/** Across the frame of the code, off its modules. Not cinnabar: that is for seals alone. */
const drawStamp = (brush: Brush, words: string): void => {
  brush.save();
  brush.translate(middle + codeSide / 2 + 8, codeTop - 14);
  brush.rotate(-0.12);
  brush.fillStyle = paper;
  brush.fillRect(-62, -32, 124, 64);
  brush.strokeStyle = inkSoft;
  brush.lineWidth = 3;
  brush.setLineDash([9, 6]);
  brush.strokeRect(-62, -32, 124, 64);
  brush.fillStyle = inkSoft;
  brush.font = font(40, 600);
  brush.textAlign = 'center';
  brush.textBaseline = 'middle';
  brush.fillText(words, 0, 2);
  brush.restore();
};

/** What hangs in the shop: whose page it is, its code, and one sentence of what a customer will see. Nothing else. */
const drawPoster = (brush: Brush, stamp: Stamp | null, { poster, appName, brandRgb }: PosterWish): void => {
  brush.fillStyle = paper;
  brush.fillRect(0, 0, posterSize.width, posterSize.height);
  drawSpine(brush, brandRgb);
  brush.textAlign = 'left';
  brush.textBaseline = 'alphabetic';
  brush.fillStyle = `rgb(${brandRgb})`;
  brush.font = font(34, 600);
  brush.fillText('信用公开页', left, 120);
  const { px, lines } = fitted(brush, poster.name, right - left);
  brush.fillStyle = ink;
  for (const [i, words] of lines.entries()) brush.fillText(words, left, 214 + i * Math.round(px * 1.28));
  brush.fillStyle = inkSoft;
  brush.font = font(28);
  brush.fillText(`统一社会信用代码 ${grouped(poster.orgCode)}`, left, 400);
  brush.strokeStyle = line;
  brush.lineWidth = 3;
  brush.strokeRect(middle - codeSide / 2 - 14, codeTop - 14, codeSide + 28, codeSide + 28);
  if (stamp) drawCode(brush, stamp);
  else drawQr(brush, poster.url);
  if (poster.stamp) drawStamp(brush, poster.stamp);
  brush.textAlign = 'center';
  brush.fillStyle = ink;
  brush.font = font(34, 600);
  for (const [i, words] of linesOf(brush, whatOneSees, right - left - 40).entries()) brush.fillText(words, middle, 1044 + i * 50);
  brush.fillStyle = inkSoft;
  brush.font = font(26);
  brush.fillText(stamp ? '用微信扫这个码' : '用微信或手机相机扫这个码', middle, 1160);
  brush.fillText(`${poster.city} · ${appName}`, middle, 1206);
};

export const posterPicture = (canvasId: string, wish: PosterWish): PictureWish => ({
  canvasId,
  ...posterSize,
  png: wish.byWechat ? wish.poster.miniProgramCode : null,
  draw: (brush, stamp) => drawPoster(brush, stamp, wish),
});
