import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'acorn';
import { type Check, filesOf, type Ground, placeOf, textOf } from './ground';

/** WeChat is told not to transpile (project.config.json: es6 false), so what is built must be ES5 already. */
const newerThanEs5 = ({ dist }: Ground): string[] =>
  filesOf(dist, /\.js$/).flatMap(name => {
    try {
      parse(textOf(dist, name), { ecmaVersion: 5 });
      return [];
    } catch (error) {
      const { loc, message } = error as SyntaxError & { loc: { line: number; column: number } };
      return [`${name}:${loc.line}:${loc.column + 1} is not ES5: ${message}`];
    }
  });

const sentence = '这里展示公共信用信息，不是征信服务。';
/** A minifier may have written Chinese as \uXXXX. */
const plain = (text: string): string =>
  text.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const wrongWord = ({ dist }: Ground): string[] =>
  filesOf(dist, /\.(js|json|wxml|wxss|wxs)$/).flatMap(name => {
    const text = plain(textOf(dist, name)).replaceAll(sentence, '');
    return [...text.matchAll(/征信/g)].map(
      ({ index }) => `${placeOf(name, text, index)} 征信 outside the one sentence: …${text.slice(index - 12, index + 12)}…`,
    );
  });

export const scriptChecks: readonly Check[] = [
  {
    name: 'every script is ES5',
    find: newerThanEs5,
    plant: ({ dist }) => appendFileSync(join(dist, 'common.js'), '\nconst late = () => 1;\n'),
  },
  {
    name: 'no 征信 but in the sentence that says we are not it',
    find: wrongWord,
    plant: ({ dist }) => appendFileSync(join(dist, 'common.js'), '\nvar title = "\\u6211\\u7684\\u5f81\\u4fe1";\n'),
  },
];
