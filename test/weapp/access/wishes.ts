import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SeenWish } from './seen';

const cities = 'bff/cities';
const brands = readdirSync(cities)
  .filter(file => file.endsWith('.json'))
  .map(file => (JSON.parse(readFileSync(join(cities, file), 'utf8')) as { brandRgb: string }).brandRgb);

export const usual: SeenWish = { target: 44, text: 13, brands };
/** 长辈模式: 60 px to touch; notes, the smallest text, at the smallest of its three sizes. */
export const elder: SeenWish = { target: 60, text: 13 * 1.42, brands };
