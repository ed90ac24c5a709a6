import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sql } from '../db';

const migrationsOf = (engine: 'sqlite' | 'mysql') => join(__dirname, '../../../prisma/migrations', engine);

/** Prisma's own bookkeeping table, so that `prisma migrate` on a connected machine reads what this applier did, and the other way round. */
const bookkeeping = {
  sqlite: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" ("id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL, "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp, "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`,
  mysql:
    'CREATE TABLE IF NOT EXISTS _prisma_migrations (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at DATETIME(3), migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at DATETIME(3), started_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3), applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci',
};

/** Our migrations are plain DDL: no statement holds a `;` of its own at the end of a line. */
const statementsOf = (script: string): string[] =>
  script
    .replace(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .map(statement => statement.trim())
    .filter(Boolean);

/**
 * Applies `prisma/migrations/<engine>/*` that the database has not seen, in order.
 * @throws Error naming the migration when one was edited after it was applied, or broke off half way.
 */
export const migrate = async (engine: 'sqlite' | 'mysql', sql: Sql): Promise<void> => {
  const folder = migrationsOf(engine);
  const names = readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort();
  await sql.run(bookkeeping[engine]);
  const rows = await sql.query<{ migration_name: string; checksum: string; done: number }>(
    'SELECT migration_name, checksum, CASE WHEN finished_at IS NULL THEN 0 ELSE 1 END AS done FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  const applied = new Map(rows.map(row => [row.migration_name, row]));
  for (const name of names) {
    const script = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
    const checksum = createHash('sha256').update(script).digest('hex');
    const known = applied.get(name);
    if (known?.done === 0) throw new Error(`migration ${name} broke off half way; see docs/runbook.md`);
    if (known && known.checksum !== checksum) throw new Error(`migration ${name} was changed after it was applied`);
    if (!known) await apply(sql, name, checksum, statementsOf(script));
  }
};

const apply = async (sql: Sql, name: string, checksum: string, statements: readonly string[]): Promise<void> => {
  const id = randomUUID();
  await sql.run('INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at) VALUES (?, ?, ?, CURRENT_TIMESTAMP)', [
    id,
    checksum,
    name,
  ]);
  for (const statement of statements) await sql.run(statement);
  await sql.run('UPDATE _prisma_migrations SET finished_at = CURRENT_TIMESTAMP, applied_steps_count = 1 WHERE id = ?', [id]);
};
