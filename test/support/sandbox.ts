import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface TestSandbox {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

const root = join(__dirname, '../..');

/** The stand-in city as a process of its own, as in life. `env` goes to it. */
export const startSandbox = async (env: Record<string, string>): Promise<TestSandbox> => {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'bff/sandbox/main.ts'], {
    cwd: root,
    env: { ...process.env, SANDBOX_PORT: '0', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit');
  const port = await new Promise<number>((done, failed) => {
    child.once('message', message => done((message as { port: number }).port));
    child.once('exit', code => failed(new Error(`sandbox ended with ${code}`)));
  });
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async close() {
      child.kill('SIGTERM');
      await gone;
    },
  };
};
