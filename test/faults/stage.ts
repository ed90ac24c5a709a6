import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openDb } from '../../bff/lib/db/open-db';
import { type SandboxControl, sandboxControl } from '../support/sandbox-control';
import { type Child, freePort, startChild } from './children';
import { judge, judgeKept, lostOf, readAcknowledgements, readReceipts } from './judge';
import { type LoadClient, type LoadWish, startLoad } from './load-client';

type Env = Readonly<Record<string, string>>;

/** Where the product keeps what it has; `drop` when all is over. */
export interface Place {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly drop: () => Promise<void>;
}

export interface Outcome {
  /** Empty: nothing lost, doubled or overtaken. */
  readonly faults: readonly string[];
  readonly acknowledged: number;
  readonly atTheCity: number;
  /** Submissions that were never answered. */
  readonly stillOpen: number;
}

/** What a campaign plays on: a city, the product as it is shipped, merchants who submit, and the two files that the judge compares. */
export interface Stage {
  readonly city: SandboxControl;
  /** The BFF at the one address that merchants know; worker processes beside it. */
  launch(script: 'main.js' | 'worker.js', more?: Env): Promise<Child<unknown>>;
  submit(atOnce: number, wish?: LoadWish): Promise<LoadClient>;
  /** Lines that were flushed so far. */
  counts(): { readonly acknowledged: number; readonly atTheCity: number };
  /** Ends the load, waits until nothing more comes to the city, stops every process and judges. */
  settle(
    load: LoadClient,
    wish: { readonly acknowledged: number; readonly patienceMs: number; readonly drainMs?: number },
  ): Promise<Outcome>;
  close(): Promise<void>;
}

export const root = join(__dirname, '../..');
/** What was acknowledged is at the city by then; a campaign that looks for a defect knows that it never will be. */
const usualDrainMs = 180_000;

const ledgerFault = (build: string, env: Env): string | null => {
  try {
    execFileSync(process.execPath, [join(build, 'bff/admin/cli.js'), 'ledger', 'audit'], {
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

export interface StageWish {
  readonly place: Place;
  /** More for the BFF and the workers. */
  readonly env?: Env;
  readonly cityEnv?: Env;
  /** Folder like `.build`; a build with a defect put in. */
  readonly build?: string;
}

export const setStage = async ({ place, env: more = {}, cityEnv = {}, build = join(root, '.build') }: StageWish): Promise<Stage> => {
  // Beside the product's own folder: that one may be full, or not writable.
  const notes = mkdtempSync(join(tmpdir(), 'chengxin-judge-'));
  const files = { acks: join(notes, 'acks.jsonl'), receipts: join(notes, 'receipts.jsonl') };
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const city = await startChild<{ port: number; controlUrl: string }>(join(build, 'bff/sandbox/main.js'), {
    SANDBOX_PORT: '0',
    BFF_URL: url,
    SANDBOX_RECEIPTS: files.receipts,
    ...cityEnv,
  });
  const env: Env = {
    CHENGXIN_MODE: 'sandbox',
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_DIR: place.dataDir,
    ATTACHMENT_DIR: join(place.dataDir, 'attachments'),
    SANDBOX_PORT: String(city.said.port),
    LOG_LEVEL: 'error',
    ...(place.databaseUrl !== null && { DATABASE_URL: place.databaseUrl }),
  };
  const children = new Set<Child<unknown>>();
  const counts = () => ({ acknowledged: readAcknowledgements(files.acks).length, atTheCity: readReceipts(files.receipts).length });

  return {
    city: sandboxControl(city.said.controlUrl),
    async launch(script, own = {}) {
      const child = await startChild<unknown>(join(build, 'bff', script), { ...env, ...more, ...own });
      children.add(child);
      return child;
    },
    submit: (atOnce, wish) => startLoad(url, files.acks, atOnce, wish),
    counts,
    async settle(load, { acknowledged, patienceMs, drainMs = usualDrainMs }) {
      const stillOpen = await load.finish(patienceMs);
      const acks = readAcknowledgements(files.acks);
      const drainedByMs = Date.now() + drainMs;
      while (lostOf(acks, readReceipts(files.receipts)).length > 0 && Date.now() < drainedByMs) await pause(200);
      // What was committed and never acknowledged is delivered too: until nothing more comes.
      for (let before = -1; before !== counts().atTheCity; await pause(1500)) before = counts().atTheCity;
      const audit = ledgerFault(build, env);
      // The workers first: what they hold is given back while the BFF is still there.
      for (const child of [...children].reverse()) await child.stop();
      const receipts = readReceipts(files.receipts);
      const kept = await readKept(place);
      const faults = [
        ...judge(acks, receipts),
        ...judgeKept(kept.numbers, acks, receipts),
        ...kept.faults,
        ...(audit === null ? [] : [audit]),
        ...(acks.length < acknowledged ? [`only ${acks.length} acknowledged`] : []),
      ];
      return { faults, acknowledged: acks.length, atTheCity: receipts.length, stillOpen };
    },
    async close() {
      for (const child of [...children, city]) await child.kill();
      rmSync(notes, { recursive: true, force: true });
      await place.drop();
    },
  };
};

/** Until `done`, at most so long. @throws Error that names what was waited for */
export const until = async (what: string, withinMs: number, done: () => boolean | Promise<boolean>): Promise<void> => {
  for (const endsMs = Date.now() + withinMs; !(await done()); await pause(50))
    if (Date.now() > endsMs) throw new Error(`not in time: ${what}`);
};

/** Whether so many were acknowledged; gives up in time without a word, as the judge says it. */
export const untilAcknowledged = async (load: LoadClient, wanted: number, withinMs = 60_000 + wanted * 60): Promise<void> => {
  for (const endsMs = Date.now() + withinMs; load.acknowledged() < wanted && Date.now() < endsMs; ) await pause(50);
};

export const median = (values: readonly number[]): number =>
  Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0);
