import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { newDatabase } from '../support/db';
import { startMariaDb } from '../support/mariadb';
import type { Child } from './children';
import { median, type Outcome, type Place, setStage, untilAcknowledged } from './stage';

/** The BFF itself, on the engine of this run; one of two workers that deliver, or the database under both, on the MySQL protocol. */
export type Victim = 'bff' | 'worker' | 'mariadb';

export interface KillWish {
  readonly victim: Victim;
  readonly kills: number;
  /** The campaign goes on after its kills until so many are acknowledged. */
  readonly acknowledged: number;
  /** How long submissions that a kill left open are sent again, ms. */
  readonly patienceMs: number;
  /** Folder like `.build`; a build with a defect put in. */
  readonly build?: string;
  /** What the city does to every case meanwhile, ms: the window in which a kill meets a delivery. */
  readonly cityLatencyMs?: number;
  readonly drainMs?: number;
}

interface Figures extends Omit<Outcome, 'faults'> {
  readonly kills: number;
  /** Requests that were out when a kill struck, all kills together. */
  readonly inFlight: number;
  /** What was open in the victim when it was killed: reservations whose transaction was rolled back, deliveries under way, transactions. */
  readonly struckOpen: number;
  /** Requests of those in flight that had been committed, only the answer was lost. */
  readonly committedUnanswered: number;
  readonly restartMedianMs: number;
}

const workers = 2;

/** A database of its own server, which alone may be killed, and whose commits outlive that. */
const durableDatabase = async (): Promise<Place & { readonly crash: () => Promise<void> }> => {
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

/** kill -9 at random moments under load; what was killed comes back at the same address with the same data. */
export const killUnderLoad = async ({
  victim,
  kills,
  acknowledged,
  patienceMs,
  build,
  cityLatencyMs = 0,
  drainMs,
}: KillWish): Promise<{ faults: readonly string[]; figures: Figures }> => {
  const place = victim === 'bff' ? { ...(await newDatabase()), crash: async () => undefined } : await durableDatabase();
  const stage = await setStage({ place, env: { RELAY: victim === 'worker' ? 'worker' : 'inside' }, ...(build !== undefined && { build }) });
  try {
    let bff = await stage.launch('main.js');
    const delivering: Child<unknown>[] = [];
    if (victim === 'worker') for (let n = 0; n < workers; n += 1) delivering.push(await stage.launch('worker.js'));
    if (cityLatencyMs > 0) await stage.city.addFault({ kind: 'latency', endpoint: 'credit.registration', amount: cityLatencyMs });

    /** What was open in it, as far as it can be seen from outside. */
    const strike = async (): Promise<number> => {
      const open = victim === 'bff' ? 0 : await openIn(place.databaseUrl ?? '', victim);
      if (victim === 'bff') {
        await bff.kill();
        bff = await stage.launch('main.js');
      } else if (victim === 'mariadb') await place.crash();
      else {
        const unlucky = Math.floor(Math.random() * workers);
        await delivering[unlucky]?.kill();
        delivering[unlucky] = await stage.launch('worker.js');
      }
      return open;
    };

    const load = await stage.submit(8);
    const struck = new Set<string>();
    const restarts: number[] = [];
    let seenOpen = 0;
    let done = 0;
    const struckOpen = (): number => (victim === 'bff' ? load.fateOf(struck).rolledBack : seenOpen);
    // A few more when none of them met anything open yet.
    for (; done < kills || (done < 4 * kills && struckOpen() === 0); done += 1) {
      await pause(200 + Math.random() * 800);
      for (const key of load.inFlight()) struck.add(key);
      const startedMs = performance.now();
      seenOpen += await strike();
      restarts.push(performance.now() - startedMs);
    }
    await untilAcknowledged(load, acknowledged);
    const { faults, ...outcome } = await stage.settle(load, { acknowledged, patienceMs, ...(drainMs !== undefined && { drainMs }) });
    return {
      faults: [...faults, ...(struckOpen() === 0 ? [`no kill of the ${victim} met anything open in it: this shows nothing`] : [])],
      figures: {
        ...outcome,
        kills: done,
        inFlight: struck.size,
        struckOpen: struckOpen(),
        committedUnanswered: load.fateOf(struck).committed,
        restartMedianMs: median(restarts),
      },
    };
  } finally {
    await stage.close();
  }
};
