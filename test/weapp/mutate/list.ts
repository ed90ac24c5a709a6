import type { Judged } from './faults';
import type { Site } from './sites';
import { explain } from './survivors';

export interface List {
  readonly seed: number;
  readonly tests: number;
  readonly planted: readonly Judged[];
  readonly random: readonly { readonly judged: Judged; readonly site: Site }[];
}

const caughtOf = (all: readonly Judged[]): string => `${all.filter(({ caughtBy }) => caughtBy).length} of ${all.length}`;

export const asText = ({ planted, random }: List): string => {
  const open = random.filter(({ judged }) => !judged.caughtBy);
  const lines = [
    `planted: ${caughtOf(planted)} caught · random: ${caughtOf(random.map(({ judged }) => judged))} caught`,
    ...planted.filter(({ caughtBy }) => !caughtBy).map(({ name }) => `planted and not caught: ${name}`),
    ...open.map(({ judged, site }) => `not caught: ${judged.name}\n   ${explain(site)}`),
  ];
  return lines.join('\n');
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
const code = (text: string): string => `\`\`${cell(text).replaceAll('`', "'")}\`\``;

/** What is kept of a run: what each fault was, and the test that failed because of it. */
export const asMarkdown = ({ seed, tests, planted, random }: List): string => {
  const own = planted.map(({ name, caughtBy }) => `| ${cell(name)} | ${caughtBy ? cell(caughtBy.test) : '**nothing**'} |`);
  const drawn = random.map(({ judged: { caughtBy }, site: { kind, place, words } }) => {
    const where = `${place.file.replace('miniapp/src/', '')}:${place.line}`;
    return `| ${kind} | ${where} ${code(words.slice(0, 60))} | ${caughtBy ? cell(caughtBy.test) : '**nothing**'} |`;
  });
  const open = random
    .filter(({ judged }) => !judged.caughtBy)
    .map(({ site }) => `- ${site.kind}, ${site.place.file}:${site.place.line} ${code(site.place.text)}: ${explain(site)}`);
  return `# Faults shown to the suite of the mini-program

Written by \`npm run mutate:weapp\`. Each fault is put alone into a copy of the production weapp dist; the tests of \`test/journeys\`
(weapp) and \`test/weapp\` that run its place are then run one by one, each on a database of its own, until one fails. Without a fault all
${tests} pass. Not drawn: keys that only say how something looks (\`className\`, \`style\`, \`icon\`, \`tone\`, \`pad\`), what a compiler
writes out (\`?.\`, \`??\`, default values), the code of Taro, React and the contract.

## Planted: ${caughtOf(planted)} caught

| fault | caught by |
|---|---|
${own.join('\n')}

## Random, seed ${seed}: ${caughtOf(random.map(({ judged }) => judged))} caught

Lines are those of \`miniapp/src\`; the code is what stands in the dist.

| fault | where | caught by |
|---|---|---|
${drawn.join('\n')}

## Not caught

${open.length > 0 ? open.join('\n') : 'None.'}
`;
};
