import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deriveSqlite } from './derive-sqlite';
import { renderMysql } from './render-mysql';
import { renderSqlite } from './render-sqlite';

/**
 * Writes the first migration of both engines from the schema. `npm run db:migration`.
 * Once a release is out, a change is a new folder beside it, written by hand for both engines; the drift check compares the sum with the schema.
 */
const name = '20261122000000_initial';

const write = (engine: 'sqlite' | 'mysql', script: string): void => {
  const folder = join(__dirname, 'migrations', engine);
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), script);
  writeFileSync(join(folder, 'migration_lock.toml'), `provider = "${engine}"\n`);
};

const main = async (): Promise<void> => {
  const schema = readFileSync(join(__dirname, 'schema.prisma'), 'utf8');
  write('mysql', renderMysql(schema));
  write('sqlite', await renderSqlite(deriveSqlite(schema)));
};

void main();
