import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `node miniapp/build.mjs h5|weapp` → `.build/h5` or `.build/weapp`. Built beside the old one and then put in its place: a build that
 * fails, or a BFF or a test that is using the old one, finds it whole.
 */
const type = process.argv[2];
if (type !== 'h5' && type !== 'weapp') throw new Error('node miniapp/build.mjs h5|weapp');

const here = dirname(fileURLToPath(import.meta.url));
const build = join(here, '../.build');
const next = join(build, `next-${type}-${process.pid}`);
const past = join(build, `past-${type}-${process.pid}`);

const { status } = spawnSync(process.execPath, [join(here, '../node_modules/@tarojs/cli/bin/taro'), 'build', '--type', type], {
  cwd: here,
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'production', TARO_OUTPUT: next },
});
if (status !== 0 || !existsSync(next)) {
  rmSync(next, { recursive: true, force: true });
  process.exit(status || 1);
}
if (existsSync(join(build, type))) renameSync(join(build, type), past);
renameSync(next, join(build, type));
rmSync(past, { recursive: true, force: true });
