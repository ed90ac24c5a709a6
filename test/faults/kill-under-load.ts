import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { openDb } from '../../bff/lib/db/open-db';
import { newDatabase } from '../support/db';
import { startMariaDb } from '../support/mariadb';
import { type Child, freePort, startChild } from './children';
import { judge, judgeKept, lostOf, readAcknowledgements, readReceipts } from './judge';
import { startLoad } from './load-client';

/** The BFF itself, on the engine of this run; one of two workers that deliver, or the database under both, on the MySQL protocol. */
export type Victim = 'bff' | 'worker' | 'mariadb';

export interface KillWish {
  readonly victim: Victim;
  readonly kills: number;
  /** The campaign goes on after its kills until so many are acknowledged. */
  readonly acknowledged: number;
  /** How long submissions that a kill left open are sent again, ms. */
  readonly patienceMs: number;
}

export interface Figures {
  readonly acknowledged: number;
  readonly atTheCity: number;
  /** Requests that were out when a kill struck, all kills together. */
  readonly inFlight: number;
  /** What was open in the victim when it was killed: reservations whose transaction was rolled back, deliveries under way, transactions. */
  readonly struckOpen: number;
  /** Requests of those in flight that had been committed, only the answer was lost. */
  readonly committedUnanswered: number;
  readonly stillOpen: number;
  readonly restartMedianMs: number;
}

interface Place {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly crash: (() => Promise<void>) | null;
  readonly drop: () => Promise<void>;
}

const root = join(__dirname, '../..');
const drainMs = 120_000;
const workers = 2;

/** A database of its own server, which alone may be killed, and whose commits outlive that. */
const durableDatabase = async (): Promise<Place> => {
  const server = await startMariaDb({ durable: true });
  const dataDir = await mkdtemp(join(tmpdir(), 'chengxin-'));
  return {
    databaseUrl: await server.newDatabase(),
    dataDir,
    crash: server.crash,
    async drop() {
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

const ledgerFault = (env: Readonly<Record<string, string>>): string | null => {
  try {
    execFileSync(process.execPath, [join(root, '.build/bff/admin/cli.js'), 'ledger', 'audit'], {
      env: { ...process.env, ...env },
      stdio: 'pipe',
    });
    return null;
  } catch (error) {
    return `ledger: ${String((error as { stderr?: Buffer }).stderr ?? error).slice(0, 300)}`;
  }
};

/** Numbers of the entries that were committed; and whether each event has gone out. */
const readKept = async (at: Place): Promise<{ readonly numbers: readonly string[]; readonly faults: readonly string[] }> => {
  const db = await openDb(at);
  try {
    const count = async (sql: string): Promise<number> => Number((await db.query<{ n: number | bigint }>(sql))[0]?.n ?? 0);
    const numbers = (await db.query<{ number: string }>('SELECT number FROM registration_entry')).map(row => row.number);
    const events = await count("SELECT COUNT(*) AS n FROM outbox WHERE topic = 'registration.submit'");
    const open = await count("SELECT COUNT(*) AS n FROM outbox WHERE topic = 'registration.submit' AND state <> 'done'");
    return {
      numbers,
      faults: [
        ...(numbers.length === events ? [] : [`${numbers.length} entries and ${events} events`]),
        ...(open === 0 ? [] : [`${open} events not delivered`]),
      ],
    };
  } finally {
    await db.close();
  }
};

/** What is open in a database of the MySQL protocol at this instant. */
const openIn = async (databaseUrl: string, victim: Victim): Promise<number> => {
  const connection = await createConnection(databaseUrl);
  try {
    const [rows] = await connection.query(
      victim === 'worker'
        ? "SELECT COUNT(*) AS n FROM outbox WHERE state = 'leased'"
        : 'SELECT COUNT(*) AS n FROM information_schema.innodb_trx',
    );
    return Number((rows as { n: number }[])[0]?.n ?? 0);
  } finally {
    await connection.end();
  }
};

const median = (values: readonly number[]): number => Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0);

/** kill -9 at random moments under load; what was killed comes back at the same address with the same data. */
export const killUnderLoad = async ({
  victim,
  kills,
  acknowledged,
  patienceMs,
}: KillWish): Promise<{ faults: readonly string[]; figures: Figures }> => {
  const place: Place = victim === 'bff' ? { ...(await newDatabase()), crash: null } : await durableDatabase();
  const files = { acks: join(place.dataDir, 'acks.jsonl'), receipts: join(place.dataDir, 'receipts.jsonl') };
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const city = await startChild<{ port: number }>('sandbox/main.js', { SANDBOX_PORT: '0', BFF_URL: url, SANDBOX_RECEIPTS: files.receipts });
  const env = {
    CHENGXIN_MODE: 'sandbox',
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_DIR: place.dataDir,
    ATTACHMENT_DIR: join(place.dataDir, 'attachments'),
    SANDBOX_PORT: String(city.said.port),
    LOG_LEVEL: 'error',
    RELAY: victim === 'worker' ? 'worker' : 'inside',
    ...(place.databaseUrl !== null && { DATABASE_URL: place.databaseUrl }),
  };
  let bff = await startChild('main.js', env);
  const delivering: Child<unknown>[] = [];
  if (victim === 'worker') for (let n = 0; n < workers; n += 1) delivering.push(await startChild('worker.js', env));

  /** What was open in it, as far as it can be seen from outside. */
  const strike = async (): Promise<number> => {
    const open = victim === 'bff' ? 0 : await openIn(place.databaseUrl ?? '', victim);
    if (victim === 'bff') {
      await bff.kill();
      bff = await startChild('main.js', env);
    } else if (victim === 'mariadb') await place.crash?.();
    else {
      const unlucky = Math.floor(Math.random() * workers);
      await delivering[unlucky]?.kill();
      delivering[unlucky] = await startChild('worker.js', env);
    }
    return open;
  };

  try {
    const load = await startLoad(url, files.acks, 8);
    const struck = new Set<string>();
    const restarts: number[] = [];
    let seenOpen = 0;
    const struckOpen = (): number => (victim === 'bff' ? load.fateOf(struck).rolledBack : seenOpen);
    // A few more when none of them met anything open yet.
    for (let nth = 0; nth < kills || (nth < 4 * kills && struckOpen() === 0); nth += 1) {
      await pause(200 + Math.random() * 800);
      for (const key of load.inFlight()) struck.add(key);
      const startedMs = performance.now();
      seenOpen += await strike();
      restarts.push(performance.now() - startedMs);
    }
    const deadlineMs = Date.now() + 60_000 + acknowledged * 60;
    while (load.acknowledged() < acknowledged && Date.now() < deadlineMs) await pause(50);
    const stillOpen = await load.finish(patienceMs);
    const acks = readAcknowledgements(files.acks);
    const drainedByMs = Date.now() + drainMs;
    while (lostOf(acks, readReceipts(files.receipts)).length > 0 && Date.now() < drainedByMs) await pause(200);
    // What was committed and never acknowledged is delivered too: until nothing more comes.
    for (let before = -1; before !== readReceipts(files.receipts).length; await pause(1500)) before = readReceipts(files.receipts).length;
    const audit = ledgerFault(env);
    for (const worker of delivering) await worker.stop();
    await bff.stop();
    const receipts = readReceipts(files.receipts);
    const kept = await readKept(place);
    const faults = [
      ...judge(acks, receipts),
      ...judgeKept(kept.numbers, acks, receipts),
      ...kept.faults,
      ...(audit === null ? [] : [audit]),
      ...(acks.length < acknowledged ? [`only ${acks.length} acknowledged`] : []),
      ...(struckOpen() === 0 ? [`no kill of the ${victim} met anything open in it: this shows nothing`] : []),
    ];
    const figures = {
      acknowledged: acks.length,
      atTheCity: receipts.length,
      inFlight: struck.size,
      struckOpen: struckOpen(),
      committedUnanswered: load.fateOf(struck).committed,
      stillOpen,
      restartMedianMs: median(restarts),
    };
    return { faults, figures };
  } finally {
    for (const child of [...delivering, bff, city]) await child.kill();
    await place.drop();
  }
};
