import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type App, createApp, type HandlerTable } from '../../bff/app';
import type { ActingSubject, Citizen } from '../../bff/http/call';
import { makeIdempotency } from '../../bff/http/idempotency';
import { type Limits, standardLimits } from '../../bff/http/limits';
import type { Db } from '../../bff/lib/db';
import { makeLog } from '../../bff/lib/log';
import { Problem } from '../../bff/lib/problem';
import { makeSeal } from '../../bff/lib/seal';
import { type TestClock, testClock } from './clock';
import { openTestDb } from './db';

export const alice: Citizen = {
  citizenId: '019ab3c4-0000-7000-8000-00000000000a',
  sessionId: '019ab3c4-0000-7000-8000-0000000000a1',
  client: 'weapp',
};
export const bob: Citizen = {
  citizenId: '019ab3c4-0000-7000-8000-00000000000b',
  sessionId: '019ab3c4-0000-7000-8000-0000000000b1',
  client: 'h5',
};
export const aliceSubject: ActingSubject = { subjectId: '019ab3c4-0000-7000-8000-0000000000aa', kind: 'person', role: 'self' };

export interface GuardedApp {
  readonly url: string;
  readonly app: App;
  readonly db: Db;
  readonly clock: TestClock;
  readonly logged: string[];
  readonly asked: { readonly fresh: boolean }[];
  close(): Promise<void>;
}

export interface GuardedOptions {
  readonly limits?: Limits;
  readonly trustedProxies?: number;
  readonly publicUrl?: string;
  readonly sandbox?: boolean;
  readonly h5Dir?: string;
  readonly down?: string;
}

/** The real app and database around handlers of the test: bearers are `alice` (verified) and `bob` (not). */
export const startGuarded = async (handlers: Partial<HandlerTable>, options: GuardedOptions = {}): Promise<GuardedApp> => {
  const { db, close } = await openTestDb();
  const clock = testClock();
  const logged: string[] = [];
  const asked: { fresh: boolean }[] = [];
  const seal = makeSeal({ current: 'k1', keys: { k1: randomBytes(32) }, indexKey: randomBytes(32) });
  const app = createApp({
    handlers: handlers as HandlerTable,
    doors: {
      async authenticate(bearer, how) {
        asked.push(how);
        if (bearer === 'alice') return alice;
        if (bearer === 'bob') return bob;
        throw new Problem(bearer === null ? 'session.required' : 'session.expired');
      },
      async authenticateStaff() {
        throw new Problem('staff.required');
      },
      isVerified: async citizenId => citizenId === alice.citizenId,
      actingSubject: async (citizenId, subjectId) =>
        citizenId === alice.citizenId && subjectId === aliceSubject.subjectId ? aliceSubject : null,
    },
    idempotency: makeIdempotency({ db, seal, now: clock.now }),
    receiveCallback: async ({ body, path }) => ({ status: 200, body: { path, bytes: body.length } }),
    jwks: () => ({ keys: [] }),
    dependencies: [
      { name: 'database', needed: true, check: async () => (options.down === 'database' ? 'gone' : null) },
      { name: 'platform', needed: false, check: async () => (options.down === 'platform' ? 'silent' : null) },
    ],
    log: makeLog('info', { write: line => logged.push(line) }),
    limits: options.limits ?? standardLimits,
    sandbox: options.sandbox ?? true,
    appName: '城信',
    publicUrl: options.publicUrl ?? 'http://127.0.0.1:3000',
    h5Dir: options.h5Dir ?? '/nowhere',
    deskDir: '/nowhere',
    trustedProxies: options.trustedProxies,
  });
  const server = createServer(app.callback());
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    app,
    db,
    clock,
    logged,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
      await close();
    },
  };
};
