import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Db } from '../../bff/lib/db';
import { openDb } from '../../bff/lib/db/open-db';
import { guardDb } from './guard-db';
import { attachMariaDb, startMariaDb } from './mariadb';

/** The engine of this run; the runner sets it and runs every database-bound suite once with each. */
export const testEngine: 'sqlite' | 'mysql' = process.env.TEST_DB === 'mysql' ? 'mysql' : 'sqlite';

/** Where a fresh database is: a folder for SQLite, or a new database on the MariaDB that the runner (or this call) started. */
export const newDatabase = async (): Promise<{ databaseUrl: string | null; dataDir: string; drop: () => Promise<void> }> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'chengxin-'));
  const remove = () => rm(dataDir, { recursive: true, force: true });
  if (testEngine === 'sqlite') return { databaseUrl: null, dataDir, drop: remove };
  const port = Number(process.env.TEST_MARIADB_PORT ?? 0);
  const own = port > 0 ? null : await startMariaDb();
  return {
    databaseUrl: await (own ?? attachMariaDb(port)).newDatabase(),
    dataDir,
    drop: async () => {
      await own?.close();
      await remove();
    },
  };
};

/** A migrated empty database of the run's engine. */
export const openTestDb = async (): Promise<{ db: Db; close: () => Promise<void> }> => {
  const { databaseUrl, dataDir, drop } = await newDatabase();
  const db = guardDb(await openDb({ databaseUrl, dataDir }));
  return {
    db,
    close: async () => {
      await db.close();
      await drop();
    },
  };
};
