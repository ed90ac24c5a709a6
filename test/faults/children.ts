import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A process of the product as it is shipped, told everything by its environment. */
export interface Child<Said> {
  readonly said: Said;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves when it is gone. */
  stop(): Promise<void>;
}

const endWith = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
};

/** `script`: an absolute path. @throws Error with its last words when it ends before it is ready */
export const startChild = async <Said>(script: string, env: Readonly<Record<string, string>>): Promise<Child<Said>> => {
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let lastWords = '';
  child.stderr?.on('data', chunk => {
    lastWords = `${lastWords}${chunk}`.slice(-2000);
  });
  const said = await new Promise<Said>((ready, failed) => {
    child.once('message', message => ready(message as Said));
    child.once('exit', code => failed(new Error(`${script} ended (${code}): ${lastWords.trim()}`)));
  });
  return { said, kill: () => endWith(child, 'SIGKILL'), stop: () => endWith(child, 'SIGTERM') };
};

/** A port of 127.0.0.1 that nobody has: a BFF that comes back must come back at the same address. */
export const freePort = async (): Promise<number> => {
  const probe = createServer();
  await once(probe.listen(0, '127.0.0.1'), 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
};
