import { spawnSync } from 'node:child_process';
import { ensureClients, ensurePackages, root } from '../bff/prepare.mjs';

/** `npm run check`: everything a tool can say without running the app. All steps run, so that one look shows all faults. */
const say = line => process.stdout.write(`${line}\n`);

const bin = name => `node_modules/.bin/${name}`;
const steps = [
  ['lock file installs everywhere', 'npm', ['ci', '--dry-run', '--ignore-scripts', '--no-audit', '--no-fund']],
  ['format and lint', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['types', bin('tsc'), ['--noEmit']],
  ['import rules', bin('depcruise'), ['--config', '.dependency-cruiser.cjs', 'bff', 'miniapp', 'prisma', 'test']],
  ['nothing unused', bin('knip'), ['--no-progress']],
  ['migrations match the schema', bin('tsx'), ['prisma/check-drift.ts']],
  ['acceptance map', process.execPath, ['test/support/check-acceptance.mjs']],
  ['words', process.execPath, ['test/support/check-words.mjs']],
  ['sizes of what was built', process.execPath, ['miniapp/check-size.mjs', '--if-built']],
];

ensurePackages(say);
ensureClients();
const failed = [];
for (const [title, command, args] of steps) {
  const startedMs = Date.now();
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  say(`${status === 0 ? 'ok  ' : 'FAIL'} ${title} (${((Date.now() - startedMs) / 1000).toFixed(1)} s)`);
  if (status !== 0) {
    failed.push(title);
    say(`${stdout}${stderr}`.trim().split('\n').slice(-120).join('\n'));
  }
}
say(failed.length === 0 ? 'check: all right' : `check: ${failed.length} of ${steps.length} steps failed: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);
