import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { builtIns } from './built-ins';

/** glass-easel reads `window` and `document` when it is loaded, so both must be there first. One document serves all phones of a run. */
const loadGlassEasel = () => {
  const dom = new JSDOM('<!doctype html><html><body></body></html>', { pretendToBeVisual: true });
  Object.assign(globalThis, { window: dom.window, document: dom.window.document, MutationObserver: dom.window.MutationObserver });
  const glassEasel = require('glass-easel') as typeof import('glass-easel');
  const adapter = require('glass-easel-miniprogram-adapter') as typeof import('glass-easel-miniprogram-adapter');
  const { TmplGroup } = require('glass-easel-template-compiler') as typeof import('glass-easel-template-compiler');
  return { dom, glassEasel, adapter, TmplGroup };
};
let loaded: ReturnType<typeof loadGlassEasel> | null = null;
export const easel = (): ReturnType<typeof loadGlassEasel> => {
  loaded ??= loadGlassEasel();
  return loaded;
};

const filesBelow = (dir: string, ending: string): string[] =>
  readdirSync(dir, { recursive: true })
    .map(String)
    .filter(name => name.endsWith(ending))
    .map(name => name.slice(0, -ending.length))
    .sort();

/** Every handler name that a template binds: the methods a page of this dist must have. */
const handlerNames = (wxml: string): string[] =>
  [...wxml.matchAll(/\b(?:capture-)?(?:bind|catch|mut-bind):?[\w-]+="([A-Za-z_]\w*)"/g)].map(match => match[1] as string);

const structural = new Set(['template', 'block', 'import', 'include', 'wxs', 'slot']);

/** Tags that are neither a built-in of this harness nor a component of the dist. */
const unknownTags = (wxml: string, own: ReadonlySet<string>): string[] =>
  [...wxml.matchAll(/<([a-z][\w-]*)/g)]
    .map(match => match[1] as string)
    .filter(tag => !structural.has(tag) && !own.has(tag) && !builtIns.has(tag));

export interface Compiled {
  /** Paths without ending of everything that has a template. */
  readonly paths: readonly string[];
  /** Components of the dist itself, such as Taro's `comp`. */
  readonly components: readonly string[];
  readonly handlers: ReadonlySet<string>;
  readonly generated: Record<string, (name: string) => never>;
  configOf(path: string): { component?: boolean; usingComponents?: Record<string, string> } | null;
}

/** The dist's templates and wxs, compiled by WeChat's own compiler. @throws with the name of what does not compile or is not built in */
export const compileTemplates = (distDir: string): Compiled => {
  const group = new (easel().TmplGroup)();
  const paths = filesBelow(distDir, '.wxml');
  const handlers = new Set<string>();
  const configOf = (path: string) => {
    const file = join(distDir, `${path}.json`);
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  };
  const own = new Set(paths.flatMap(path => Object.keys(configOf(path)?.usingComponents ?? {})));
  for (const path of filesBelow(distDir, '.wxs')) group.addScript(path, readFileSync(join(distDir, `${path}.wxs`), 'utf8'));
  for (const path of paths) {
    const wxml = readFileSync(join(distDir, `${path}.wxml`), 'utf8');
    for (const name of handlerNames(wxml)) handlers.add(name);
    const [unknown] = unknownTags(wxml, own);
    if (unknown) throw new Error(`weapp harness: component <${unknown}> of ${path}.wxml is not implemented`);
    const faults = (group.addTmpl(path, wxml) ?? []) as { isError?: () => boolean; message?: string }[];
    const errors = faults.filter(fault => fault.isError?.() ?? false);
    if (errors.length > 0) throw new Error(`weapp harness: ${path}.wxml does not compile: ${JSON.stringify(errors)}`);
  }
  const generated = new Function(`return ${group.getTmplGenObjectGroups()}`)() as Compiled['generated'];
  const missing = paths.find(path => !generated[path]);
  if (missing) throw new Error(`weapp harness: no code for ${missing}.wxml`);
  return { paths, handlers, generated, configOf, components: paths.filter(path => configOf(path)?.component === true) };
};
