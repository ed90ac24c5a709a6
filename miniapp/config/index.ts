import { realpathSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from '@tarojs/cli';

const root = path.resolve(__dirname, '../..');
const contract = path.join(root, 'bff/contract');
/** Old phones keep working: private fields and the like are transpiled away from our own code. */
const ours = [contract, path.join(root, 'miniapp/src')];
/** Not ours, but shipped newer than ES5: WeChat is told not to transpile (project.config.json), so we do. */
const newer = [
  __dirname,
  ...['zustand', 'qrcode-generator', '@noble/ciphers'].map(name => realpathSync(path.join(root, 'node_modules', name))),
];

/** One source, two builds: `.build/weapp` (WeChat) and `.build/h5` (hash router, served by the BFF at `/`); build.mjs says where to. */
export default defineConfig({
  projectName: 'chengxin',
  date: '2026-11-22',
  designWidth: 390,
  baseLevel: 8,
  deviceRatio: { 390: 1 },
  sourceRoot: 'src',
  outputRoot: path.relative(path.join(root, 'miniapp'), process.env.TARO_OUTPUT ?? path.join(root, '.build', `${process.env.TARO_ENV}`)),
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  // What was kept of a build without maps has none for one with them.
  cache: { enable: process.env.TARO_MAPS !== '1' },
  plugins: [path.join(__dirname, 'accessible-templates.js')],
  defineConstants: { API_ORIGIN: JSON.stringify(process.env.TARO_ENV === 'h5' ? '' : (process.env.API_ORIGIN ?? 'http://127.0.0.1:3000')) },
  logger: { quiet: true, stats: false },
  mini: {
    // For `npm run mutate:weapp`: the same scripts, with maps beside them.
    enableSourceMap: process.env.TARO_MAPS === '1',
    sourceMapType: 'hidden-source-map',
    compile: { include: [...ours, ...newer] },
    optimizeMainPackage: { enable: true },
    postcss: { pxtransform: { enable: false }, cssModules: { enable: false } },
    webpackChain: chain => {
      chain.performance.hints(false);
    },
  },
  h5: {
    publicPath: '/',
    staticDirectory: 'static',
    router: { mode: 'hash' },
    compile: { include: ours },
    postcss: { pxtransform: { enable: false }, autoprefixer: { enable: true }, cssModules: { enable: false } },
    output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
    miniCssExtractPluginOption: {
      ignoreOrder: true,
      filename: 'css/[name].[contenthash:8].css',
      chunkFilename: 'css/[name].[contenthash:8].css',
    },
    // `npm run dev`: the pages here, the rest at the BFF.
    devServer: { host: '127.0.0.1', port: 10086, open: false, proxy: { '/api': process.env.BFF_URL ?? 'http://127.0.0.1:3000' } },
    webpackChain: chain => {
      chain.performance.hints(false);
    },
  },
});
