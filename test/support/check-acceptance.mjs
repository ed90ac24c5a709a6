import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Every line of docs/acceptance/*.md that claims a test or a command names one that exists and runs:
 * `- A1 … — \`test/x.test.ts\` › \`name of the test\`` or `- A2 … — command: \`npm run x\``.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const scripts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;

/** The name stands quoted in the source, and the nearest `it` or `describe` before it runs. */
const testFault = (path, name) => {
  if (!existsSync(join(root, path))) return `${path} does not exist`;
  const source = readFileSync(join(root, path), 'utf8');
  const at = ["'", '"', '`'].map(quote => source.indexOf(quote + name.replaceAll(quote, `\\${quote}`) + quote)).find(place => place >= 0);
  if (at === undefined) return `${path} has no test named ${name}`;
  const opener = [...source.slice(0, at).matchAll(/\bx?(?:it|test|describe)\b(?:\.\w+)*/g)].at(-1)?.[0];
  if (!opener) return `${path} › ${name} is not the title of a test`;
  return /^x|\.(skip|todo|failing)/.test(opener) ? `${path} › ${name} is skipped` : null;
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
    for (const [, path, name] of line.matchAll(/`(test\/[^`]+\.test\.tsx?)`\s*›\s*`([^`]+)`/g)) {
      claims += 1;
      const fault = testFault(path, name);
      if (fault) faults.push(`docs/acceptance/${file}:${at + 1} ${fault}`);
    }
    for (const [, command] of line.matchAll(/command:\s*`([^`]+)`/g)) {
      claims += 1;
      const fault = commandFault(command);
      if (fault) faults.push(`docs/acceptance/${file}:${at + 1} ${fault}`);
    }
  }
}
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stdout.write(`${claims} claims of docs/acceptance checked, ${faults.length} wrong\n`);
process.exit(faults.length > 0 ? 1 : 0);
