import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';

/** A private MariaDB of the tests: own data folder, own port, gone when closed. */
export interface MariaDb {
  /** A new empty database and its DATABASE_URL. */
  newDatabase(): Promise<string>;
  readonly port: number;
  /** kill -9, and up again on the same folder and port. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const untilAnswers = async (port: number, server: ChildProcess): Promise<void> => {
  const deadlineMs = Date.now() + 20_000;
  for (;;) {
    try {
      await (await createConnection({ host: '127.0.0.1', port, user: 'root' })).end();
      return;
    } catch (error) {
      if (server.exitCode !== null || Date.now() > deadlineMs) throw new Error('MariaDB did not start', { cause: error });
      await pause(100);
    }
  }
};

/** Databases on a server that already runs (`port`), as the runner starts one for all suites. */
export const attachMariaDb = (port: number): Pick<MariaDb, 'newDatabase' | 'port'> => ({
  port,
  async newDatabase() {
    const name = `test_${process.pid}_${Date.now().toString(36)}_${Math.random().toString(36).slice(2, 8)}`;
    const connection = await createConnection({ host: '127.0.0.1', port, user: 'root' });
    await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    await connection.end();
    return `mysql://root@127.0.0.1:${port}/${name}`;
  },
});

/** `durable`: what was committed outlives a kill -9, as in production; without it the tests are faster. */
export const startMariaDb = async ({ durable = false }: { durable?: boolean } = {}): Promise<MariaDb> => {
  const folder = mkdtempSync(join(tmpdir(), 'chengxin-mariadb-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  const asUser = process.getuid?.() === 0 ? ['--user=root'] : [];
  execFileSync(
    'mariadb-install-db',
    ['--no-defaults', `--datadir=${data}`, ...asUser, '--auth-root-authentication-method=normal', '--skip-test-db'],
    { stdio: 'ignore' },
  );
  const port = await freePort();
  const launch = (): ChildProcess =>
    spawn(
      '/usr/sbin/mariadbd',
      [
        '--no-defaults',
        ...asUser,
        `--datadir=${data}`,
        `--socket=${join(folder, 'sock')}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        '--skip-name-resolve',
        `--innodb-flush-log-at-trx-commit=${durable ? 1 : 0}`,
        '--max-connections=500',
      ],
      { stdio: 'ignore' },
    );
  let server = launch();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const gone = new Promise(resolve => server.once('exit', resolve));
    server.kill(signal);
    await gone;
  };
  await untilAnswers(port, server);
  return {
    ...attachMariaDb(port),
    async crash() {
      await end('SIGKILL');
      server = launch();
      await untilAnswers(port, server);
    },
    async close() {
      await end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
