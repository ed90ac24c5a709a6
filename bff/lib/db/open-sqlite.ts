import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import type { PrismaClient as MysqlClient } from '../../../prisma/generated/mysql/client';
import { type Prisma, PrismaClient } from '../../../prisma/generated/sqlite/client';
import { type Db, type Sql, type SqlValue, UniqueViolation } from '../db';
import { holdFile } from './hold-file';
import { migrate } from './migrate';
import { uniqueKeyOf } from './unique-key-of';

/** An interactive transaction waits its turn: there is one writer, and its turn is short. */
const turnMs = 15_000;

/** Columns come back as bigint where the engine does not know their width; none of ours passes 2^53. */
const plainRow = (row: Record<string, unknown>): Record<string, unknown> => {
  for (const column in row) if (typeof row[column] === 'bigint') row[column] = Number(row[column]);
  return row;
};

const asUniqueViolation = (error: unknown): unknown => {
  const key = uniqueKeyOf(error);
  return key === null ? error : new UniqueViolation(key, error);
};

/** Raw statements go through the one Prisma client: a second libsql client on the same file deadlocks the process. */
const sqlOver = (client: Pick<Prisma.TransactionClient, '$queryRawUnsafe' | '$executeRawUnsafe'>): Sql => ({
  async query<Row>(text: string, values: readonly SqlValue[] = []) {
    const rows = await client.$queryRawUnsafe<Record<string, unknown>[]>(text, ...values);
    return rows.map(plainRow) as Row[];
  },
  async run(text, values = []) {
    try {
      return await client.$executeRawUnsafe(text, ...values);
    } catch (error) {
      throw asUniqueViolation(error);
    }
  },
});

/** @throws DatabaseBusy when another process has the file open. */
export const openSqlite = async (dataDir: string): Promise<Db> => {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const release = holdFile(join(dataDir, 'chengxin.lock'));
  const path = join(dataDir, 'chengxin.db');
  // A folder that was there before may be open to others; what SQLite lays beside the file gets the file's mode.
  closeSync(openSync(path, 'a', 0o600));
  const client = new PrismaClient({
    adapter: new PrismaLibSql({ url: `file:${path}`, intMode: 'bigint', timeout: 5_000 }),
    transactionOptions: { maxWait: turnMs, timeout: turnMs },
  });
  const sql = sqlOver(client);
  const close = async (): Promise<void> => {
    await client.$disconnect();
    release();
  };
  try {
    await sql.query('PRAGMA journal_mode = WAL');
    const [mode] = await sql.query<{ synchronous: number }>('PRAGMA synchronous');
    if (mode?.synchronous !== 2) throw new Error('sqlite: a commit would not be flushed to disk (synchronous is not FULL)');
    await migrate('sqlite', sql);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    engine: 'sqlite',
    ...sql,
    // The two clients are made from the same models; only MySQL-only arguments differ, and the features use none.
    prisma: client as unknown as MysqlClient,
    inTx: work => client.$transaction(tx => work(sqlOver(tx))),
    close,
  };
};
