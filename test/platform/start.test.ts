// Runs alone: it measures how long a start takes.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');
/** The first start may have to build both the BFF and the H5. */
const buildMs = 300_000;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const freePort = async (): Promise<number> => {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
};

const run = (
  script: string,
  args: readonly string[],
  env: Record<string, string>,
): { child: ChildProcess; ended: Promise<Ended>; out: () => string } => {
  const { DATABASE_URL: _unset, ...own } = process.env;
  const child = spawn(process.execPath, [script, ...args], { cwd: root, env: { ...own, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', chunk => {
    out += chunk;
  });
  child.stderr.on('data', chunk => {
    err += chunk;
  });
  return { child, out: () => out, ended: once(child, 'close').then(([code]) => ({ code: code as number | null, out, err })) };
};

/** Processes of the system whose environment names this data folder. */
const processesOf = (dataDir: string): string[] =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`DATA_DIR=${dataDir}`);
      } catch {
        return false;
      }
    });

describe('start', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'chengxin-start-'));
  let port: number;
  let env: Record<string, string>;
  let url: string;
  let token: string;

  const started: ChildProcess[] = [];

  const start = async (): Promise<ReturnType<typeof run> & { tookMs: number }> => {
    const startedMs = Date.now();
    const running = run('bff/start.mjs', [], env);
    started.push(running.child);
    const gone = running.ended.then(({ out, err }) => Promise.reject(new Error(`start ended: ${out}${err}`)));
    const ready = (async () => {
      while (!/^ready http/m.test(running.out())) await new Promise(wait => setTimeout(wait, 50));
    })();
    await Promise.race([ready, gone]);
    gone.catch(() => undefined);
    return { ...running, tookMs: Date.now() - startedMs };
  };

  const stop = async ({ child, ended }: ReturnType<typeof run>): Promise<Ended> => {
    child.kill('SIGINT');
    return ended;
  };

  beforeAll(async () => {
    port = await freePort();
    env = { PORT: String(port), DATA_DIR: dataDir };
    url = `http://127.0.0.1:${port}`;
  });
  // A failed expectation must not leave its processes to the next test.
  afterEach(async () => {
    for (const child of started.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGINT');
      await once(child, 'exit');
    }
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it(
    'makes everything ready from one command and stops all of it on Ctrl-C',
    async () => {
      const running = await start();
      expect(running.out().match(/^ready .*$/gm)).toEqual([`ready ${url}`]);
      expect(running.out()).toMatch(/演示人物/);
      expect(running.out()).not.toMatch(/\d{11}/);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      const home = await fetch(url);
      expect([home.status, home.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
      const { people } = (await (await fetch(`${url}/api/demo-people`)).json()) as { people: { key: string }[] };
      token = (await run('bff/admin.mjs', ['demo-token', people[0]?.key ?? ''], env).ended).out.trim();
      expect((await fetch(`${url}/api/sessions`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
      expect((await stop(running)).code).toBe(0);
      expect(processesOf(dataDir)).toEqual([]);
    },
    buildMs,
  );

  it('keeps the data and is ready within 5 s the second time', async () => {
    const running = await start();
    expect(running.tookMs).toBeLessThan(5000);
    expect((await fetch(`${url}/api/sessions`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);

    const samePort = await run('bff/start.mjs', [], { ...env, DATA_DIR: `${dataDir}-other` }).ended;
    expect(samePort).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^端口 \d+ 已被占用.*\n$/) });

    const second = await run('.build/bff/main.js', [], { ...env, PORT: '0', CHENGXIN_MODE: 'sandbox' }).ended;
    expect(second).toMatchObject({ code: 1, err: expect.stringMatching(/^数据库文件正被另一个城信进程使用.*\n$/) });
    const worker = await run('.build/bff/worker.js', [], { ...env, CHENGXIN_MODE: 'sandbox' }).ended;
    expect(worker).toMatchObject({ code: 1, err: expect.stringMatching(/^SQLite 只能由 BFF 一个进程打开.*\n$/) });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await stop(running);
  }, 60_000);

  it('stops the city too when the BFF is killed', async () => {
    const running = await start();
    const bff = processesOf(dataDir).find(pid => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('bff/main.js'));
    process.kill(Number(bff), 'SIGKILL');
    const { code, err } = await running.ended;
    expect(code).toBe(1);
    expect(err).toContain('bff 意外退出');
    expect(processesOf(dataDir)).toEqual([]);
  }, 60_000);

  it('leaves nothing behind when it is killed itself', async () => {
    const running = await start();
    running.child.kill('SIGKILL');
    await running.ended;
    for (let tries = 0; processesOf(dataDir).length > 0 && tries < 100; tries++) await new Promise(wait => setTimeout(wait, 100));
    expect(processesOf(dataDir)).toEqual([]);
  }, 60_000);

  it('lets operators open the file themselves when no BFF runs', async () => {
    const { code, out } = await run('bff/admin.mjs', ['status'], env).ended;
    expect([code, out]).toEqual([0, expect.stringContaining('sqlite')]);
  }, 60_000);

  it('refuses production without keys, listing every fault', async () => {
    const { code, err } = await run('.build/bff/main.js', [], { DATA_DIR: dataDir, CHENGXIN_MODE: 'production', LOG_LEVEL: 'loud' }).ended;
    expect(code).toBe(1);
    for (const name of ['LOG_LEVEL', 'KEYS_FILE', 'PUBLIC_URL', 'CREDIT_SECRET', 'WECHAT_APP_ID']) expect(err).toContain(name);
    const token = await run('.build/bff/admin/cli.js', ['demo-token', 'x'], { DATA_DIR: dataDir, CHENGXIN_MODE: 'production' }).ended;
    expect([token.code, token.out]).toEqual([1, '']);
  }, 60_000);
});
