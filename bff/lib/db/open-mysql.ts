import { PrismaMariaDb } from '@prisma/adapter-mariadb';
import { createPool, type ExecuteValues, type Pool, type PoolConnection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise';
import { PrismaClient } from '../../../prisma/generated/mysql/client';
import { type Db, type Sql, type SqlValue, UniqueViolation } from '../db';
import { migrate } from './migrate';
import { isWriteConflict, retryConflicts } from './retry-conflicts';
import { uniqueKeyOf } from './unique-key-of';

const connectTimeoutMs = 3_000;

/**
 * READ COMMITTED: every statement sees what is committed, as on SQLite's one writer, and fewer gaps are locked.
 * Strict mode is set here because a server may have it off, and then a long value would be cut without a word.
 */
const sessionSettings = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  `SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'`,
];

const asUniqueViolation = (error: unknown): unknown => {
  const key = uniqueKeyOf(error);
  return key === null ? error : new UniqueViolation(key, error);
};

const sqlOver = (client: Pick<Pool | PoolConnection, 'execute'>): Sql => ({
  async query<Row>(text: string, values: readonly SqlValue[] = []) {
    const [rows] = await client.execute<RowDataPacket[]>(text, values as ExecuteValues);
    return rows as Row[];
  },
  async run(text, values = []) {
    try {
      const [result] = await client.execute<ResultSetHeader>(text, values as ExecuteValues);
      return result.affectedRows;
    } catch (error) {
      throw asUniqueViolation(error);
    }
  },
});

/** The MySQL protocol: raw lane by mysql2, ordinary lane by Prisma over the MariaDB connector. Each has its own pool. */
export const openMysql = async (databaseUrl: string, connections: number): Promise<Db> => {
  const url = new URL(databaseUrl);
  const server = {
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
  };
  const pool = createPool({
    ...server,
    connectionLimit: connections,
    connectTimeout: connectTimeoutMs,
    charset: 'utf8mb4_bin',
    decimalNumbers: true,
    maxPreparedStatements: 256,
  });
  pool.pool.on('connection', connection => {
    for (const setting of sessionSettings) connection.query(setting);
  });
  const sql = sqlOver(pool);
  const client = new PrismaClient({
    adapter: new PrismaMariaDb({
      ...server,
      connectionLimit: connections,
      connectTimeout: connectTimeoutMs,
      acquireTimeout: connectTimeoutMs,
      // The connector's default here is 0, which prepares every statement anew.
      prepareCacheLength: 256,
      collation: 'UTF8MB4_BIN',
    }),
  });
  const close = async (): Promise<void> => {
    await Promise.all([client.$disconnect(), pool.end()]);
  };
  const oneTx = async <T>(work: (tx: Sql) => Promise<T>): Promise<T> => {
    const connection = await pool.getConnection();
    try {
      await connection.beginTransaction();
      const result = await work(sqlOver(connection));
      await connection.commit();
      connection.release();
      return result;
    } catch (error) {
      // A connection whose rollback fails is in an unknown state and must not return to the pool.
      await connection.rollback().then(
        () => connection.release(),
        () => connection.destroy(),
      );
      throw error;
    }
  };
  try {
    await migrateUnderLock(pool);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    engine: 'mysql',
    query: sql.query,
    // One statement is its own transaction, so it can be repeated as a whole.
    run: (text, values) => retryConflicts(() => sql.run(text, values), isWriteConflict),
    prisma: client,
    inTx: work => retryConflicts(() => oneTx(work), isWriteConflict),
    close,
  };
};

/** Several instances may start at once: the first one migrates, the others wait for it. */
const migrateUnderLock = async (pool: Pool): Promise<void> => {
  const connection = await pool.getConnection();
  try {
    const [rows] = await connection.query<RowDataPacket[]>(`SELECT GET_LOCK(CONCAT('chengxin-migrate-', DATABASE()), 60) AS held`);
    if (rows[0]?.held !== 1) throw new Error('mysql: another instance has been migrating for 60 s');
    // DDL is sent as text: some of it cannot be prepared.
    await migrate('mysql', {
      query: async <Row>(text: string, values?: readonly SqlValue[]) =>
        (await connection.query<RowDataPacket[]>(text, [...(values ?? [])]))[0] as Row[],
      run: async (text, values) => (await connection.query<ResultSetHeader>(text, [...(values ?? [])]))[0].affectedRows,
    });
    await connection.query(`SELECT RELEASE_LOCK(CONCAT('chengxin-migrate-', DATABASE()))`);
  } finally {
    connection.release();
  }
};
