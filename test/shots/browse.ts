import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { PageShots, State } from './shot';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const viewport = { width: 390, height: 844 };

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });

const problem = {
  type: 'about:blank',
  title: '市信用平台暂时没有应答，请稍后再试',
  status: 503,
  code: 'platform.unavailable',
};

const sizeOf: Partial<Record<State, string>> = { elder: 'large', largest: 'largest' };

export interface Visitor {
  readonly context: BrowserContext;
  readonly url: string;
  /** GET of the API as this person. */
  readonly read: <T>(path: string) => Promise<T>;
}

const client = { 'X-Client': 'h5' };

/** One signed-in person's browser: renewal turns the cookie at every load, so a person's pages go one after the other. */
export const openAs = async (browser: Browser, url: string, person: string | null): Promise<Visitor> => {
  const context = await browser.newContext({ viewport, deviceScaleFactor: 2, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const { request } = context;
  if (person === null) {
    const read = async <T>(path: string): Promise<T> => (await request.get(`${url}/api${path}`, { headers: client })).json();
    return { context, url, read };
  }
  const reply = await request.post(`${url}/api/sessions/demo`, { headers: client, data: { person, device: '截图用的浏览器' } });
  if (!reply.ok()) throw new Error(`sign-in as ${person} answered ${reply.status()}`);
  const { csrfToken, accessToken } = (await reply.json()) as { csrfToken: string; accessToken: string };
  await context.addInitScript(csrf => localStorage.setItem('csrf', JSON.stringify({ data: csrf })), csrfToken);
  const read = async <T>(path: string): Promise<T> =>
    (await request.get(`${url}/api${path}`, { headers: { ...client, Authorization: `Bearer ${accessToken}` } })).json();
  return { context, url, read };
};

const hold = async (page: Page, shots: PageShots, state: State): Promise<void> => {
  const { api } = shots;
  if (!api) return;
  await page.route(
    address => api.test(address.pathname),
    async route => {
      if (state === 'offline') await route.abort('internetdisconnected');
      if (state === 'error') await route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) });
      // loading: never answered
    },
  );
};

/** The server's own answers, but for the real name. */
const unprove = async (page: Page): Promise<void> => {
  await page.route(/\/api\/(sessions\/renewal|identity)$/, async route => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), verified: false, subjects: [] } });
  });
};

/** The path with ids of this person filled in. */
const pathFor = async ({ read }: Visitor, { path, find }: PageShots): Promise<string> => {
  const found = (await find?.(read)) ?? {};
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(found[name] ?? ''));
};

/** Draws one page in one state; returns what the browser complained of. */
export const draw = async (visitor: Visitor, shots: PageShots, state: State, folder: string): Promise<string[]> => {
  const page = await visitor.context.newPage();
  const faults: string[] = [];
  page.on('pageerror', error => faults.push(error.message));
  await page.addInitScript(size => localStorage.setItem('display-size', JSON.stringify({ data: size })), sizeOf[state] ?? 'usual');
  const path = await pathFor(visitor, shots);
  if (shots.unverified) await unprove(page);
  if (state === 'loading' || state === 'error' || state === 'offline') await hold(page, shots, state);
  await page.goto(`${visitor.url}/#${path}`);
  await page.locator('.cx').first().waitFor();
  if (state === 'loading') await page.waitForTimeout(1_200);
  else if (state === 'offline') await page.waitForTimeout(4_000);
  else await page.waitForLoadState('networkidle');
  await shots.act?.(page);
  await page.waitForTimeout(300);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  if (wide) faults.push('the page is wider than the screen');
  mkdirSync(folder, { recursive: true });
  const height = await page.evaluate(() => Math.ceil(document.querySelector('.taro_page_show .cx, .cx')?.scrollHeight ?? 0));
  await page.setViewportSize({ width: viewport.width, height: Math.min(6_000, Math.max(viewport.height, height + 110)) });
  await page.waitForTimeout(150);
  await page.screenshot({ path: join(folder, `${shots.name}-${state}.png`) });
  await page.close();
  return faults;
};
