import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');

const leaf = 'export const leaf = 1;';

/** Rule → [the file that breaks it, its text]. */
const planted: Readonly<Record<string, readonly [path: string, text: string]>> = {
  'no-cycles': ['bff/lib/one.ts', `import { two } from './two'; export const one = two;`],
  'no-tests-in-product': ['bff/lib/tested.ts', `import '../../test/support/leaf';`],
  'contract-stands-alone': ['bff/contract/a/schema.ts', `import '../../lib/leaf';`],
  'route-tables-import-nothing': ['bff/contract/b/routes.ts', `import './schema';`],
  'phone-sees-only-the-contract': ['miniapp/src/file/mask.ts', `import '../../../bff/lib/leaf';`],
  'phone-loads-only-tables': ['miniapp/src/file/zod.ts', `import { leaf } from '../../../bff/contract/b/schema'; leaf.toFixed();`],
  'subpackages-stand-apart': ['miniapp/src/file/other.ts', `import '../report/leaf';`],
  'shared-knows-no-page': ['miniapp/src/shared/upward.ts', `import '../report/leaf';`],
  'features-stand-apart': ['bff/features/a/index.ts', `import type { B } from '../b'; export type A = B;`],
  'features-meet-in-the-container': ['bff/features/a/inward.ts', `import '../../compose/leaf';`],
  'features-ask-ports': ['bff/features/a/http.ts', `import '../../platform/leaf';`],
  'features-know-no-koa': ['bff/features/a/koa.ts', `import 'koa';`],
  'lower-floors': ['bff/lib/upward.ts', `import '../features/b';`],
  'sql-in-stores': ['bff/features/a/submit.ts', `import 'mysql2';`],
  'sandbox-stays-outside': ['bff/main.ts', `import './sandbox/leaf';`],
  'sandbox-has-its-own-code': ['bff/sandbox/main.ts', `import '../lib/leaf';`],
  resolves: ['bff/lib/lost.ts', `import './nowhere';`],
};

const innocent: Readonly<Record<string, string>> = {
  'bff/lib/two.ts': `import { one } from './one'; export const two = one;`,
  'bff/lib/leaf.ts': leaf,
  'test/support/leaf.ts': leaf,
  'bff/contract/b/schema.ts': leaf,
  'miniapp/src/report/leaf.ts': leaf,
  'bff/features/b/index.ts': 'export type B = 1;',
  'bff/compose/leaf.ts': leaf,
  'bff/container.ts': `import './compose/leaf';`,
  'bff/platform/leaf.ts': leaf,
  'bff/sandbox/leaf.ts': leaf,
  'bff/features/a/store.ts': `import 'mysql2'; import type { Db } from '../../lib/db'; export type D = Db;`,
  'bff/lib/db.ts': 'export interface Db { x: 1 }',
  'miniapp/src/file/table.ts': `import type { leaf } from '../../../bff/contract/b/schema'; import { r } from '../../../bff/contract/c/routes'; export const a: typeof leaf = r;`,
  'bff/contract/c/routes.ts': 'export const r = 1;',
};

const cruise = (files: Readonly<Record<string, string>>): { status: number | null; said: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'chengxin-rules-'));
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json']) copyFileSync(join(root, name), join(folder, name));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err-long',
      ...new Set(Object.keys(files).map(path => path.split('/')[0] ?? '')),
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  rmSync(folder, { recursive: true, force: true });
  return { status, said: stdout };
};

describe('import rules', () => {
  let said: string;
  beforeAll(() => {
    const cruised = cruise({ ...innocent, ...Object.fromEntries(Object.values(planted)) });
    expect(cruised.status).toBeGreaterThan(0);
    said = cruised.said;
  }, 60_000);

  it.each(Object.entries(planted))('finds what breaks %s', (rule, [path]) => {
    expect(said).toContain(`error ${rule}: ${path}`);
  });

  it.each(Object.keys(innocent).filter(path => path !== 'bff/lib/two.ts'))('is content with %s', path => {
    expect(said).not.toMatch(new RegExp(`: ${path.replaceAll('.', '\\.')}( |$)`, 'm'));
  });
});
