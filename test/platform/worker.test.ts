import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startTestApp, type TestApp } from '../support/app';
import { testEngine } from '../support/db';

const startWorker = (app: TestApp) => {
  const env = {
    ...process.env,
    CHENGXIN_MODE: 'sandbox',
    DATA_DIR: app.config.dataDir,
    DATABASE_URL: app.config.databaseUrl ?? '',
    SANDBOX_PORT: String(app.sandbox.port),
    PUBLIC_URL: app.url,
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
      const { worker } = startWorker(app);
      await once(worker, 'message');
      for (let tries = 0; (await states())[0]?.state !== 'done' && tries < 100; tries++) await new Promise(wait => setTimeout(wait, 100));
      expect(await states()).toEqual([{ state: 'done' }]);
      worker.kill('SIGTERM');
      expect(await once(worker, 'exit')).toEqual([0, null]);
    }, 60_000);
  }
});
