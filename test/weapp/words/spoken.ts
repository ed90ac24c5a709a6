import { JSDOM } from 'jsdom';
import type { WeappHost } from '../../support/weapp/host';

const parser = new new JSDOM().window.DOMParser();
const flat = (text: string | null): string => (text ?? '').replace(/\s+/g, ' ').trim();

const stateOf = (element: Element): string =>
  ['aria-checked', 'aria-disabled', 'disabled']
    .filter(name => element.getAttribute(name) === 'true')
    .map(name => ` (${name.replace('aria-', '')})`)
    .join('');

/**
 * What is another one each time: the minutes of a run that begins at ten, numbers given to this one thing, codes, and whether a draft that is
 * saved a second after the last change is saved already (held to in the journeys).
 */
const masked = (line: string): string =>
  line
    .replace(/\b10:0\d\b/g, '10:0〈分〉')
    .replace(/^(正在存草稿…|草稿已存 .*)$/, '〈草稿：正在存，或已存〉')
    .replace(/^(还没有检查点，|前 \d+ 条已写进).*/, '〈检查点：有了，或每分钟做一个〉')
    .replace(/\b[\dA-F]{4}( [\dA-F]{4}){3,}\b|\b[\da-f]{16,}\b/g, '〈指纹〉')
    .replace(/\bBG\d+-\d{8}-\d+\b|\b[A-Z]{2}\d{8}-\d+\b/g, '〈编号〉')
    .replace(/^\d{6}$/, '〈六位码〉')
    .replace(/[\d.]+ (kB|KB|MB)/g, '〈大小〉 $1');

/** One line for each thing with a role, a label or words of its own, in reading order, deeper ones further in. */
const linesOf = (element: Element, depth: number): string[] => {
  const role =
    element.getAttribute('aria-role') ?? (/^(button|input|textarea)$/i.test(element.tagName) ? element.tagName.toLowerCase() : null);
  const label = element.getAttribute('aria-label');
  const own = flat(
    [...element.childNodes]
      .filter(node => node.nodeType === 3)
      .map(node => node.textContent)
      .join(''),
  );
  const value = [element.getAttribute('value'), element.getAttribute('placeholder')].filter(Boolean).join(' / ');
  const hidden = element.getAttribute('aria-hidden') === 'true';
  const words = [label, own !== label && own, value && `= ${value}`].filter(Boolean).join(' · ');
  const says = !hidden && (role || words);
  const line = says ? [`${'  '.repeat(depth)}${role ? `[${role}] ` : ''}${masked(words)}${stateOf(element)}`.trimEnd()] : [];
  return [...line, ...[...element.children].flatMap(child => linesOf(child, says ? depth + 1 : depth))];
};

/** The page on top, as it is read aloud. */
export const spoken = (host: WeappHost): string[] => {
  const { body } = parser.parseFromString(host.pages.at(-1)?.view.wxml() ?? '', 'text/html');
  const top = body.querySelector('.cx');
  const size = `${top?.classList.contains('elder') ? '长辈模式，' : ''}字号 ${/--k: ([\d.]+)/.exec(top?.getAttribute('style') ?? '')?.[1]}`;
  const toCome = body.querySelectorAll('.sk').length;
  return [`《${host.pages.at(-1)?.title}》${size}${toCome > 0 ? `，还有 ${toCome} 处没有到` : ''}`, ...linesOf(body, 0)];
};

/** What the app asked of the BFF from the `from`th request on, each once, in no order; ids and what follows a `?` left out. */
export const asked = (host: WeappHost, from: number): string[] => {
  const lines = host.phone.requests.slice(from).map(({ method, url, status, fault }) => {
    const path = new URL(url).pathname.replace(/[\da-f]{8}-[\da-f-]{27}|[\w.-]{16,}/g, '〈号〉');
    return `${method} ${path} ${status ?? (fault ? '没有答复' : '…')}`;
  });
  return [...new Set(lines)].sort();
};

/** Looks in a row that are alike; more of them while something stands in for what is to come, which may be tried again. */
const looksAlike = { done: 6, held: 12, toCome: 60 };

const look = (host: WeappHost): string => `${host.pages.at(-1)?.title} ${host.pages.at(-1)?.view.wxml()}`;

/** Waits until no answer is awaited and the page stays as it is. */
export const atRest = async (host: WeappHost): Promise<string[]> => {
  let before = '';
  let alike = 0;
  for (let looks = 0; looks < 300; looks++) {
    await new Promise(done => setTimeout(done, 25));
    const waiting = host.phone.requests.some(({ status, fault }) => status === null && fault === undefined);
    const toCome = host.pages.at(-1)?.view.querySelectorAll('.sk').length !== 0;
    const now = look(host);
    alike = !waiting && now === before ? alike + 1 : 0;
    if (alike >= (toCome ? looksAlike.toCome : looksAlike.done)) return spoken(host);
    before = now;
  }
  throw new Error(`the page does not come to rest\n${host.report()}`);
};

/** Waits until a page whose answers are held back stays as it is, and asks nothing more. */
export const atHold = async (host: WeappHost): Promise<string[]> => {
  let before = '';
  let alike = 0;
  for (let looks = 0; looks < 300; looks++) {
    await new Promise(done => setTimeout(done, 25));
    const now = `${host.phone.requests.length} ${look(host)}`;
    alike = now === before ? alike + 1 : 0;
    if (alike >= looksAlike.held) return spoken(host);
    before = now;
  }
  throw new Error(`the page does not come to rest\n${host.report()}`);
};
