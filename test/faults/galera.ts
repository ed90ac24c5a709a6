import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { freePort } from './children';

export const galeraLibrary = '/usr/lib/galera/libgalera_smm.so';
const nodes = 3;

/** Three MariaDB nodes on 127.0.0.1 that keep the same database, each commit on a majority of them before it is answered. */
export interface Galera {
  /** DATABASE_URL by node. */
  readonly urls: readonly string[];
  /** kill -9 of one. */
  kill(node: number): Promise<void>;
  /** One that was killed comes back and takes over what it missed; resolves when it is in the cluster again. */
  rejoin(node: number): Promise<void>;
  /** kill -9 of all, then again from the one that has most. */
  crashAll(): Promise<void>;
  close(): Promise<void>;
}

interface Node {
  readonly data: string;
  readonly port: number;
  readonly args: readonly string[];
  process: ChildProcess | null;
}

const connect = (port: number) => createConnection({ host: '127.0.0.1', port, user: 'root' });

/** In the primary component, with everything taken over. */
const isReady = async (port: number): Promise<boolean> => {
  try {
    const connection = await connect(port);
    const [rows] = await connection.query("SHOW GLOBAL STATUS LIKE 'wsrep_ready'").finally(() => connection.end());
    return (rows as { Value: string }[])[0]?.Value === 'ON';
  } catch {
    return false;
  }
};

/** A whole copy goes through rsync, which as root would write as nobody. */
const isRoot = process.getuid?.() === 0;
const asUser = isRoot ? ['--user=mysql'] : [];

export const startGalera = async (): Promise<Galera> => {
  const folder = mkdtempSync(join(tmpdir(), 'chengxin-galera-'));
  const ports: number[] = [];
  // Each for SQL, for the group, for what was missed, and for a whole copy.
  while (ports.length < nodes * 4) {
    const port = await freePort();
    if (!ports.includes(port)) ports.push(port);
  }
  const portOf = (node: number, use: number): number => ports[node * 4 + use] ?? 0;
  const group = Array.from({ length: nodes }, (_, node) => `127.0.0.1:${portOf(node, 1)}`).join(',');
  const cluster: Node[] = Array.from({ length: nodes }, (_, node) => {
    const data = join(folder, `node-${node}`);
    mkdirSync(data);
    return {
      data,
      port: portOf(node, 0),
      process: null,
      args: [
        '--no-defaults',
        ...asUser,
        `--datadir=${data}`,
        `--socket=${join(folder, `sock-${node}`)}`,
        `--port=${portOf(node, 0)}`,
        '--bind-address=127.0.0.1',
        '--skip-name-resolve',
        '--max-connections=300',
        '--innodb-flush-log-at-trx-commit=1',
        '--innodb-autoinc-lock-mode=2',
        '--innodb-buffer-pool-size=64M',
        '--binlog-format=ROW',
        '--wsrep-on=ON',
        `--wsrep-provider=${galeraLibrary}`,
        '--wsrep-cluster-name=chengxin',
        `--wsrep-cluster-address=gcomm://${group}`,
        `--wsrep-node-name=node-${node}`,
        `--wsrep-node-address=127.0.0.1:${portOf(node, 1)}`,
        '--wsrep-sst-method=rsync',
        `--wsrep-sst-receive-address=127.0.0.1:${portOf(node, 3)}`,
        `--wsrep-provider-options=base_host=127.0.0.1;base_port=${portOf(node, 1)};gmcast.listen_addr=tcp://127.0.0.1:${portOf(node, 1)};ist.recv_addr=127.0.0.1:${portOf(node, 2)};gcache.size=64M`,
        `--log-error=${join(folder, `node-${node}.log`)}`,
      ],
    };
  });
  const at = (node: number): Node => {
    const found = cluster[node];
    if (!found) throw new Error(`no node ${node}`);
    return found;
  };

  const launch = async (node: number, first = false): Promise<void> => {
    const one = at(node);
    one.process = spawn('/usr/sbin/mariadbd', [...one.args, ...(first ? ['--wsrep-new-cluster'] : [])], { stdio: 'ignore' });
    const started = one.process;
    for (const endsMs = Date.now() + 90_000; !(await isReady(one.port)); await pause(200))
      if (started.exitCode !== null || Date.now() > endsMs)
        throw new Error(`node ${node} did not come up: ${readFileSync(join(folder, `node-${node}.log`), 'utf8').slice(-1500)}`);
  };
  const end = async (node: number, signal: NodeJS.Signals): Promise<void> => {
    const { process: running } = at(node);
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise(done => running.once('exit', done));
    running.kill(signal);
    await gone;
  };
  /** What a node that is down had committed last. */
  const lastOf = (node: number): number => {
    const log = join(folder, `recover-${node}.log`);
    execFileSync(
      '/usr/sbin/mariadbd',
      [...at(node).args.filter(arg => !arg.startsWith('--log-error')), `--log-error=${log}`, '--wsrep-recover'],
      {
        stdio: 'ignore',
      },
    );
    return Number(/Recovered position: [0-9a-f-]+:(-?\d+)/.exec(readFileSync(log, 'utf8'))?.[1] ?? -1);
  };

  if (isRoot) execFileSync('chown', ['-R', 'mysql', folder]);
  // The others take theirs over from the first.
  execFileSync(
    'mariadb-install-db',
    ['--no-defaults', `--datadir=${at(0).data}`, ...asUser, '--auth-root-authentication-method=normal', '--skip-test-db'],
    { stdio: 'ignore' },
  );
  for (let node = 0; node < nodes; node += 1) await launch(node, node === 0);
  const connection = await connect(at(0).port);
  await connection.query('CREATE DATABASE chengxin CHARACTER SET utf8mb4 COLLATE utf8mb4_bin');
  await connection.end();

  return {
    urls: cluster.map(({ port }) => `mysql://root@127.0.0.1:${port}/chengxin`),
    kill: node => end(node, 'SIGKILL'),
    rejoin: node => launch(node),
    async crashAll() {
      await Promise.all(cluster.map((_, node) => end(node, 'SIGKILL')));
      const last = cluster.map((_, node) => lastOf(node));
      const first = last.indexOf(Math.max(...last));
      const state = join(at(first).data, 'grastate.dat');
      writeFileSync(state, readFileSync(state, 'utf8').replace(/safe_to_bootstrap: \d/, 'safe_to_bootstrap: 1'));
      await launch(first, true);
      for (let node = 0; node < nodes; node += 1) if (node !== first) await launch(node);
    },
    async close() {
      await Promise.all(cluster.map((_, node) => end(node, 'SIGKILL')));
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
