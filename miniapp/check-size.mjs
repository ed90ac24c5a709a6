/**
 * Sizes of what was built: weapp main package ≤ 520 kB, each subpackage ≤ 350 kB (kB = 1,000 bytes, as shipped); H5 first load
 * ≤ 220 kB gzip (index.html and what it names). A build that is not there is a miss unless `--if-built` is given.
 * Looks at `.build`, or at the folder that is given.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const build = process.argv.slice(2).find(word => !word.startsWith('--')) ?? join(dirname(fileURLToPath(import.meta.url)), '../.build');
const ifBuilt = process.argv.includes('--if-built');
const limits = { main: 520_000, subpackage: 350_000, h5: 220_000 };
const misses = [];

const line = (name, bytes, limit) => {
  const fits = bytes <= limit;
  if (!fits) misses.push(name);
  console.log(`${fits ? 'ok  ' : 'MISS'} ${name.padEnd(24)} ${(bytes / 1000).toFixed(1)} kB of ${limit / 1000} kB`);
};

const absent = name => {
  console.log(`${ifBuilt ? 'skip' : 'MISS'} ${name} is not built`);
  if (!ifBuilt) misses.push(name);
};

/** Files WeChat would ship: no licences, no source maps, no project file. */
const shipped = dir =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !/\.(LICENSE\.txt|map)$/.test(entry.name) && entry.name !== 'project.config.json')
    .map(entry => join(entry.parentPath ?? entry.path, entry.name));
const sum = files => files.reduce((bytes, file) => bytes + statSync(file).size, 0);

const weapp = join(build, 'weapp');
if (existsSync(join(weapp, 'app.json'))) {
  const { subPackages = [] } = JSON.parse(readFileSync(join(weapp, 'app.json'), 'utf8'));
  const roots = subPackages.map(({ root }) => root.replace(/\/$/, ''));
  const inside = file => roots.find(root => file.startsWith(join(weapp, root, '/')));
  const files = shipped(weapp);
  line('weapp main package', sum(files.filter(file => !inside(file))), limits.main);
  for (const root of roots) line(`weapp ${root}`, sum(files.filter(file => inside(file) === root)), limits.subpackage);
} else absent('weapp');

const index = join(build, 'h5/index.html');
if (existsSync(index)) {
  const html = readFileSync(index, 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/((?:js|css)\/[^"]+)"/g)].map(([, path]) => join(build, 'h5', path));
  const bytes = [index, ...named].reduce((total, file) => total + gzipSync(readFileSync(file), { level: 9 }).length, 0);
  line('h5 first load, gzip', bytes, limits.h5);
} else absent('h5');

process.exitCode = misses.length > 0 ? 1 : 0;
