import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { newDatabase } from '../support/db';
import { type Outcome, setStage, until, untilAcknowledged } from './stage';

interface Figures extends Omit<Outcome, 'faults'> {
  /** Hours that the BFF's clock was wrong by, one after the other. */
  readonly hours: readonly number[];
  /** Acknowledged while it was wrong. */
  readonly acknowledgedWrong: number;
  /** After the clock was right again until what had been acknowledged till then was at the city, s, the longest. */
  readonly longestSec: number;
  readonly refusals: Readonly<Record<string, number>>;
}

export const fakeTimeLibrary = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';

/** The wall clock of the BFF steps by an hour under load, there and back; the city's stays right. Monotonic time goes on as it did. */
export const stepClock = async ({
  hours,
  stepMs,
  acknowledged,
}: {
  readonly hours: readonly number[];
  readonly stepMs: number;
  readonly acknowledged: number;
}): Promise<{ faults: readonly string[]; figures: Figures }> => {
  if (!existsSync(fakeTimeLibrary)) throw new Error(`${fakeTimeLibrary} is missing: apt-get install faketime`);
  const folder = mkdtempSync(join(tmpdir(), 'chengxin-clock-'));
  const file = join(folder, 'offset');
  const setHours = (by: number): void => writeFileSync(file, `${by < 0 ? '-' : '+'}${Math.abs(by) * 3600}s\n`);
  setHours(0);
  const stage = await setStage({
    place: await newDatabase(),
    env: { LD_PRELOAD: fakeTimeLibrary, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' },
  });
  try {
    await stage.launch('main.js');
    const load = await stage.submit(8);
    let acknowledgedWrong = 0;
    let longestSec = 0;
    for (const by of hours) {
      await pause(stepMs);
      const before = load.acknowledged();
      setHours(by);
      await pause(stepMs);
      acknowledgedWrong += load.acknowledged() - before;
      setHours(0);
      const rightMs = performance.now();
      const { acknowledged: sofar } = stage.counts();
      await until(`deliveries after the clock was ${by} h wrong`, 180_000, () => stage.counts().atTheCity >= sofar);
      longestSec = Math.max(longestSec, (performance.now() - rightMs) / 1000);
    }
    await untilAcknowledged(load, acknowledged);
    const refusals = load.refusals();
    const { faults, ...outcome } = await stage.settle(load, { acknowledged, patienceMs: 120_000 });
    return {
      faults: [...faults, ...(acknowledgedWrong === 0 ? ['nothing was acknowledged while the clock was wrong: this shows nothing'] : [])],
      figures: { ...outcome, hours, acknowledgedWrong, longestSec: Math.round(longestSec * 10) / 10, refusals },
    };
  } finally {
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
