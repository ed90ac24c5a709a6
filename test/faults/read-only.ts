import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { startMariaDb } from '../support/mariadb';
import { median, type Outcome, setStage, until, untilAcknowledged } from './stage';

interface Figures extends Omit<Outcome, 'faults'> {
  readonly times: number;
  /** Answers that put a submission off, by their codes; any but 409, 429 and 503 ends the campaign. */
  readonly refusals: Readonly<Record<string, number>>;
  /** From the end of `read_only` to the next acknowledgement, ms, median. */
  readonly recoveryMedianMs: number;
}

const account = 'chengxin';

/** A MariaDB that is set read only under load, as a primary is that another takes over from, and writable again. Root may write all the same. */
export const holdReadOnly = async ({
  times,
  heldMs,
  acknowledged,
  patienceMs,
}: {
  readonly times: number;
  readonly heldMs: number;
  readonly acknowledged: number;
  readonly patienceMs: number;
}): Promise<{ faults: readonly string[]; figures: Figures }> => {
  const server = await startMariaDb({ durable: true });
  const dataDir = await mkdtemp(join(tmpdir(), 'chengxin-'));
  const asRoot = await server.newDatabase();
  const root = await createConnection(asRoot);
  const database = new URL(asRoot).pathname.slice(1);
  await root.query(`CREATE USER ${account}@'127.0.0.1'`);
  await root.query(`GRANT ALL ON ${database}.* TO ${account}@'127.0.0.1'`);
  const setReadOnly = async (readOnly: boolean): Promise<void> => void (await root.query(`SET GLOBAL read_only = ${readOnly ? 1 : 0}`));
  const place = {
    databaseUrl: asRoot.replace('//root@', `//${account}@`),
    dataDir,
    async drop() {
      await root.end();
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  const stage = await setStage({ place });
  try {
    await stage.launch('main.js');
    const load = await stage.submit(8);
    const recoveries: number[] = [];
    const own: string[] = [];
    for (let nth = 0; nth < times; nth += 1) {
      await pause(1000);
      await setReadOnly(true);
      // What was being committed at that instant may still be acknowledged.
      await pause(500);
      const before = load.acknowledged();
      await pause(heldMs);
      if (load.acknowledged() > before) own.push('acknowledged by a database that is read only');
      await setReadOnly(false);
      const backMs = performance.now();
      await until('an acknowledgement after it was writable again', 60_000, () => load.acknowledged() > before);
      recoveries.push(performance.now() - backMs);
    }
    await untilAcknowledged(load, acknowledged);
    const refusals = load.refusals();
    const { faults, ...outcome } = await stage.settle(load, { acknowledged, patienceMs });
    return {
      faults: [...faults, ...own, ...((refusals['server.storage_away'] ?? 0) === 0 ? ['nothing was refused: this shows nothing'] : [])],
      figures: { ...outcome, times, refusals, recoveryMedianMs: median(recoveries) },
    };
  } finally {
    await stage.close();
  }
};
