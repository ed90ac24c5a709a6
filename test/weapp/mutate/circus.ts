import { relative, resolve } from 'node:path';
import { expect } from 'expect';
import * as circus from 'jest-circus';

/** One test of the suite, or a file whose tests go on from one another: what is run against a fault, on a database of its own. */
export interface Unit {
  readonly file: string;
  /** Titles of its describes and its own, joined by a space; null: the whole file, in its order. */
  readonly name: string | null;
}

export interface Outcome {
  /** The first test that failed, with the first lines of what it said. */
  readonly failed: { readonly test: string; readonly words: string } | null;
  readonly ms: number;
}

export const titleOf = ({ file, name }: Unit): string => (name === null ? file : `${file} › ${name}`);

type Test = { readonly name: string; readonly parent?: { name: string; parent?: object }; mode?: string | null };
type Block = { readonly children: readonly ((Test & { type: 'test' }) | (Block & { type: 'describeBlock' }))[] };

const nameOf = (test: Test): string => {
  const names: string[] = [];
  for (let one: Test['parent'] | undefined = test as Test; one; one = one.parent as Test['parent']) names.unshift(one.name);
  return names.slice(1).join(' ');
};
const testsIn = (block: Block): Test[] => block.children.flatMap(child => (child.type === 'test' ? [child] : testsIn(child)));
const root = (): Block => circus.getState().rootDescribeBlock as unknown as Block;

/** Jest's own runner with what it puts into a test file's world, in this process. */
export const putCircus = (): void => {
  const { describe, it, test, beforeAll, afterAll, beforeEach, afterEach } = circus;
  Object.assign(globalThis, { describe, it, test, beforeAll, afterAll, beforeEach, afterEach, expect });
  circus.addEventHandler(event => {
    if (event.name !== 'test_done' || event.test.errors.length === 0) return;
    for (const other of testsIn(root())) if (other !== (event.test as unknown as Test)) other.mode = 'skip';
  });
};

const readTests = (file: string): void => {
  circus.resetState();
  const path = resolve(file);
  delete require.cache[path];
  require(path);
};

const inOrder = /(main-job|budgets)\.test\.ts$/;

/** The units of a test file. */
export const unitsOf = (file: string): Unit[] => {
  readTests(file);
  const path = relative('.', file);
  if (/test\/weapp\//.test(path) && inOrder.test(path)) return [{ file: path, name: null }];
  return testsIn(root())
    .filter(test => test.mode !== 'skip')
    .map(test => ({ file: path, name: nameOf(test) }));
};

const firstLines = (error: unknown): string => {
  const text = typeof error === 'string' ? error : ((error as Error)?.message ?? String(error));
  const plain = text
    .replace(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '')
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean);
  const differing = plain.filter(line => /^[-+] (?!Expected|Received)/.test(line));
  return [...plain.slice(0, 1), ...(differing.length > 0 ? differing : plain.slice(1)).slice(0, 3)].join(' ').slice(0, 240);
};

export const runUnit = async ({ file, name }: Unit): Promise<Outcome> => {
  const startedMs = performance.now();
  try {
    readTests(file);
  } catch (error) {
    return { failed: { test: file, words: firstLines(error) }, ms: performance.now() - startedMs };
  }
  const tests = testsIn(root());
  const wanted = tests.filter(test => name === null || nameOf(test) === name);
  if (wanted.length === 0) throw new Error(`no test ${file} › ${name}`);
  for (const test of tests) if (!wanted.includes(test)) test.mode = 'skip';
  circus.setState({ ...circus.getState(), testTimeout: 30_000 });
  const { testResults, unhandledErrors } = await circus.run();
  const failed = testResults.find(result => result.errors.length > 0);
  const ms = performance.now() - startedMs;
  if (failed) return { failed: { test: failed.testPath.slice(1).join(' '), words: firstLines(failed.errors[0]) }, ms };
  if (unhandledErrors.length > 0) return { failed: { test: file, words: firstLines(unhandledErrors[0]) }, ms };
  return { failed: null, ms };
};
