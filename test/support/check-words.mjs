import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Words that must not reach a person, or the repository. */
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const allowed = '这里展示公共信用信息，不是征信服务。';

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'bff', 'miniapp'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter(file => /\.(tsx?|json|html)$/.test(file));

const faults = [];
for (const file of files) {
  let text;
  try {
    text = readFileSync(join(root, file), 'utf8');
  } catch {
    continue;
  }
  for (const [at, line] of text.split('\n').entries()) {
    // A law or an authority may have the word in its own name.
    const rest = line
      .replaceAll(allowed, '')
      .replace(/《[^》]*》/g, '')
      .replaceAll('征信业', '');
    if (rest.includes('征信') && !/^\s*(\/\/|\*|\/\*)/.test(rest)) faults.push(`${file}:${at + 1} 征信 outside the one sentence`);
  }
}
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exit(faults.length > 0 ? 1 : 0);
