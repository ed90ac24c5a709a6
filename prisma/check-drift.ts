import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { deriveSqlite } from './derive-sqlite';
import { renderMysql } from './render-mysql';
import { renderSqlite } from './render-sqlite';

/** Do the migrations add up to the schema? SQLite here; test/platform/db.test.ts compares MySQL on a server, and while there is one migration its text is compared here. `npm run db:drift`. */
const migrationsOf = (engine: string): string => {
  const folder = join(__dirname, 'migrations', engine);
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort()
    .map(name => readFileSync(join(folder, name, 'migration.sql'), 'utf8'))
    .join('\n');
};

const shapeAfter = async (script: string): Promise<string[]> => {
  const client = createClient({ url: ':memory:' });
  await client.executeMultiple(script);
  const { rows } = await client.execute(
    `SELECT m.name || '.' || c.name || ' ' || c.type || ' notnull ' || c."notnull" || ' pk ' || c.pk || ' default ' || coalesce(c.dflt_value, '') AS line
     FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'
     UNION ALL SELECT coalesce(sql, name) FROM sqlite_master WHERE type = 'index' ORDER BY 1`,
  );
  client.close();
  return rows.map(row => String(row.line));
};

const columnCount = (ddl: string): number => ddl.split('\n').filter(line => /^ {2}`/.test(line)).length;

const main = async (): Promise<void> => {
  const schema = readFileSync(join(__dirname, 'schema.prisma'), 'utf8');
  const wanted = await shapeAfter(await renderSqlite(deriveSqlite(schema)));
  const there = await shapeAfter(migrationsOf('sqlite'));
  const drift = [
    ...wanted.filter(line => !there.includes(line)).map(line => `missing: ${line}`),
    ...there.filter(line => !wanted.includes(line)).map(line => `left over: ${line}`),
  ];
  const mysqlMigrations = migrationsOf('mysql');
  if (readdirSync(join(__dirname, 'migrations/mysql')).length === 2 && mysqlMigrations !== renderMysql(schema)) {
    drift.push(
      `mysql: the first migration has ${columnCount(mysqlMigrations)} columns, the schema ${columnCount(renderMysql(schema))}, or they differ`,
    );
  }
  if (drift.length === 0) return;
  process.stderr.write(`The migrations and the schema differ (npm run db:migration):\n${drift.join('\n')}\n`);
  process.exitCode = 1;
};

void main();
