import type { Db } from '../db';
import { openMysql } from './open-mysql';
import { openSqlite } from './open-sqlite';

export interface DbLocation {
  /** `mysql://user:password@host:port/database`; null: SQLite in dataDir. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Connections of each lane's pool; MySQL only. */
  readonly connections?: number;
}

/** Opens the database and brings its tables up to date. @throws DatabaseBusy when another process has the SQLite file. */
export const openDb = (at: DbLocation): Promise<Db> =>
  at.databaseUrl === null ? openSqlite(at.dataDir) : openMysql(at.databaseUrl, at.connections ?? 16);
