import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startTestApp, type TestApp } from '../support/app';
import { testEngine } from '../support/db';

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
};

const startWorker = (app: TestApp, more: Record<string, string> = {}) => {
  const env = {
    ...process.env,
    CHENGXIN_MODE: 'sandbox',
    DATA_DIR: app.config.dataDir,
    DATABASE_URL: app.config.databaseUrl ?? '',
    SANDBOX_PORT: String(app.sandbox.port),
    PUBLIC_URL: app.url,
    ...more,
  };
  const worker = spawn(process.execPath, ['--import', 'tsx', 'bff/worker.ts'], {
    cwd: join(__dirname, '../..'),
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  return { worker, said: worker.stderr ? text(worker.stderr) : Promise.resolve('') };
};

describe('worker', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ env: { RELAY: 'worker' } });
  }, 60_000);
  afterAll(() => app.close());

  if (testEngine === 'sqlite') {
    it('refuses SQLite in one clear line', async () => {
      const { worker, said } = startWorker(app);
      const [code] = await once(worker, 'exit');
      expect([code, await said]).toEqual([1, expect.stringMatching(/^SQLite 只能由 BFF 一个进程打开.*\n$/)]);
    }, 30_000);
  } else {
    it('delivers what the BFF enqueued, and stops when told', async () => {
      const { token } = await app.signIn('clean');
      const sent = await app.api('help.send', { body: { kind: 'suggestion', text: '希望字再大一些', page: null } }, { token });
      expect(sent.problem?.code).toBeUndefined();
      const states = () => app.db.query<{ state: string }>("SELECT state FROM outbox WHERE topic = 'help.forward'");
      await new Promise(wait => setTimeout(wait, 1500));
      expect(await states()).toEqual([{ state: 'waiting' }]);
      const port = await freePort();
      const { worker } = startWorker(app, { WORKER_PORT: String(port) });
      await once(worker, 'message');
      for (let tries = 0; (await states())[0]?.state !== 'done' && tries < 100; tries++) await new Promise(wait => setTimeout(wait, 100));
      expect(await states()).toEqual([{ state: 'done' }]);
      const page = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
      expect(await (await page('/healthz')).json()).toEqual({ status: 'ok' });
      expect((await (await page('/readyz')).json()).dependencies.database).toEqual({ state: 'up', detail: null });
      expect(await (await page('/metrics')).text()).toContain(
        'chengxin_outbox_deliveries_total{topic="help.forward",outcome="delivered"} 1',
      );
      expect((await page('/api/identity')).status).toBe(404);
      worker.kill('SIGTERM');
      expect(await once(worker, 'exit')).toEqual([0, null]);
    }, 60_000);
  }
});
