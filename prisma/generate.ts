import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deriveSqlite } from './derive-sqlite';

/** Makes both Prisma clients without the network. `npm run generate`. */
const root = join(__dirname, '..');
const schemaPath = join(root, 'prisma/schema.prisma');
const sqlitePath = join(root, 'prisma/generated/schema.sqlite.prisma');

mkdirSync(join(root, 'prisma/generated'), { recursive: true });
writeFileSync(sqlitePath, deriveSqlite(readFileSync(schemaPath, 'utf8')));
for (const path of [schemaPath, sqlitePath])
  execFileSync(process.execPath, [join(root, 'node_modules/prisma/build/index.js'), 'generate', '--schema', path, '--no-hints'], {
    cwd: root,
    // Generating needs no engine, but Prisma looks for one and would download it: any executable ends the search.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
