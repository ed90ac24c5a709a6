import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Check, type Ground, root } from './ground';

/** The budgets, far below WeChat's 2 MB a package and 30 MB in all, are in one place: miniapp/check-size.mjs. */
const overBudget = ({ dist }: Ground): string[] => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, 'miniapp/check-size.mjs'), '--if-built', dirname(dist)], {
    encoding: 'utf8',
  });
  const misses = stdout.split('\n').filter(line => line.startsWith('MISS'));
  return status === 0 ? [] : misses.length > 0 ? misses.map(line => `app.json:1 ${line}`) : [`check-size.mjs:1 ${stderr}`];
};

export const sizeChecks: readonly Check[] = [
  {
    name: 'main package and subpackages keep to their budgets',
    find: overBudget,
    plant: ({ dist }) => writeFileSync(join(dist, 'ledger/ballast.js'), `var ballast='${'x'.repeat(340_000)}';`),
  },
];
