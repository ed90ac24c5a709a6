import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const runs: [string, string][] = [
  ['an it', `it('works', () => { expect(1).toBe(1); });`],
  ['an it in a describe', `describe('x', () => { it.each([1])('works', n => { expect(n).toBe(1); }); });`],
  ['a describe', `describe('works', () => { it('y', () => undefined); });`],
  ['a suite with a name of its own', `journeys('x', () => { it('works', async () => { await go(); }); });`],
  ['a return with a reason', `it('works', () => { if (no) { console.warn('no browser'); return; } go(); });`],
  ['a return of an inner function', `it('works', () => { go(() => { if (no) return 1; return 2; }); });`],
  ['one of two engines', `if (a) { it('works', () => go()); } else { it('other', () => go()); }`],
];
const doesNotRun: [string, string][] = [
  ['it.skip', `it.skip('works', () => go());`],
  ['it.skip.each', `it.skip.each([1])('works', () => go());`],
  ['xit', `xit('works', () => go());`],
  ['it.todo', `it.todo('works');`],
  ['a skipped describe', `describe.skip('x', () => { describe('y', () => { it('works', () => go()); }); });`],
  ['xdescribe', `xdescribe('x', () => { it('works', () => go()); });`],
  ['a silent return', `it('works', async () => { if (process.platform !== 'linux') return; go(); });`],
  ['a silent return in a block', `it('works', () => { if (no) { tidy(); return; } go(); });`],
  ['a name that is only a string', `const title = 'works';`],
  ['another name', `it('works not', () => go());`],
];

/** The checker that `npm run check` runs, once, over a small repository of its own: a file a case. */
const root = mkdtempSync(join(tmpdir(), 'chengxin-acceptance-'));
let code: number | null;
let faults: string[];
const fileOf = (at: number): string => `test/case-${at}.test.ts`;

beforeAll(() => {
  for (const folder of ['docs/acceptance', 'test']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{"scripts":{"check":"true"}}');
  const cases = [...runs, ...doesNotRun];
  for (const [at, [, source]] of cases.entries()) writeFileSync(join(root, fileOf(at)), source);
  const lines = cases.map((_, at) => `- A${at} works — \`${fileOf(at)}\` › \`works\``);
  const others = [
    '- B1 names nothing',
    '- B2 — `test/gone.test.ts` › `works`',
    '- B3 — command: `npm run nothing`',
    '- B4 — command: `npm run check`',
  ];
  writeFileSync(join(root, 'docs/acceptance/job.md'), [...lines, ...others].join('\n'));
  const { status, stderr } = spawnSync(process.execPath, [join(__dirname, '../support/check-acceptance.mjs'), root], { encoding: 'utf8' });
  code = status;
  faults = stderr.trim().split('\n');
});
afterAll(() => rmSync(root, { recursive: true }));

describe('check-acceptance', () => {
  it.each(runs.map(([what], at) => [what, fileOf(at)]))('accepts %s', (_what, file) => {
    expect(faults.filter(fault => fault.includes(file))).toEqual([]);
  });

  it.each(doesNotRun.map(([what], at) => [what, fileOf(runs.length + at)]))('refuses %s', (_what, file) => {
    expect(faults.filter(fault => fault.includes(file))).toHaveLength(1);
  });

  it('refuses a line that names nothing, a file that is not there and an unknown command', () => {
    expect(code).toBe(1);
    expect(faults.slice(doesNotRun.length)).toEqual([
      expect.stringContaining('names no test and no command'),
      expect.stringContaining('test/gone.test.ts does not exist'),
      expect.stringContaining('npm script nothing does not exist'),
    ]);
  });
});
