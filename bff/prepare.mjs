import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a run needs and a fresh clone lacks: packages, Prisma clients, builds. Plain Node, because nothing may be installed yet. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const npm = (...args) => execFileSync('npm', args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });

const readJson = path => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** True when every package of the lock file is there in its version; packages for other platforms may be absent. */
const hasPackages = () => {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const there = readJson('node_modules/.package-lock.json').packages;
  return Object.entries(readJson('package-lock.json').packages).every(
    ([path, wanted]) =>
      path === '' || (there[path] ? there[path].version === wanted.version : wanted.optional || wanted.peer || wanted.devOptional),
  );
};

export const ensurePackages = say => {
  if (hasPackages()) return;
  say('正在安装依赖包，第一次约需两分钟…');
  npm('ci', '--ignore-scripts', '--no-audit', '--no-fund');
};

const filesOf = path => {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [path];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
    .filter(file => !file.includes('/generated/') && !file.includes('/.swc/'))
    .sort();
};

const digestOf = inputs => {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap(filesOf))
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
};

/** Runs `make` when the content of `inputs` is not what the last run saw, or `output` is gone. */
const whenStale = (name, inputs, output, make) => {
  const stamp = join(root, '.build/stamps', name);
  const digest = digestOf(inputs);
  if (existsSync(join(root, output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return false;
  make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
  return true;
};

export const ensureClients = () =>
  whenStale(
    'clients',
    ['prisma/schema.prisma', 'prisma/generate.ts', 'prisma/derive-sqlite.ts', 'node_modules/prisma/package.json'],
    'prisma/generated/sqlite',
    () => npm('run', '--silent', 'generate'),
  );

/** Both clients are inputs too, by way of the schema. */
export const ensureBff = () =>
  whenStale('bff', ['bff', 'prisma/schema.prisma', 'prisma/migrations', 'node_modules/esbuild/package.json'], '.build/bff/main.js', () =>
    npm('run', '--silent', 'build:bff'),
  );

/** What the builds of the phone are made of; the desk is a page of its own. */
const phone = [
  'miniapp/src',
  'miniapp/config',
  'miniapp/build.mjs',
  'miniapp/babel.config.js',
  'miniapp/project.config.json',
  'bff/contract',
  'package-lock.json',
];

export const ensureH5 = say =>
  whenStale('h5', phone, '.build/h5/index.html', () => {
    say('正在构建网页版小程序，约需一分钟…');
    npm('run', '--silent', 'build:h5');
  });

export const ensureWeapp = say =>
  whenStale('weapp', phone, '.build/weapp/app.json', () => {
    say('正在构建微信小程序，约需一分钟…');
    npm('run', '--silent', 'build:weapp');
  });

export const ensureDesk = () =>
  whenStale(
    'desk',
    ['miniapp/desk', 'miniapp/src/shared', 'bff/contract', 'node_modules/esbuild/package.json', 'node_modules/sass/package.json'],
    '.build/desk/index.html',
    () => npm('run', '--silent', 'build:desk'),
  );

/** In order: each step needs the one before. */
export const prepare = (say, { h5 }) => {
  ensurePackages(say);
  ensureClients();
  ensureBff();
  ensureDesk();
  if (h5) ensureH5(say);
};
