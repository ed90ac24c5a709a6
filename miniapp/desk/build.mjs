import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compile } from 'sass';

/**
 * `node miniapp/desk/build.mjs` → `.build/desk`: one page, one script, one style sheet, both with a digest in the name, nothing inline, so
 * that the page runs under a policy that allows only files of its own. Built beside the old one and then put in its place.
 */
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const out = join(root, '.build/desk');
const next = join(root, '.build', `next-desk-${process.pid}`);
const past = join(root, '.build', `past-desk-${process.pid}`);
/** Where the BFF serves it. */
const base = '/desk';

const page = (script, style) => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="theme-color" content="#F5F2EA">
<title>城信工作台</title>
<link rel="stylesheet" href="${base}/${style}">
<script type="module" src="${base}/${script}"></script>
</head>
<body class="cx desk">
<div id="desk"></div>
<noscript>这个页面要用到脚本，请在浏览器里打开脚本后再来。</noscript>
</body>
</html>
`;

const write = (name, extension, content) => {
  const file = `${name}.${createHash('sha256').update(content).digest('hex').slice(0, 16)}.${extension}`;
  writeFileSync(join(next, file), content);
  return file;
};

const bundled = build({
  absWorkingDir: root,
  entryPoints: ['miniapp/desk/main.tsx'],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'browser',
  target: ['chrome100', 'firefox100', 'safari15.4'],
  jsx: 'automatic',
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
});
const { css } = compile(join(here, 'desk.scss'), { style: 'compressed', charset: false });
const [{ contents }] = (await bundled).outputFiles;

mkdirSync(next, { recursive: true });
const script = write('desk', 'js', contents);
const style = write('desk', 'css', css);
writeFileSync(join(next, 'index.html'), page(script, style));
if (existsSync(out)) renameSync(out, past);
renameSync(next, out);
rmSync(past, { recursive: true, force: true });
