import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { colourChecks } from './check-colours';
import { declaredChecks } from './check-declared';
import { pageChecks } from './check-pages';
import { scriptChecks } from './check-scripts';
import { sizeChecks } from './check-sizes';
import { built, type Check } from './ground';

/** What needs nothing but this repository. */
export const checks: readonly Check[] = [...pageChecks, ...scriptChecks, ...colourChecks, ...declaredChecks, ...sizeChecks];

/** What a check says of a copy into which its own fault was put, and does not say of the original. */
export const saysOfPlanted = (check: Check): readonly string[] => {
  const folder = mkdtempSync(join(tmpdir(), 'chengxin-dist-'));
  const copy = { dist: join(folder, 'weapp'), source: join(folder, 'src') };
  try {
    cpSync(built.dist, copy.dist, { recursive: true });
    cpSync(built.source, copy.source, { recursive: true });
    check.plant(copy);
    const before = check.find(built);
    return check.find(copy).filter(fault => !before.includes(fault));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
