import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool } from 'mysql2/promise';
import { createApp, serverTimeouts } from '../../../bff/app';
import { loadConfig } from '../../../bff/config';
import { compose } from '../../../bff/container';
import type { Call } from '../../../bff/http/call';
import { standardLimits } from '../../../bff/http/limits';
import { openDb } from '../../../bff/lib/db/open-db';
import { makeLog } from '../../../bff/lib/log';
import { newId } from '../../../bff/lib/new-id';
import { recordingDb, replay } from '../recorded';

const atOnce = 32;
type SubmitCall = Call<'registration.submit'>;

/** `count` times `work`, so many at once; ms a piece. */
const paced = async (work: () => Promise<unknown>, count: number): Promise<number> => {
  const startedAt = performance.now();
  let begun = 0;
  const worker = async () => {
    while (begun++ < count) await work();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (performance.now() - startedAt) / count;
};

/**
 * The real app on the MariaDB of `DATABASE_URL`. Asked for `hand` and `inner` it measures here, ms a submission: its statements by hand, or
 * handler and idempotency as an endpoint calls them once the body is valid. Its first message says what to post over HTTP.
 */
const main = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const databaseUrl = process.env.DATABASE_URL ?? '';
  const config = loadConfig({
    CHENGXIN_MODE: 'sandbox',
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    SANDBOX_PORT: process.env.SANDBOX_PORT ?? '',
    ATTACHMENT_DIR: join(dataDir, 'attachments'),
    LOG_LEVEL: 'info',
  });
  const { db, record } = recordingDb(await openDb(config));
  const log = makeLog('info', { write: () => undefined });
  const container = await compose({ config, db, now: () => new Date(), log });
  const limits = { ...standardLimits, write: { ...standardLimits.write, inFlight: 64, perCitizenPerMin: 1e9, perIpPerMin: 1e9 } };
  const app = createApp({ ...container, limits });
  const server = createServer(serverTimeouts, app.callback());
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const api = async (method: string, path: string, headers: Record<string, string>, body?: object) => {
    const reply = await fetch(`${url}/api${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-client': 'weapp', ...headers },
      body: body ? JSON.stringify(body) : null,
    });
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
    return reply.json();
  };
  const { accessToken } = (await api('POST', '/sessions/demo', {}, { person: 'shop_owner', device: 'bench' })) as { accessToken: string };
  const headers = { authorization: `Bearer ${accessToken}` };
  const { subjects } = (await api('GET', '/identity', headers)) as { subjects: { subjectId: string; kind: string }[] };
  const citizenId = (await db.query<{ citizenId: string }>('SELECT citizenId FROM session'))[0]?.citizenId ?? '';
  const subjectId = subjects.find(({ kind }) => kind === 'merchant')?.subjectId ?? '';
  const { kinds } = (await api('GET', '/registration-kinds', {})) as {
    kinds: { kind: string; version: string; commitment: { version: string } }[];
  };
  const charity = kinds.find(({ kind }) => kind === 'charity');
  if (!charity || !subjectId) throw new Error('no kind or no merchant to submit with');
  const wish = (): SubmitCall['body'] => ({
    kind: 'charity',
    kindVersion: charity.version,
    fields: {
      form: 'goods',
      matter: `给社区食堂捐米面 ${newId()}`,
      doneOn: '2026-01-05',
      amountFen: 300_000,
      receiverName: '青禾市演示社区',
      receiverCode: '91350100M000100Y43',
    },
    attachmentIds: [],
    commitmentVersion: charity.commitment.version,
    draftId: null,
    mends: null,
    recordId: null,
  });

  const submit = container.handlers['registration.submit'];
  const citizen = { citizenId, sessionId: newId(), client: 'weapp' } as const;
  const signal = new AbortController().signal;
  /** As `answerOnce` in bff/http/endpoint.ts. */
  const inner = async () => {
    const body = wish();
    const held = await container.idempotency.reserve(citizenId, newId(), 'registration.submit', [{ subjectId }, body]);
    if ('replay' in held) throw new Error('a key came twice');
    const call: Pick<SubmitCall, 'body' | 'citizen' | 'client' | 'keep' | 'signal' | 'subject'> = {
      body,
      citizen,
      client: 'weapp',
      signal,
      subject: { subjectId, kind: 'merchant', role: 'legal_representative' },
      keep: (tx, reply) => held.keep(tx, JSON.stringify(reply)),
    };
    await submit(call as SubmitCall);
  };
  const pool = createPool({ uri: databaseUrl, connectionLimit: 16, charset: 'utf8mb4_bin', maxPreparedStatements: 256 });
  pool.pool.on('connection', connection => {
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
  });
  await inner();
  const hand = replay(pool, await record(inner), await record(inner));

  process.on('message', async ({ ask, count = 1 }: { ask: 'hand' | 'inner'; count?: number }) => {
    process.send?.({ ms: await paced(ask === 'hand' ? hand : inner, count) });
  });
  process.on('SIGTERM', async () => {
    await pool.end();
    await container.close();
    await db.close();
    rmSync(dataDir, { recursive: true, force: true });
    process.exit(0);
  });
  process.send?.({ url: `${url}/api/subjects/${subjectId}/registrations`, headers, wish: wish() });
};
void main();
