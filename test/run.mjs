import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { ensureBff, ensureClients, ensureDesk, ensureH5, ensurePackages, ensureWeapp, root } from '../bff/prepare.mjs';

/**
 * `npm test`: installs what is missing, runs every suite on SQLite, the database-bound ones again on a private MariaDB,
 * and ends with one line. `npm test -- <pattern>` runs only the suites whose path has it.
 */
const say = line => process.stdout.write(`${line}\n`);

/** Debian package → a file it brings → what is skipped without it. */
const systemPackages = {
  chromium: ['/usr/bin/chromium', 'journeys in the browser'],
  'fonts-noto-cjk': ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', 'pictures with Chinese text'],
  'mariadb-server': ['/usr/sbin/mariadbd', 'every database-bound suite on MySQL'],
  'clamav-daemon': ['/usr/sbin/clamd', 'scanning attachments with a real clamd'],
  'poppler-utils': ['/usr/bin/pdfsig', 'reading the PDF back'],
  openssl: ['/usr/bin/openssl', 'vectors computed with openssl'],
  'unicode-data': ['/usr/share/unicode/UnicodeData.txt', 'character coverage'],
};

const installSystemPackages = () => {
  const missing = Object.keys(systemPackages).filter(name => !existsSync(systemPackages[name][0]));
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say(`installing ${missing.join(' ')}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { stdio: ['ignore', 'ignore', 'inherit'], env });
  }
  for (const name of missing.filter(name => !existsSync(systemPackages[name][0])))
    say(`without ${name} (not root on Debian, or apt failed): skipped: ${systemPackages[name][1]}`);
};

/** The suites that open a database, directly or by way of a helper: those run on both engines. */
const opensDatabase = (file, seen = new Set()) => {
  if (seen.has(file)) return false;
  seen.add(file);
  const path = [file, `${file}.ts`, `${file}.tsx`, `${file}/index.ts`].find(name => /\.tsx?$/.test(name) && existsSync(join(root, name)));
  if (!path) return false;
  if (path === 'test/support/db.ts') return true;
  const imports = [...readFileSync(join(root, path), 'utf8').matchAll(/from '(\.[^']+)'/g)].map(([, to]) =>
    normalize(join(dirname(path), to)),
  );
  return imports.filter(to => to.startsWith('test/')).some(to => opensDatabase(to, seen));
};

const suites = pattern =>
  readdirSync(join(root, 'test'), { recursive: true })
    .map(name => `test/${name}`)
    .filter(name => /\.test\.tsx?$/.test(name) && name.includes(pattern))
    .sort();

const startMariaDb = () =>
  new Promise(done => {
    const server = spawn(process.execPath, [join(root, 'node_modules/tsx/dist/cli.mjs'), 'test/support/serve-mariadb.ts'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    server.once('message', ({ port }) => done({ port, stop: () => new Promise(gone => server.once('exit', gone).kill('SIGTERM')) }));
    server.once('exit', () => done(null));
  });

const total = { passed: 0, failed: 0, skipped: 0 };

/** Suites that measure time say so in their first line and get the machine for themselves. */
const runsAlone = file => readFileSync(join(root, file), 'utf8').startsWith('// Runs alone');

/** Three workers for two cores: a phone, a browser and a city wait for each other half of the time. */
const runJest = (title, files, env, workers = 3) => {
  if (files.length === 0) return;
  say(`\n=== ${title}: ${files.length} suites`);
  const output = join(root, '.build/test', `${title.replaceAll(' ', '-')}.json`);
  rmSync(output, { force: true });
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/jest/bin/jest.js'),
      `--maxWorkers=${workers}`,
      '--json',
      `--outputFile=${output}`,
      '--runTestsByPath',
      ...files,
    ],
    {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  if (!existsSync(output)) {
    total.failed += 1;
    return;
  }
  const result = JSON.parse(readFileSync(output, 'utf8'));
  total.passed += result.numPassedTests;
  total.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  total.skipped += result.numPendingTests + result.numTodoTests;
  if (status !== 0 && result.numFailedTests + result.numRuntimeErrorTestSuites === 0) total.failed += 1;
};

ensurePackages(say);
installSystemPackages();
ensureClients();
ensureBff();
ensureDesk();
ensureH5(say);
ensureWeapp(say);
mkdirSync(join(root, '.build/test'), { recursive: true });

const files = suites(process.argv[2] ?? '');
const bound = files.filter(file => opensDatabase(file));
runJest('alone', files.filter(runsAlone), { TEST_DB: 'sqlite' }, 1);
runJest(
  'sqlite and engine-free',
  files.filter(file => !runsAlone(file)),
  { TEST_DB: 'sqlite' },
);
const mariadb = existsSync(systemPackages['mariadb-server'][0]) && bound.length > 0 ? await startMariaDb() : null;
if (mariadb) {
  // The weapp suites are about the phone: one engine is enough for them. What they ask of the BFF the journeys on H5 ask here too.
  runJest(
    'mysql',
    bound.filter(file => !file.startsWith('test/weapp/')),
    { TEST_DB: 'mysql', TEST_MARIADB_PORT: String(mariadb.port), JOURNEYS_ON: 'h5' },
  );
  await mariadb.stop();
} else if (bound.length > 0) {
  say(`no MariaDB: ${bound.length} suites were not run on the MySQL protocol`);
  total.skipped += bound.length;
}
say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
