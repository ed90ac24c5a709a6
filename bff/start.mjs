import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { prepare, root } from './prepare.mjs';

/**
 * `npm start`: prepares what is missing, starts the stand-in city and the BFF, stops both together. `--without-h5` builds no pages, for
 * `npm run dev`, which has its own.
 */
const say = line => process.stdout.write(`${line}\n`);

const fail = line => {
  process.stderr.write(`${line}\n`);
  process.exit(1);
};

const port = process.env.PORT || '3000';
const dataDir = resolve(root, process.env.DATA_DIR || '.data');
const mode = process.env.CHENGXIN_MODE || 'sandbox';

const [major] = process.versions.node.split('.').map(Number);
if (major < 20) fail(`需要 Node.js 20 或 22，现在是 ${process.versions.node}`);

const isFree = wanted =>
  new Promise(done => {
    const probe = createServer()
      .once('error', () => done(false))
      .listen(Number(wanted), '127.0.0.1', () => probe.close(() => done(true)));
  });

const children = [];
let stopping = false;

/**
 * A child in its own process group, so that Ctrl-C reaches it only through `stop`, in order. It ends too when this process is killed: its channel closes.
 * Resolves with what it says first; its lines go to a file under DATA_DIR.
 */
const launch = (name, script, env) =>
  new Promise((done, failed) => {
    const child = spawn(process.execPath, ['--enable-source-maps', join(root, script)], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    const log = createWriteStream(join(dataDir, `${name}.log`), { flags: 'a', mode: 0o600 });
    child.stdout.pipe(log, { end: false });
    let lastWords = '';
    child.stderr.on('data', chunk => {
      log.write(chunk);
      lastWords = (lastWords + chunk).slice(-4000);
    });
    const gone = new Promise(ended => child.once('exit', ended));
    children.push({ child, gone });
    child.once('message', done);
    gone.then(code => {
      failed(new Error(lastWords.trim() || `${name} 退出（${code}），见 ${join(dataDir, `${name}.log`)}`));
      if (!stopping && started) stop(1, `${name} 意外退出（${code}），见 ${join(dataDir, `${name}.log`)}`);
    });
  });

let started = false;

/** The BFF first: it still tells the city what it has to. */
const stop = async (code, line) => {
  if (stopping) return;
  stopping = true;
  if (line) process.stderr.write(`${line}\n`);
  for (const { child, gone } of [...children].reverse()) {
    child.kill('SIGTERM');
    const hardStop = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await gone;
    clearTimeout(hardStop);
  }
  process.exit(code);
};
process.on('SIGINT', () => stop(0));
process.on('SIGTERM', () => stop(0));

const printDemoPeople = async url => {
  const reply = await fetch(`${url}/api/demo-people`);
  if (!reply.ok) return;
  const { people } = await reply.json();
  say('演示人物，均为虚构（姓名、登录用的代号、看点）：');
  for (const { key, name, story } of people) say(`  ${name}\t${key}\t${story}`);
};

/** Whoever can read this terminal can work as they do: on the sandbox alone. */
const printDemoStaff = (url, staff) => {
  say(`工作台：${url}/desk/ ，演示工作人员，均为虚构，只在沙盒里有（账号、姓名、岗位、口令）：`);
  for (const { account, name, roles, password } of staff) say(`  ${account}\t${name}\t${roles}\t${password}`);
  say('  动态口令：npm run -s admin -- staff code <账号>（每 30 秒一换，用过的不能再用）');
};

if (!(await isFree(port))) fail(`端口 ${port} 已被占用，可以换一个：PORT=3001 npm start`);
try {
  prepare(say, { h5: !process.argv.includes('--without-h5') });
} catch {
  fail('准备没有完成，原因见上面几行');
}
mkdirSync(dataDir, { recursive: true, mode: 0o700 });
try {
  const env = { CHENGXIN_MODE: mode, PORT: port, DATA_DIR: dataDir };
  if (mode === 'sandbox') {
    const { port: sandboxPort } = await launch('sandbox', '.build/bff/sandbox/main.js', {
      SANDBOX_PORT: process.env.SANDBOX_PORT || '0',
      SANDBOX_ANSWERS: process.env.SANDBOX_ANSWERS || '1',
      BFF_URL: `http://127.0.0.1:${port}`,
      DATA_DIR: dataDir,
    });
    env.SANDBOX_PORT = String(sandboxPort);
  }
  const { ready, demoStaff } = await launch('bff', '.build/bff/main.js', env);
  started = true;
  if (mode === 'sandbox') {
    await printDemoPeople(ready);
    printDemoStaff(ready, demoStaff);
    say(`演示城市的短信与核验码：http://127.0.0.1:${env.SANDBOX_PORT}/inbox`);
  }
  say(`ready ${ready}`);
} catch (error) {
  stop(1, error.message);
}
