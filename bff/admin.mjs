import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBff, ensureClients, ensurePackages, root } from './prepare.mjs';

/** `npm run admin -- …`, `npm run demo-token -- …`: the same mode and data as `npm start` with the same environment. */
const say = line => process.stderr.write(`${line}\n`);
ensurePackages(say);
ensureClients();
ensureBff();
const { status } = spawnSync(process.execPath, ['--enable-source-maps', join(root, '.build/bff/admin/cli.js'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { CHENGXIN_MODE: 'sandbox', ...process.env },
});
process.exit(status ?? 1);
