import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WeappPhone } from '../../support/weapp-hand';

/** Names of what lies on the phone with something in it, each once, in no order. */
export const keysOn = async (phone: WeappPhone): Promise<string> => {
  const names = (await phone.stored()).flatMap(([key, value]) =>
    value.replace(/["{}]|data:/g, '') ? [key.replace(/-[\da-f]{16}$/, '-〈号〉')] : [],
  );
  return [...new Set(names)].sort().join('、');
};

/** Holds what was told to what is kept in this folder; `WRITE_WORDS=1` writes it anew. */
export const expectKept = (name: string, told: readonly string[]): void => {
  const file = join(__dirname, `${name}.txt`);
  const words = `${told.join('\n').trimEnd()}\n`;
  if (process.env.WRITE_WORDS === '1') writeFileSync(file, words);
  if (!existsSync(file)) throw new Error(`${file} is not there`);
  expect(words.split('\n')).toEqual(readFileSync(file, 'utf8').split('\n'));
};
