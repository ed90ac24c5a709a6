import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { appOf, type Check, filesOf, type Ground, pagesOf, root, textOf } from './ground';

/** 276 MB that only these checks need: beside the builds, where no linter, test runner or image sees them. */
const home = join(root, '.build/tencent');
const wanted = join(root, 'test/weapp/static/tencent');

/** Installs what tencent/package-lock.json names, once. Throws when npm fails. */
export const installTencent = (say: (line: string) => void): void => {
  const lock = readFileSync(join(wanted, 'package-lock.json'), 'utf8');
  const installed = join(home, 'installed-lock.json');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lock) return;
  say("installing WeChat's compilers and schemas into .build/tencent (276 MB, once)");
  mkdirSync(home, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(wanted, name), join(home, name));
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], { cwd: home, stdio: 'inherit' });
  if (status !== 0) throw new Error('npm ci in .build/tencent failed');
  writeFileSync(installed, lock);
};

const load = (module: string): unknown => createRequire(join(home, 'package.json'))(module);

type Validate = (
  kind: 'app' | 'page' | 'projectconfig',
  json: unknown,
) => { readonly warning: string; readonly error: readonly { readonly errorProperty: string; readonly correctType: readonly string[] }[] };

const offSchema = (ground: Ground): string[] => {
  const { schemaValidate } = load('miniprogram-ci/dist/modules/corecompiler/original/validate/schemaValidate.js') as {
    schemaValidate: Validate;
  };
  appOf(ground);
  const files = [
    ['app', 'app.json'],
    ['projectconfig', 'project.config.json'],
    ...pagesOf(ground).map(page => ['page', `${page}.json`]),
  ] as const;
  return files.flatMap(([kind = 'page', name = '']) => {
    const { warning, error } = schemaValidate(kind as 'page', JSON.parse(textOf(ground.dist, name)));
    return [
      ...error.map(({ errorProperty, correctType }) => `${name}:1 ${errorProperty} must be ${correctType.join(' or ')}`),
      ...(warning ? [`${name}:1 WeChat does not know ${warning}`] : []),
    ];
  });
};

const outputLimitBytes = 64 * 1024 * 1024;

/** WeChat's compiler of templates; it says `comp.wxml:3:100: expect end-tag`. */
const brokenTemplates = ({ dist }: Ground): string[] => {
  const { wxmlToJs } = load('miniprogram-compiler') as { wxmlToJs: (folder: string, options: { maxBuffer: number }) => string };
  try {
    wxmlToJs(dist, { maxBuffer: outputLimitBytes });
    return [];
  } catch (error) {
    return [`${(error as Error).message.replace(/^编译[^：]*：/, '').trim()}`];
  }
};

/** The package's own function loses what the compiler of styles says, so the compiler is asked itself. */
const brokenStyles = ({ dist }: Ground): string[] => {
  const platform = process.platform === 'darwin' ? 'mac/wcsc' : process.platform === 'win32' ? 'windows/wcsc.exe' : 'linux/wcsc';
  const compiler = join(home, 'node_modules/miniprogram-compiler/bin', platform);
  // The package comes without the right to run it.
  chmodSync(compiler, 0o755);
  const { status, stderr, error } = spawnSync(compiler, ['-db', '-pc', '0', ...filesOf(dist, /\.wxss$/)], {
    cwd: dist,
    encoding: 'utf8',
    maxBuffer: outputLimitBytes,
  });
  if (error) return [`app.wxss:1 ${error.message}`];
  return status === 0 ? [] : stderr.split('\n').filter(line => line.startsWith('ERR'));
};

export const tencentChecks: readonly Check[] = [
  {
    name: 'app, page and project JSON keep to WeChat’s schema',
    find: offSchema,
    plant: ground => {
      const app = JSON.parse(textOf(ground.dist, 'app.json')) as { window: object };
      writeFileSync(join(ground.dist, 'app.json'), JSON.stringify({ ...app, window: { ...app.window, backgroundTextStyle: 'blue' } }));
    },
  },
  {
    name: 'WeChat’s compiler takes every template',
    find: brokenTemplates,
    plant: ({ dist }) => appendFileSync(join(dist, 'comp.wxml'), '<view><text></view>'),
  },
  {
    name: 'WeChat’s compiler takes every style',
    find: brokenStyles,
    plant: ({ dist }) => appendFileSync(join(dist, 'app.wxss'), '.odd{color:'),
  },
];
