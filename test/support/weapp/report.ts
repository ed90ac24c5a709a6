import type { Pages } from './pages';
import type { Phone } from './phone';

const shown = 10;

/** What a failure prints: where the app is, what it asked, what WeChat shows over it, what went wrong, and the page itself. */
export const reportOf = (pages: Pages, phone: Phone, faults: readonly string[]): string => {
  const requests = phone.requests
    .slice(-shown)
    .map(({ method, url, status, fault }) => `${method} ${url.replace(/^\w+:\/\/[^/]+/, '')} → ${status ?? fault ?? 'no reply yet'}`);
  const list = (lines: readonly string[]): string => lines.join('\n  ') || '(none)';
  return [
    `stack: ${pages.stack.map(one => one.route).join(' > ') || '(empty)'}`,
    `last requests:\n  ${list(requests)}`,
    `dialogs:\n  ${list(phone.dialogs.map(({ title, content, buttons }) => `${title} ${content} [${buttons.join('] [')}]`))}`,
    `toasts: ${phone.toasts.slice(-shown).join('; ') || '(none)'}`,
    `faults:\n  ${list(faults)}`,
    // Drawings in data URIs would hide the words.
    `WXML: ${pages.top?.view.wxml().replace(/"data:[^"]{40,}"/g, '"data:…"') ?? '(no page)'}`,
  ].join('\n');
};
