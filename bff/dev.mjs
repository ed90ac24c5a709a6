import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { ensureBff, ensureClients, ensurePackages, root } from './prepare.mjs';

/**
 * `npm run dev`: the pages on Taro's own server, which rebuilds what changed (http://127.0.0.1:10086), and behind it what `npm start`
 * starts, anew whenever something under bff/ or prisma/ changed. `PORT` is the BFF's as with `npm start`.
 */
const pagesUrl = 'http://127.0.0.1:10086';
const port = process.env.PORT || '3000';
const say = line => process.stdout.write(`${line}\n`);

ensurePackages(say);

const pages = spawn(process.execPath, [join(root, 'node_modules/@tarojs/cli/bin/taro'), 'build', '--type', 'h5', '--watch'], {
  cwd: join(root, 'miniapp'),
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'development', TARO_OUTPUT: join(root, '.build/dev-h5'), BFF_URL: `http://127.0.0.1:${port}` },
});

let server = null;
const startServer = () => {
  server = spawn(process.execPath, [join(root, 'bff/start.mjs'), '--without-h5'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PORT: port, PUBLIC_URL: pagesUrl },
  });
};
const stopServer = () =>
  new Promise(done => {
    if (!server || server.exitCode !== null) return done();
    server.once('exit', done).kill('SIGTERM');
  });

let timer = null;
let restarting = Promise.resolve();
const restart = () => {
  restarting = restarting.then(async () => {
    try {
      ensureClients();
      ensureBff();
    } catch {
      say('没有编译成功，原因见上面几行；改好后会再试');
      return;
    }
    await stopServer();
    startServer();
  });
};
for (const folder of ['bff', 'prisma'])
  watch(join(root, folder), { recursive: true }, (_, file) => {
    if (file?.includes('generated')) return;
    clearTimeout(timer);
    timer = setTimeout(restart, 300);
  });

const stop = async () => {
  pages.kill('SIGTERM');
  await stopServer();
  process.exit(0);
};
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
startServer();
