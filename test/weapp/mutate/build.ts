import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';

const root = join(__dirname, '../../..');
/** The production build, with maps beside the scripts that say where each came from. */
const dist = join(root, '.build/weapp-maps');

export interface Place {
  /** `miniapp/src/shared/call.ts` */
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

export interface Script {
  /** Name in the dist: `tabs/home/index.js`. */
  readonly name: string;
  readonly text: string;
  /** Where in our own sources this place comes from; null: from somebody else's code. */
  placeOf(at: number): Place | null;
}

/** `webpack:///._src_shared_use-load.ts` → `miniapp/src/shared/use-load.ts`; Taro writes `_` for `/`, and no file of ours has one. */
const ourFile = (source: string): string | null => {
  const path = /^webpack:\/\/\/\._src_(.+)$/.exec(source)?.[1]?.replaceAll('_', '/');
  const file = path && `miniapp/src/${path}`;
  return file && existsSync(join(root, file)) ? file : null;
};

const scriptOf = (name: string): Script => {
  const text = readFileSync(join(dist, name), 'utf8');
  const map = new TraceMap(readFileSync(join(dist, `${name}.map`), 'utf8'));
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return {
    name,
    text,
    placeOf(at) {
      const line = lineStarts.filter(start => start <= at).length - 1;
      const found = originalPositionFor(map, { line: line + 1, column: at - (lineStarts[line] ?? 0) });
      const file = found.source && ourFile(found.source);
      if (!file || found.line === null) return null;
      const words = map.sourcesContent?.[map.sources.indexOf(found.source)]?.split('\n')[found.line - 1] ?? '';
      return { file, line: found.line, text: words.trim() };
    },
  };
};

const changedAtMs = (folder: string): number =>
  Math.max(...readdirSync(join(root, folder), { recursive: true }).map(name => statSync(join(root, folder, String(name))).mtimeMs));

/** The scripts of the production build, which is built unless that was done since the sources last changed. */
export const readScripts = (): Script[] => {
  const builtAtMs = existsSync(join(dist, 'app.json')) ? statSync(join(dist, 'app.json')).mtimeMs : 0;
  if (['miniapp/src', 'miniapp/config', 'bff/contract'].some(folder => changedAtMs(folder) > builtAtMs)) {
    rmSync(dist, { recursive: true, force: true });
    const env = { ...process.env, NODE_ENV: 'production', TARO_MAPS: '1', TARO_OUTPUT: dist };
    const taro = join(root, 'node_modules/@tarojs/cli/bin/taro');
    const { status } = spawnSync(process.execPath, [taro, 'build', '--type', 'weapp'], {
      cwd: join(root, 'miniapp'),
      env,
      stdio: 'ignore',
    });
    if (status !== 0) throw new Error('the build failed');
  }
  return readdirSync(dist, { recursive: true })
    .map(String)
    .filter(name => name.endsWith('.js.map'))
    .map(name => scriptOf(name.slice(0, -'.map'.length)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
};

export interface Edit {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly put: string;
}

/** The dist with these edits in a folder of its own. @returns what removes it */
export const plant = (folder: string, edits: readonly Edit[]): (() => void) => {
  cpSync(dist, folder, { recursive: true, filter: name => !name.endsWith('.map') });
  for (const file of new Set(edits.map(edit => edit.file))) {
    let text = readFileSync(join(dist, file), 'utf8');
    const here = edits.filter(edit => edit.file === file).sort((a, b) => b.from - a.from);
    for (const { from, to, put } of here) text = text.slice(0, from) + put + text.slice(to);
    writeFileSync(join(folder, file), text);
  }
  return () => rmSync(folder, { recursive: true, force: true });
};

export const distFile = (file: string): string => readFileSync(join(dist, file), 'utf8');
