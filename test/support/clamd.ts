import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clamdScanner } from '../../bff/platform/scanner/clamd';

const program = '/usr/sbin/clamd';
/** `npm test` installs it and says so where it cannot; a suite that needs it is skipped then. */
export const hasClamd = existsSync(program);
/** Behind the name of a suite that needs it. */
export const withoutClamd = hasClamd ? '' : ' (skipped: no clamd here)';

/** What the one line of the signature database finds, wherever it stands. */
export const badWords = 'CHENGXIN-TEST-THIS-IS-NOT-A-VIRUS-5f2c81d0';

export interface Clamd {
  /** As CLAMD of the configuration takes it. */
  readonly address: string;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** The same address again. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** A real clamd with a database of one line of our own. */
export const startClamd = async ({ streamMaxLength = '40M' } = {}): Promise<Clamd> => {
  const folder = mkdtempSync(join(tmpdir(), 'chengxin-clamd-'));
  const socket = join(folder, 'clamd.ctl');
  writeFileSync(join(folder, 'own.ndb'), `Chengxin.Test:0:*:${Buffer.from(badWords).toString('hex')}\n`);
  writeFileSync(
    join(folder, 'clamd.conf'),
    [
      `DatabaseDirectory ${folder}`,
      `LocalSocket ${socket}`,
      `TemporaryDirectory ${folder}`,
      `StreamMaxLength ${streamMaxLength}`,
      'Foreground yes',
      'OfficialDatabaseOnly no',
      'MaxThreads 4',
      'SelfCheck 0',
      ...(process.getuid?.() === 0 ? ['User root'] : []),
    ].join('\n'),
  );
  let daemon: ChildProcess | null = null;
  const fault = () => clamdScanner({ path: socket }).fault();
  const start = async (): Promise<void> => {
    rmSync(socket, { force: true });
    daemon = spawn(program, ['--config-file', join(folder, 'clamd.conf'), '--foreground'], { stdio: 'ignore' });
    for (let tries = 0; (await fault()) !== null; tries += 1) {
      if (tries > 150 || daemon.exitCode !== null) throw new Error('clamd did not start');
      await pause(100);
    }
  };
  const kill = async (): Promise<void> => {
    const ending = daemon;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = new Promise(done => ending.once('exit', done));
    ending.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    address: `unix:${socket}`,
    kill,
    start,
    async close() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
