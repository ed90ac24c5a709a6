import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { median, type Outcome, setStage, until, untilAcknowledged } from './stage';

interface Figures extends Omit<Outcome, 'faults'> {
  readonly times: number;
  /** Answers that put a submission off, by their codes; any but 409, 429 and 503 ends the campaign. */
  readonly refusals: Readonly<Record<string, number>>;
  /** From room on the disk to the next acknowledgement, ms, median. */
  readonly recoveryMedianMs: number;
  /** What it says when it is started on a folder that it may not write to. */
  readonly readOnlyStart: string;
}

/** Only root may mount. */
export const canMount = process.getuid?.() === 0;
const sizeMb = 48;

/** Writes until nothing more fits. */
const fill = (folder: string): string => {
  const ballast = join(folder, 'ballast');
  const handle = openSync(ballast, 'a');
  try {
    for (const piece of [Buffer.alloc(2 ** 16), Buffer.alloc(2 ** 12)])
      try {
        for (;;) if (writeSync(handle, piece) < piece.length) break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
  } finally {
    closeSync(handle);
  }
  return ballast;
};

/** DATA_DIR on a small tmpfs that fills up under load, again and again; then one that may not be written to. SQLite. */
export const fillDisk = async ({
  times,
  fullMs,
  acknowledged,
  patienceMs,
}: {
  readonly times: number;
  readonly fullMs: number;
  readonly acknowledged: number;
  /** How long what was put off is sent again at the end, ms; a reservation that could not be given back on a full disk lasts 90 s. */
  readonly patienceMs: number;
}): Promise<{ faults: readonly string[]; figures: Figures }> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'chengxin-small-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'tmpfs', dataDir]);
  const place = {
    databaseUrl: null,
    dataDir,
    async drop() {
      // Lazily: what was killed a moment ago may still hold a file of it.
      execFileSync('umount', ['-l', dataDir]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  const stage = await setStage({ place });
  try {
    let bff = await stage.launch('main.js');
    const load = await stage.submit(8);
    const recoveries: number[] = [];
    const own: string[] = [];
    for (let nth = 0; nth < times; nth += 1) {
      await pause(2000);
      const ballast = fill(dataDir);
      await pause(fullMs);
      const { bavail } = statfsSync(dataDir);
      if (bavail > 0) own.push(`${bavail} blocks were free on the full disk: this shows nothing`);
      const before = load.acknowledged();
      rmSync(ballast);
      const backMs = performance.now();
      await until('an acknowledgement after there was room again', 60_000, () => load.acknowledged() > before);
      recoveries.push(performance.now() - backMs);
    }
    // Nobody writes to it while it is mounted anew: with a file open for writing that is refused.
    await bff.stop();
    execFileSync('mount', ['-o', 'remount,ro', dataDir]);
    const readOnlyStart = await stage.launch('main.js').then(
      () => 'started',
      (error: Error) => error.message,
    );
    execFileSync('mount', ['-o', 'remount,rw', dataDir]);
    bff = await stage.launch('main.js');
    await untilAcknowledged(load, acknowledged);
    const refusals = load.refusals();
    const { faults, ...outcome } = await stage.settle(load, { acknowledged, patienceMs });
    return {
      faults: [
        ...faults,
        ...own,
        ...((refusals['server.storage_away'] ?? 0) + (refusals['ledger.unwritable'] ?? 0) === 0
          ? ['nothing was refused: this shows nothing']
          : []),
        ...(readOnlyStart === 'started' ? ['started on a folder that it may not write to'] : []),
      ],
      figures: { ...outcome, times, refusals, recoveryMedianMs: median(recoveries), readOnlyStart: readOnlyStart.slice(0, 300) },
    };
  } finally {
    await stage.close();
  }
};
