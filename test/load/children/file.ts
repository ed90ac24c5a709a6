import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { z } from 'zod';
import type { SubjectRecord } from '../../../bff/features/offers';
import { readFile, type SectionResult } from '../../../bff/features/profile/read-file';
import { makeSectionCache } from '../../../bff/features/profile/section-cache';
import { makeLog } from '../../../bff/lib/log';
import { connectPlatform } from '../../../bff/platform/connect';
import { sectionWires } from '../../../bff/platform/credit/section-wire';
import { sectionOf, zSectionPage } from '../../../bff/platform/credit/wire';
import type { SectionId } from '../../../bff/platform/ports';
import { wireSigning } from '../../../bff/platform/signing';
import { sectionsOf } from '../../../bff/policy/sections';
import { demoAppId, demoSecret } from '../../../bff/sandbox/start';
import { median, percentile } from '../measure';

/** The aggregation of a file, beside a hand-written loop of the same calls and beside bare Pool calls, in one process. */
const now = () => new Date();
const origin = process.env.SANDBOX_URL ?? '';
const upstream = (name: string) => ({ baseUrl: `${origin}/${name}`, appId: demoAppId, secret: demoSecret });
const upstreams = { credit: upstream('credit'), identity: upstream('identity'), wechat: upstream('wechat'), sms: upstream('sms') };
const platform = connectPlatform({ upstreams, callbackSecrets: { credit: demoSecret }, demo: false, now });
const { credit } = platform.ports;

const subjects = JSON.parse(process.env.SUBJECTS ?? '[]') as (SubjectRecord & { platformRef: string })[];
const subject = subjects[0] as SubjectRecord & { platformRef: string };
const sections = sectionsOf('person', null);
const signing = wireSigning({ appId: demoAppId, secret: demoSecret, now });
const pool = new Pool(origin, { connections: 256 });
const zEnvelope = z.object({ code: z.string(), data: zSectionPage });

const newReader = (deadlineMs = 2500) =>
  readFile({
    credit,
    cache: makeSectionCache(now),
    now,
    log: makeLog('silent'),
    quarantine: async () => {},
    staleAfterDays: () => 365,
    deadlineMs,
  });
const read = newReader();
const whole = (): Promise<SectionResult[]> => read(subject, { refresh: true, signal: new AbortController().signal });

const pathOf = (sectionId: SectionId): string => `/credit/v1/zt/${subject.platformRef}/xx/${sectionWires[sectionId].code}?page=1&size=100`;

const byHand = () =>
  Promise.all(
    sections.map(async sectionId => {
      const path = pathOf(sectionId);
      const { headers, nonce } = signing.sign({ method: 'GET', path, body: '' });
      const reply = await pool.request({ method: 'GET', path, headers: { accept: 'application/json', ...headers } });
      const bytes = await reply.body.bytes();
      if (!signing.verify({ status: reply.statusCode, headers: reply.headers, bytes, nonce })) throw new Error('unsigned');
      return sectionOf(sectionId, [zEnvelope.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))).data]);
    }),
  );

const bareCalls = () =>
  Promise.all(
    sections.map(async sectionId => {
      const path = pathOf(sectionId);
      const reply = await pool.request({ method: 'GET', path, headers: signing.sign({ method: 'GET', path, body: '' }).headers });
      await reply.body.bytes();
    }),
  );

/** The calls without the cost of signing them, which is not the Pool's. */
const signatures = async () => {
  for (const sectionId of sections) signing.sign({ method: 'GET', path: pathOf(sectionId), body: '' });
};

const rounds = 5;
const times = 120;
const cpuOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage();
  for (let n = 0; n < times; n++) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
};

const aggregation = async () => {
  for (const work of [whole, byHand, bareCalls]) await cpuOf(work);
  const ours: number[] = [];
  const hand: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await cpuOf(whole));
    hand.push(await cpuOf(byHand));
    bare.push((await cpuOf(bareCalls)) - (await cpuOf(signatures)));
  }
  return { ours: median(ours), hand: median(hand), bare: median(bare), sections: sections.length };
};

const timeOf = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};

/** One section was made slow by the parent: the whole file may take hardly longer than that section. */
const cold = async (slow: SectionId) => {
  const gaps: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const alone: number[] = [];
    const all: number[] = [];
    for (let n = 0; n < 11; n++) {
      alone.push(await timeOf(() => credit.readSection(subject.platformRef, slow, new AbortController().signal)));
      all.push(await timeOf(whole));
    }
    gaps.push(percentile(all, 0.5) - percentile(alone, 0.5));
  }
  return { gapMs: median(gaps) };
};

const crowd = async () => {
  const fresh = newReader();
  const results = await Promise.all(Array.from({ length: 500 }, () => fresh(subject, { signal: new AbortController().signal })));
  return { complete: results.every(sectionResults => sectionResults.every(section => section.state !== 'unavailable')) };
};

/** Reads of all other sections per second, alone and while callers keep asking for a section that hangs. */
const hanging = async (hung: SectionId) => {
  const rest = sections.filter(sectionId => sectionId !== hung);
  const ratios: number[] = [];
  const throughput = async (reader: typeof read) => {
    const until = performance.now() + 1500;
    let done = 0;
    // Each reads a file of its own: readers of one file would share flights, and more so the slower they are.
    const worker = async (own: SubjectRecord) => {
      while (performance.now() < until) {
        await reader(own, { sections: rest, refresh: true, signal: new AbortController().signal });
        done += 1;
      }
    };
    await Promise.all(subjects.map(worker));
    return done;
  };
  for (let round = 0; round < rounds; round++) {
    const quiet = await throughput(read);
    let stop = false;
    const askers = Array.from({ length: 20 }, async () => {
      while (!stop) {
        await read(subject, { sections: [hung], refresh: true, signal: new AbortController().signal });
        await pause(5);
      }
    });
    await pause(50);
    const loud = await throughput(read);
    stop = true;
    await Promise.all(askers);
    ratios.push(loud / quiet);
  }
  return { ratio: median(ratios) };
};

const answers: Record<string, (section: SectionId) => Promise<object>> = { aggregation, cold, crowd, hanging };
process.on('message', async ({ ask, section }: { ask: string; section: SectionId }) => process.send?.(await answers[ask]?.(section)));
process.on('SIGTERM', async () => {
  await platform.close();
  await pool.destroy();
  process.exit(0);
});
process.send?.({ ready: true });
