import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * Every line of docs/acceptance/*.md that claims a test or a command names one that exists and runs:
 * `- A1 … — \`test/x.test.ts\` › \`name of the test\`` or `- A2 … — command: \`npm run x\``.
 * A test does not run when it or a `describe` around it is skipped, and not surely when it may return before its end without a word.
 * The one argument is the repository to check; without it, this one.
 */
const root = process.argv[2] ? resolve(process.argv[2]) : join(dirname(fileURLToPath(import.meta.url)), '../..');
const scripts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;

/** `it.skip.each([…])('…')` → `it.skip.each`; null for what is no plain name. */
const calleeOf = node => {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return `${calleeOf(node.expression) ?? ''}.${node.name.text}`;
  if (ts.isCallExpression(node)) return calleeOf(node.expression);
  if (ts.isTaggedTemplateExpression(node)) return calleeOf(node.tag);
  return null;
};
const isBlock = callee => /^[xf]?(it|test|describe)(\.|$)/.test(callee ?? '');
const isSkipped = callee => /^x|\.(skip|todo|failing)\b/.test(callee);
const isFunction = node => ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node);

const says = node => /\b(console\.\w+|process\.std(out|err)\.write)\(/.test(node.getText());

/** A `return` inside an `if` of the test itself, where nothing is printed: the test would pass without having looked. */
const leavesSilently = body => {
  const visit = (node, inside) => {
    if (isFunction(node)) return false;
    if (ts.isReturnStatement(node)) return inside !== null && !says(inside);
    return ts.forEachChild(node, child => visit(child, ts.isIfStatement(node) ? node : inside) || undefined) ?? false;
  };
  return ts.forEachChild(body, child => visit(child, null) || undefined) ?? false;
};

/** Title → why it does not run, null for one that does. */
const blocksOf = path => {
  const file = ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);
  const blocks = new Map();
  const visit = (node, skippedBy) => {
    const callee = ts.isCallExpression(node) ? calleeOf(node.expression) : null;
    const title = callee !== null && isBlock(callee) ? node.arguments[0] : null;
    if (!title || !ts.isStringLiteralLike(title)) return ts.forEachChild(node, child => visit(child, skippedBy));
    const skip = isSkipped(callee) ? `${callee}` : skippedBy;
    const body = node.arguments.find(isFunction)?.body;
    const silent = /^f?(it|test)/.test(callee) && body && leavesSilently(body) ? 'may return early without saying so' : null;
    const fault = skip ? `is skipped by ${skip}` : silent;
    // One title in two places, for two engines: it runs where either does.
    blocks.set(title.text, blocks.get(title.text) === null ? null : fault);
    return ts.forEachChild(node, child => visit(child, skip));
  };
  visit(file, null);
  return blocks;
};

const known = new Map();
const testFault = (path, name) => {
  if (!existsSync(join(root, path))) return `${path} does not exist`;
  if (!known.has(path)) known.set(path, blocksOf(path));
  const fault = known.get(path).get(name);
  if (fault === undefined) return `${path} has no test named ${name}`;
  return fault && `${path} › ${name} ${fault}`;
};

const commandFault = command => {
  const script = /^npm (?:run )?([\w:-]+)/.exec(command)?.[1];
  if (script) return scripts[script] || script === 'ci' ? null : `npm script ${script} does not exist`;
  const path = command.split(' ').find(word => word.startsWith('.ci/') || word.startsWith('test/'));
  return path && !existsSync(join(root, path)) ? `${path} does not exist` : null;
};

const folder = join(root, 'docs/acceptance');
const faults = [];
let claims = 0;
for (const file of existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.md')) : []) {
  for (const [at, line] of readFileSync(join(folder, file), 'utf8').split('\n').entries()) {
    if (!/^\s*[-|*]/.test(line)) continue;
    const told = [
      ...[...line.matchAll(/`(test\/[^`]+\.test\.tsx?)`\s*›\s*`([^`]+)`/g)].map(([, path, name]) => testFault(path, name)),
      ...[...line.matchAll(/command:\s*`([^`]+)`/g)].map(([, command]) => commandFault(command)),
    ];
    claims += told.length;
    if (told.length === 0 && /^- [A-Z]\d/.test(line)) faults.push(`docs/acceptance/${file}:${at + 1} names no test and no command`);
    faults.push(...told.filter(Boolean).map(fault => `docs/acceptance/${file}:${at + 1} ${fault}`));
  }
}
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stdout.write(`${claims} claims of docs/acceptance checked, ${faults.length} wrong\n`);
process.exit(faults.length > 0 ? 1 : 0);
