import { cpSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Transpiles bff and the Prisma clients file by file to .build, CommonJS; everything that is not TypeScript is copied beside it. */
const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Not run by the BFF: the clients' sources are in generated/, the rest of prisma/ is tooling. */
const folders = ['bff', 'prisma/generated/mysql', 'prisma/generated/sqlite', 'prisma/migrations'];

const filesUnder = folder =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1));

export const buildBff = async () => {
  const files = folders.flatMap(filesUnder);
  const sources = files.filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts'));
  // Beside the old one and then in its place: a build that fails, or a process that still runs from the old one, finds it whole.
  const next = join('.build', `next-${process.pid}`);
  await build({
    absWorkingDir: root,
    entryPoints: sources,
    outbase: '.',
    outdir: next,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  });
  for (const file of files.filter(file => !/\.(ts|mjs)$/.test(file))) {
    const target = join(root, next, file);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(root, file), target);
  }
  for (const folder of ['bff', 'prisma']) {
    rmSync(join(root, '.build', folder), { recursive: true, force: true });
    renameSync(join(root, next, folder), join(root, '.build', folder));
  }
  rmSync(join(root, next), { recursive: true });
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildBff();
