import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

/** What WeChat's built-in components look like before any style of the app; as far as this app's pages show it. */
const builtInCss = `
html { font-size: 16px } body { margin: 0; font-family: 'Noto Sans CJK SC', sans-serif; -webkit-text-size-adjust: none; line-height: 1.6 }
wx-view, wx-scroll-view, wx-form, wx-picker, wx-swiper, wx-comp { display: block } wx-text { display: inline; white-space: pre-line }
wx-image { display: inline-block; width: 320px; height: 240px; overflow: hidden; background-repeat: no-repeat; background-size: 100% 100% }
wx-button { display: block; position: relative; margin: 0 auto; padding: 0 14px; box-sizing: border-box; font-size: 18px; text-align: center;
  line-height: 2.55555556; border-radius: 5px; overflow: hidden; color: #000; background-color: #f8f8f8 }
wx-input { display: block; height: 1.4em; overflow: hidden } wx-textarea { display: block; width: 300px; height: 150px }
`;

const tags = 'view|text|image|button|input|textarea|scroll-view|form|picker|swiper';

/** One style sheet with what it imports; rpx is a 750th of the screen's width. */
const cssOf = (file: string): string => {
  if (!existsSync(file)) return '';
  const text = readFileSync(file, 'utf8').replace(/@import\s*["']([^"']+)["'];?/g, (_, to: string) => cssOf(join(dirname(file), to)));
  return text
    .replace(/(-?[\d.]+)rpx/g, (_, rpx: string) => `calc(${rpx} * 100vw / 750)`)
    .replace(/(^|[{}>+~,\s])page(?=[\s.,:{>[])/g, '$1body')
    .replace(new RegExp(`(^|[}>+~,\\s])(${tags})(?=[\\s.,:{>[])(?=[^{}]*\\{)`, 'g'), '$1wx-$2');
};

/** WXML as HTML that a browser draws: every component is an element of its own name, and no HTML element by accident. */
export const htmlOf = (distDir: string, route: string, wxml: string): string => {
  const body = wxml.replace(/<(\/?)(?!page\b)([a-z][\w-]*)/g, '<$1wx-$2').replace(/<\/?page>/g, '');
  const css = [join(distDir, 'app.wxss'), join(distDir, `${route}.wxss`)].map(cssOf).join('\n');
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><style>${builtInCss}${css}</style></head><body>${body}</body></html>`;
};

const fileUri = (distDir: string, path: string): string =>
  `data:image/png;base64,${readFileSync(join(distDir, path.replace(/^\//, ''))).toString('base64')}`;

const screenSize = { width: 390, height: 756 };

/** A page of Chromium to draw on; one serves for any number of drawings. */
export const openEasel = (browser: Browser): Promise<Page> => browser.newPage({ viewport: screenSize, deviceScaleFactor: 2 });

/**
 * Draws a page of the app with the dist's own styles in Chromium: for pictures, for pixels of a QR code, for sizes and computed colours.
 * It is a still of what the view layer holds now; nothing in it can be tapped.
 */
export const drawPage = async (easel: Page, distDir: string, { route, wxml }: { route: string; wxml: string }): Promise<void> => {
  await easel.setViewportSize(screenSize);
  const local = wxml.replace(/ src="(\/?[\w-]+(?:\/[\w-]+)*\.png)"/g, (_, path: string) => ` src="${fileUri(distDir, path)}"`);
  await easel.setContent(htmlOf(distDir, route, local));
  await easel.evaluate(() => {
    for (const image of document.querySelectorAll<HTMLElement>('wx-image')) {
      image.style.backgroundImage = `url("${image.getAttribute('src')}")`;
      if (image.getAttribute('mode') === 'aspectFit') image.style.background += ' center / contain no-repeat';
    }
    for (const field of document.querySelectorAll<HTMLElement>('wx-input, wx-textarea'))
      field.textContent = field.getAttribute('value') || field.getAttribute('placeholder');
  });
};
