import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type App, createApp, serverTimeouts } from '../../bff/app';
import { type Config, loadConfig } from '../../bff/config';
import { compose } from '../../bff/container';
import { routes } from '../../bff/contract/routes';
import type { CallInput, ProblemReply, Reply, RouteName } from '../../bff/contract/types';
import type { Db } from '../../bff/lib/db';
import { openDb } from '../../bff/lib/db/open-db';
import { makeLog } from '../../bff/lib/log';
import { newId } from '../../bff/lib/new-id';
import { type Sandbox, startSandbox } from '../../bff/sandbox/start';
import { newDatabase } from './db';
import { guardDb } from './guard-db';

export interface CallOptions {
  readonly token?: string;
  readonly idempotencyKey?: string;
  readonly client?: 'weapp' | 'h5';
  readonly headers?: Record<string, string>;
}

export interface Answer<N extends RouteName> {
  readonly status: number;
  readonly headers: Headers;
  /** Of a 2xx; a PDF is `bytes`. */
  readonly body: Reply<N>;
  /** Of anything else. */
  readonly problem: ProblemReply;
  readonly bytes: Buffer;
}

/** The real clock, moved; the BFF and the sandbox share it. */
export interface TestClock {
  now(): Date;
  /** Stands `ms` further from real time than now. */
  advance(ms: number): void;
}

export interface TestApp {
  readonly url: string;
  readonly db: Db;
  readonly config: Config;
  readonly sandbox: Sandbox;
  /** One call of the sandbox's control port (docs/upstreams/sandbox.md). */
  control(path: string, body?: unknown, method?: string): Promise<unknown>;
  readonly clock: TestClock;
  readonly container: Awaited<ReturnType<typeof compose>>;
  readonly app: App;
  /** What the BFF logged so far, one JSON line an event. */
  logged(): string;
  api<N extends RouteName>(name: N, input?: Partial<CallInput<N>>, options?: CallOptions): Promise<Answer<N>>;
  /** Signs in as a demo person. */
  signIn(person: string): Promise<Reply<'session.signInDemo'> & { token: string }>;
  close(): Promise<void>;
}

const pathOf = (template: string, params: Record<string, unknown>, query: Record<string, unknown>): string => {
  const path = template.replace(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(String(params[name])));
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined);
  return pairs.length > 0 ? `${path}?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}` : path;
};

/**
 * The whole BFF on a fresh database of the run's engine, against a sandbox of its own. Clocks and relay run unless `background` is false.
 * `at`: the instant it is to be for both, and the city is made for that day; without it the words of records change from day to day.
 */
export const startTestApp = async ({
  env = {},
  background = true,
  at,
}: {
  env?: Record<string, string>;
  background?: boolean;
  at?: string;
} = {}): Promise<TestApp> => {
  const { databaseUrl, dataDir, drop } = await newDatabase();
  let offsetMs = at === undefined ? 0 : Date.parse(at) - Date.now();
  const now = (): Date => new Date(Date.now() + offsetMs);
  const server = createServer(serverTimeouts);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sandbox = await startSandbox({ bffUrl: url, clock: () => now().getTime() });
  const config = loadConfig({
    CHENGXIN_MODE: 'sandbox',
    DATA_DIR: dataDir,
    SANDBOX_PORT: String(sandbox.port),
    PUBLIC_URL: url,
    LOG_LEVEL: 'debug',
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
    ...env,
  });
  let lines = '';
  const log = makeLog(config.logLevel, {
    write: line => {
      lines += line;
    },
  });
  const db = guardDb(await openDb(config));
  /** Also of an app that did not come up: what stays open would keep the whole run from ending. */
  const closeAround = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
    await db.close();
    await sandbox.close();
    await drop();
  };
  const container = await compose({ config, db, now, log }).catch(async error => {
    await closeAround();
    throw error;
  });
  const app = createApp(container);
  server.on('request', app.callback());
  if (background) container.start();

  const api: TestApp['api'] = async (name, input = {}, options = {}) => {
    const route = routes[name] as { method: string; path: string; creates?: true };
    const {
      params = {},
      query = {},
      body,
    } = input as { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown };
    const reply = await fetch(`${url}/api${pathOf(route.path, params, query)}`, {
      method: route.method,
      headers: {
        accept: 'application/json',
        'x-client': options.client ?? 'weapp',
        ...(options.token && { authorization: `Bearer ${options.token}` }),
        ...(route.creates && { 'idempotency-key': options.idempotencyKey ?? newId() }),
        ...(body !== undefined && { 'content-type': body instanceof ArrayBuffer ? 'application/octet-stream' : 'application/json' }),
        ...options.headers,
      },
      body: body === undefined ? null : body instanceof ArrayBuffer ? body : JSON.stringify(body),
    });
    const bytes = Buffer.from(await reply.arrayBuffer());
    const parsed = reply.headers.get('content-type')?.includes('json') && bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : undefined;
    return { status: reply.status, headers: reply.headers, body: parsed, problem: parsed, bytes };
  };

  return {
    url,
    db,
    config,
    sandbox,
    async control(path, body, method = 'POST') {
      const reply = await fetch(`${sandbox.controlUrl}${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
      });
      if (!reply.ok) throw new Error(`control ${path}: ${reply.status} ${await reply.text()}`);
      return reply.json();
    },
    clock: {
      now,
      advance: ms => {
        offsetMs += ms;
      },
    },
    container,
    app,
    logged: () => lines,
    api,
    async signIn(person) {
      const { status, body, problem } = await api('session.signInDemo', { body: { person, device: '测试' } });
      if (status >= 300) throw new Error(`sign-in as ${person}: ${problem.code}`);
      return { ...body, token: body.accessToken };
    },
    async close() {
      app.refuseNew();
      server.closeAllConnections();
      await container.close();
      await closeAround();
    },
  };
};
