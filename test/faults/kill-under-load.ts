import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openDb } from '../../bff/lib/db/open-db';
import { newDatabase } from '../support/db';
import { freePort, startChild } from './children';
import { judge, lostOf, readAcknowledgements, readReceipts } from './judge';
import { startLoad } from './load-client';

export interface BffKillWish {
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
  /** Of those: begun (reservation committed) and gone with the process. */
  readonly rolledBack: number;
  /** Of those: committed, only the answer was lost. */
  readonly committedUnanswered: number;
  readonly stillOpen: number;
  readonly restartMedianMs: number;
}

const root = join(__dirname, '../..');
const drainMs = 120_000;

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

/** Every entry has its event and every event its entry; nothing is left undelivered or given up. */
const databaseFaults = async (at: { databaseUrl: string | null; dataDir: string }): Promise<readonly string[]> => {
  const db = await openDb(at);
  try {
    const count = async (sql: string): Promise<number> => Number((await db.query<{ n: number | bigint }>(sql))[0]?.n ?? 0);
    const entries = await count('SELECT COUNT(*) AS n FROM registration_entry');
    const events = await count("SELECT COUNT(*) AS n FROM outbox WHERE topic = 'registration.submit'");
    const open = await count("SELECT COUNT(*) AS n FROM outbox WHERE topic = 'registration.submit' AND doneAt IS NULL");
    return [
      ...(entries === events ? [] : [`${entries} entries and ${events} events`]),
      ...(open === 0 ? [] : [`${open} events not delivered`]),
    ];
  } finally {
    await db.close();
  }
};

const median = (values: readonly number[]): number => Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0);

/** kill -9 of the BFF at random moments under load; it comes back at the same address with the same data. */
export const killBff = async ({
  kills,
  acknowledged,
  patienceMs,
}: BffKillWish): Promise<{ faults: readonly string[]; figures: Figures }> => {
  const place = await newDatabase();
  const files = { acks: join(place.dataDir, 'acks.jsonl'), receipts: join(place.dataDir, 'receipts.jsonl') };
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const city = await startChild<{ port: number }>('sandbox/main.js', { SANDBOX_PORT: '0', BFF_URL: url, SANDBOX_RECEIPTS: files.receipts });
  const env = {
    CHENGXIN_MODE: 'sandbox',
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_DIR: place.dataDir,
    SANDBOX_PORT: String(city.said.port),
    LOG_LEVEL: 'error',
    ...(place.databaseUrl !== null && { DATABASE_URL: place.databaseUrl }),
  };
  let bff = await startChild('main.js', env);
  try {
    const load = await startLoad(url, files.acks, 8);
    const struck = new Set<string>();
    const restarts: number[] = [];
    // A few more when none of them met an open submission yet.
    for (let nth = 0; nth < kills || (nth < 4 * kills && load.fateOf(struck).rolledBack === 0); nth += 1) {
      await pause(200 + Math.random() * 800);
      for (const key of load.inFlight()) struck.add(key);
      await bff.kill();
      const startedMs = performance.now();
      bff = await startChild('main.js', env);
      restarts.push(performance.now() - startedMs);
    }
    const deadlineMs = Date.now() + 60_000;
    while (load.acknowledged() < acknowledged && Date.now() < deadlineMs) await pause(50);
    const stillOpen = await load.finish(patienceMs);
    const acks = readAcknowledgements(files.acks);
    const drainedByMs = Date.now() + drainMs;
    while (lostOf(acks, readReceipts(files.receipts)).length > 0 && Date.now() < drainedByMs) await pause(200);
    // What was committed and never acknowledged is delivered too: until nothing more comes.
    for (let before = -1; before !== readReceipts(files.receipts).length; await pause(1500)) before = readReceipts(files.receipts).length;
    const audit = ledgerFault(env);
    await bff.stop();
    const receipts = readReceipts(files.receipts);
    const { committed, rolledBack } = load.fateOf(struck);
    const faults = [
      ...judge(acks, receipts),
      ...(audit === null ? [] : [audit]),
      ...(await databaseFaults(place)),
      ...(acks.length < acknowledged ? [`only ${acks.length} acknowledged`] : []),
      ...(rolledBack === 0 ? ['no kill met a submission between its reservation and its commit: this shows nothing'] : []),
    ];
    const figures = {
      acknowledged: acks.length,
      atTheCity: receipts.length,
      inFlight: struck.size,
      rolledBack,
      committedUnanswered: committed,
      stillOpen,
      restartMedianMs: median(restarts),
    };
    return { faults, figures };
  } finally {
    await bff.kill();
    await city.kill();
    await place.drop();
  }
};
