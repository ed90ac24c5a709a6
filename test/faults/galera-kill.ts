import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { startGalera } from './galera';
import { median, type Outcome, setStage, untilAcknowledged } from './stage';

export interface GaleraWish {
  /** Kills of one node each, in turn. */
  readonly kills: number;
  /** Kills of all nodes at once, after those. */
  readonly allKills: number;
  readonly acknowledged: number;
  readonly patienceMs: number;
}

interface Figures extends Omit<Outcome, 'faults'> {
  readonly kills: number;
  readonly allKills: number;
  /** Transactions that were open in a node when it was killed. */
  readonly struckOpen: number;
  /** Longest time without an acknowledgement around a kill: of the node the BFF is on, of another, of all; ms, median. */
  readonly stallOwnMs: number;
  readonly stallOtherMs: number;
  readonly stallAllMs: number;
  readonly rejoinMedianMs: number;
  readonly refusals: Readonly<Record<string, number>>;
}

const openOn = async (databaseUrl: string): Promise<number> => {
  const connection = await createConnection(databaseUrl);
  try {
    const [rows] = await connection.query('SELECT COUNT(*) AS n FROM information_schema.innodb_trx');
    return Number((rows as { n: number }[])[0]?.n ?? 0);
  } finally {
    await connection.end();
  }
};

/** The BFF on the first node of three, a worker on each of the others; nodes are killed under load, one after the other and all at once. */
export const killGalera = async ({
  kills,
  allKills,
  acknowledged,
  patienceMs,
}: GaleraWish): Promise<{ faults: readonly string[]; figures: Figures }> => {
  const cluster = await startGalera();
  const dataDir = await mkdtemp(join(tmpdir(), 'chengxin-'));
  const place = {
    databaseUrl: cluster.urls[0] ?? '',
    dataDir,
    async drop() {
      await cluster.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  const stage = await setStage({ place, env: { RELAY: 'worker' } });
  try {
    await stage.launch('main.js');
    for (const url of cluster.urls.slice(1)) await stage.launch('worker.js', { DATABASE_URL: url });
    const load = await stage.submit(8);
    const stalls: { own: number[]; other: number[]; all: number[] } = { own: [], other: [], all: [] };
    const rejoins: number[] = [];
    let struckOpen = 0;
    const openSomewhere = async (): Promise<number> => {
      let open = 0;
      for (const url of cluster.urls) open += await openOn(url);
      return open;
    };
    for (let nth = 0; nth < kills; nth += 1) {
      await pause(1000 + Math.random() * 1000);
      const node = nth % cluster.urls.length;
      load.stallMs();
      struckOpen += await openOn(cluster.urls[node] ?? '');
      await cluster.kill(node);
      const startedMs = performance.now();
      // The others find out and go on without it.
      await pause(3000);
      await cluster.rejoin(node);
      rejoins.push(performance.now() - startedMs);
      await untilAcknowledged(load, load.acknowledged() + 5);
      stalls[node === 0 ? 'own' : 'other'].push(load.stallMs());
    }
    for (let nth = 0; nth < allKills; nth += 1) {
      await pause(1000 + Math.random() * 1000);
      load.stallMs();
      struckOpen += await openSomewhere();
      await cluster.crashAll();
      await untilAcknowledged(load, load.acknowledged() + 5);
      stalls.all.push(load.stallMs());
    }
    await untilAcknowledged(load, acknowledged);
    const refusals = load.refusals();
    const { faults, ...outcome } = await stage.settle(load, { acknowledged, patienceMs });
    return {
      faults: [...faults, ...(struckOpen === 0 ? ['no kill of a node met anything open in it: this shows nothing'] : [])],
      figures: {
        ...outcome,
        kills,
        allKills,
        struckOpen,
        stallOwnMs: median(stalls.own),
        stallOtherMs: median(stalls.other),
        stallAllMs: median(stalls.all),
        rejoinMedianMs: median(rejoins),
        refusals,
      },
    };
  } finally {
    await stage.close();
  }
};
