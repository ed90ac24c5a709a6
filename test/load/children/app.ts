import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createApp, serverTimeouts } from '../../../bff/app';
import { loadConfig } from '../../../bff/config';
import { compose } from '../../../bff/container';
import { openDb } from '../../../bff/lib/db/open-db';
import { makeLog } from '../../../bff/lib/log';

/**
 * The real app on SQLite. Two handlers are replaced, so that what surrounds a handler is measured alone:
 * `consent.list` answers a ready 2 kB object, `notice.list` costs 2 ms of CPU and 20 ms of waiting.
 */
const consent = {
  consentId: '01890a5d-ac96-774b-bcce-b302099a8057',
  kind: 'privacy' as const,
  version: '2026-11-01',
  title: '隐私政策',
  text: '约'.repeat(560),
  givenAt: '2026-11-22T00:00:00.000Z',
  withdrawnAt: null,
  withdrawEffect: '撤回以后不能登录。',
  current: true,
};
const ready = Object.freeze({ consents: [consent] });

const burn = (ms: number): void => {
  for (const until = performance.now() + ms; performance.now() < until; );
};

const main = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const config = loadConfig({
    CHENGXIN_MODE: 'sandbox',
    DATA_DIR: dataDir,
    SANDBOX_PORT: process.env.SANDBOX_PORT ?? '',
    LOG_LEVEL: 'info',
  });
  const db = await openDb(config);
  // Lines are made and thrown away: logging is on, the disk of this machine is not measured.
  const log = makeLog('info', { write: () => undefined });
  const container = await compose({ config, db, now: () => new Date(), log });
  const handlers = {
    ...container.handlers,
    'consent.list': () => ready,
    'notice.list': async () => {
      await pause(20);
      burn(2);
      return { notices: [], unread: 0, nextCursor: null };
    },
  };
  // Attachments are checked by the relay; elsewhere nothing runs beside what is measured.
  if (process.env.BENCH_BACKGROUND) container.start();
  const app = createApp({ ...container, handlers });
  const server = createServer(serverTimeouts, app.callback());
  server.listen(0, '127.0.0.1', () => process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
  process.on('message', () => {
    global.gc?.();
    global.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    process.send?.({ held: heapUsed + external, rss });
  });
  process.on('SIGTERM', async () => {
    await container.close();
    await db.close();
    rmSync(dataDir, { recursive: true, force: true });
    process.exit(0);
  });
};
void main();
