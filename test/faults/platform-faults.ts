import { setTimeout as pause } from 'node:timers/promises';
import { newDatabase } from '../support/db';
import type { FaultOrder } from '../support/sandbox-control';
import type { LoadClient } from './load-client';
import { type Outcome, type Stage, setStage, until, untilAcknowledged } from './stage';

export interface PlatformWish {
  /** Whether the platform keeps its promise that a number is filed once. */
  readonly deduplicates: boolean;
  /** How long each of the lesser faults lasts, ms. */
  readonly phaseMs: number;
  /** How long the platform is away as a whole, ms; 0: not at all. */
  readonly awayMs: number;
  readonly acknowledged: number;
  /** The backlog must drain at so many times the rate of what comes in meanwhile; 0: not judged, as on a machine that does other things. */
  readonly leastDrainTimes: number;
  readonly build?: string;
}

interface Figures extends Omit<Outcome, 'faults'> {
  /** Submissions a second while nothing is wrong, as many as are answered. */
  readonly capacityPerSec: number;
  /** Submissions a second during the faults and the draining: 30 % of it. */
  readonly ingestPerSec: number;
  /** Cases not at the city when the platform was back. */
  readonly backlog: number;
  /** From there until the first of them arrived, and until none was left, s. */
  readonly firstSec: number;
  readonly drainSec: number;
  /** Cases a second that reached the city from the first on, divided by those that were submitted meanwhile. */
  readonly drainTimes: number;
  readonly refusals: Readonly<Record<string, number>>;
}

const cases = 'credit.registration';
/** A call is given up after 3 s (docs/upstreams/registration.md): the first is late and arrives, the second is never answered. */
const lesserFaults: readonly FaultOrder[] = [
  { kind: 'status', endpoint: cases, amount: 503, share: 0.5 },
  { kind: 'reset_before', endpoint: cases, share: 0.5 },
  { kind: 'reset_after', endpoint: cases, share: 0.5 },
  { kind: 'malformed', endpoint: cases, share: 0.5 },
  { kind: 'wrong_signature', endpoint: cases, share: 0.5 },
  { kind: 'latency', endpoint: cases, amount: 1500, share: 0.3 },
  { kind: 'hang', endpoint: cases, share: 0.3 },
];
/** Its answer comes after we have given the call up: only a platform that files a number once can be met with this (docs/reliability.md). */
const tooLate: FaultOrder = { kind: 'latency', endpoint: cases, amount: 4500, share: 0.3 };
const ingestShare = 0.3;

const capacityOf = async (stage: Stage, seconds: number): Promise<number> => {
  const load = await stage.submit(8);
  const before = stage.counts().acknowledged;
  await pause(seconds * 1000);
  const perSec = (stage.counts().acknowledged - before) / seconds;
  await load.finish(10_000);
  return perSec;
};

const round = (value: number): number => Math.round(value * 10) / 10;

/** Away as a whole, submissions going on; then back, submissions still going on, until nothing waits. */
const awayAndBack = async (stage: Stage, load: LoadClient, awayMs: number, ingestPerSec: number) => {
  await stage.city.addFault({ kind: 'reset_before', endpoint: 'credit' });
  await pause(awayMs);
  const start = stage.counts();
  const backlog = start.acknowledged - start.atTheCity;
  await stage.city.clearFaults();
  const backMs = performance.now();
  await until('the first delivery after the platform was back', 60_000, () => stage.counts().atTheCity > start.atTheCity);
  const firstMs = performance.now();
  load.acknowledged();
  // As many at once may be between their acknowledgement and the city at any time.
  await until('the backlog', 600_000, () => {
    const { acknowledged, atTheCity } = stage.counts();
    return acknowledged - atTheCity <= 8;
  });
  const seconds = Math.max(0.001, (performance.now() - firstMs) / 1000);
  const arrived = stage.counts().atTheCity - start.atTheCity;
  return {
    backlog,
    firstSec: round((firstMs - backMs) / 1000),
    drainSec: round((performance.now() - backMs) / 1000),
    drainTimes: round(arrived / seconds / ingestPerSec),
  };
};

/** The platform fails in every way it can while merchants go on submitting at 30 % of what was measured; judged by what it wrote down. */
export const platformFaults = async ({
  deduplicates,
  phaseMs,
  awayMs,
  acknowledged,
  leastDrainTimes,
  build,
}: PlatformWish): Promise<{ faults: readonly string[]; figures: Figures }> => {
  // Its own answers come twice each: by callback and by the feed.
  const stage = await setStage({ place: await newDatabase(), cityEnv: { SANDBOX_ANSWERS: '1' }, ...(build !== undefined && { build }) });
  try {
    await stage.launch('main.js');
    await stage.city.registrationMode({ deduplicates });
    const capacityPerSec = await capacityOf(stage, awayMs > 0 ? 10 : 2);
    const ingestPerSec = capacityPerSec * ingestShare;
    const load = await stage.submit(8, { perSec: ingestPerSec });
    for (const fault of deduplicates ? [...lesserFaults, tooLate] : lesserFaults) {
      await stage.city.addFault(fault);
      await pause(phaseMs);
      await stage.city.clearFaults();
    }
    const drained =
      awayMs > 0
        ? await awayAndBack(stage, load, awayMs, ingestPerSec)
        : { backlog: 0, firstSec: 0, drainSec: 0, drainTimes: leastDrainTimes };
    await untilAcknowledged(load, acknowledged - stage.counts().acknowledged + load.acknowledged());
    const refusals = load.refusals();
    const { faults, ...outcome } = await stage.settle(load, { acknowledged, patienceMs: 30_000 });
    return {
      faults: [
        ...faults,
        ...(drained.drainTimes < leastDrainTimes ? [`the backlog drains at ${drained.drainTimes} times the ingest rate`] : []),
      ],
      figures: { ...outcome, capacityPerSec: round(capacityPerSec), ingestPerSec: round(ingestPerSec), ...drained, refusals },
    };
  } finally {
    await stage.close();
  }
};
