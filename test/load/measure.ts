import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';

/** Clock ticks of /proc are 10 ms on every Linux that Node runs on. */
const tickUs = 10_000;

/** User and system time a process has used, µs. */
export const cpuUs = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tickUs;
};

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

export interface Child {
  readonly process: ChildProcess;
  readonly pid: number;
  ask<T>(question: object): Promise<T>;
  stop(): Promise<void>;
}

/** A script of `children/` in its own process, pinned to `cores` while the load stays on the second; `first` is its first message. */
export const startChild = async <First>(
  script: string,
  env: Record<string, string> = {},
  execArgv: string[] = [],
  cores = '0',
): Promise<Child & { first: First }> => {
  const child = fork(join(__dirname, 'children', script), [], {
    env: { ...process.env, ...env },
    execArgv: ['--require', require.resolve('tsx/cjs'), ...execArgv],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const pid = child.pid ?? 0;
  spawnSync('taskset', ['-acp', cores, String(pid)], { stdio: 'ignore' });
  const next = <T>(): Promise<T> =>
    new Promise((resolve, reject) => {
      const ended = () => reject(new Error(`${script} ended`));
      child.once('exit', ended);
      child.once('message', message => {
        child.off('exit', ended);
        resolve(message as T);
      });
    });
  const first = await next<First>();
  return {
    process: child,
    pid,
    first,
    ask<T>(question: object) {
      const answer = next<T>();
      child.send(question);
      return answer;
    },
    stop: () =>
      new Promise(resolve => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
};

export interface Shot {
  readonly url: string;
  readonly headers?: Record<string, string>;
  /** JSON; makes it a POST. */
  readonly body?: string;
}

export interface Hit {
  readonly status: number;
  readonly ms: number;
}

const fire = (agent: Agent, { url, headers = {}, body }: Shot): Promise<Hit> =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const options = body === undefined ? { headers } : { method: 'POST', headers: { ...headers, 'content-type': 'application/json' } };
    request(url, { agent, ...options }, reply => {
      reply.resume();
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, ms: performance.now() - startedAt }));
      reply.on('error', reject);
    })
      .on('error', reject)
      .end(body);
  });

/** `count` requests, `concurrency` at a time; the next is sent when one ends. */
export const closedLoop = async (shotOf: (n: number) => Shot, count: number, concurrency = 64): Promise<Hit[]> => {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const hits: Hit[] = [];
  let sent = 0;
  const worker = async () => {
    while (sent < count) hits.push(await fire(agent, shotOf(sent++)));
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  agent.destroy();
  return hits;
};

/**
 * `perSec` requests a second for `seconds`, whether or not earlier ones have ended, over the kept connections of a reverse proxy;
 * waiting for a free one counts. A broken connection counts as status 0.
 */
export const openLoop = async (shot: Shot, perSec: number, seconds: number): Promise<Hit[]> => {
  const sockets = 256;
  const agent = new Agent({ keepAlive: true, maxSockets: sockets });
  // libuv takes about one new connection a turn of the loop: under load a proxy's connections are long open, so these are too.
  await Promise.all(Array.from({ length: sockets }, () => fire(agent, shot)));
  const pending: Promise<Hit>[] = [];
  const startedAt = performance.now();
  for (let sent = 0; ; ) {
    const elapsed = (performance.now() - startedAt) / 1000;
    if (elapsed >= seconds) break;
    for (; sent < elapsed * perSec; sent++) pending.push(fire(agent, shot).catch(() => ({ status: 0, ms: 0 })));
    await new Promise(resolve => setTimeout(resolve, 2));
  }
  const hits = await Promise.all(pending);
  agent.destroy();
  return hits;
};
