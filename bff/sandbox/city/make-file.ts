import type { Random } from '../random';
import {
  writeCommitment,
  writeEvaluation,
  writeHonor,
  writeLicense,
  writeQualification,
  writeTaxCredit,
  writeVoluntary,
} from './good-records';
import {
  writeAbnormal,
  writeAdminAct,
  writeBasics,
  writeComplaint,
  writeJudicial,
  writeOther,
  writeRectification,
  writeRole,
  writeRural,
} from './other-records';
import { penaltyCases, writePenalty } from './penalties';
import { makePen, type Pen } from './record';
import { shapedFile, shapeOf } from './shapes';
import { stories } from './stories';
import type { File, Merchant, Subject, WireRecord } from './types';

export interface FileInput {
  readonly subject: Subject;
  readonly random: Random;
  readonly today: string;
  readonly headName: string | null;
  /** Merchants this person is in charge of. */
  readonly heads: readonly Merchant[];
  readonly merchant: (key: string) => Merchant | undefined;
}

const crowdRecords = (pen: Pen): WireRecord[] => {
  const { random, subject } = pen;
  const isMerchant = subject.kind === 'merchant';
  const some = (share: number, make: () => WireRecord): WireRecord[] => (random.chance(share) ? [make()] : []);
  const what = random.pick(Object.keys(penaltyCases) as (keyof typeof penaltyCases)[]);
  const classOf = { minor: '1', traffic: '1', general: '2', fire: '2', serious: '3' } as const;
  return [
    ...some(isMerchant ? 0.8 : 0.3, () => writeLicense(pen, 10 + random.below(1500))),
    ...some(0.15, () => writePenalty(pen, what, pen.ago(5 + random.below(800)), random.chance(0.9) ? classOf[what] : null)),
    ...some(0.25, () => writeHonor(pen, random.below(900))),
    ...some(isMerchant ? 0.6 : 0.2, () => writeCommitment(pen, random.below(700))),
    ...some(isMerchant ? 0.8 : 0.1, () => writeEvaluation(pen, random.below(300), random.pick(['A', 'B', 'C']))),
    ...some(0.05, () => writeJudicial(pen, random.below(1200))),
    ...some(0.1, () => writeAdminAct(pen, random.below(900), random.pick(['行政监督检查', '行政给付', '行政确认', '行政奖励']))),
    ...some(isMerchant ? 0.8 : 0.4, () => writeTaxCredit(pen, random.pick(['A', 'B', 'B', 'M', 'C']))),
    ...some(0.03, () => writeRectification(pen, random.below(200))),
    ...some(0.06, () => writeVoluntary(pen, random.below(600), random.pick(['1', '2', '3'] as const))),
    ...some(0.05, () => writeOther(pen, random.below(600))),
    ...(isMerchant
      ? [...some(0.08, () => writeAbnormal(pen, random.below(900))), ...some(0.12, () => writeComplaint(pen, random.below(500)))]
      : [...some(0.2, () => writeQualification(pen, random.below(3000))), ...some(0.12, () => writeRural(pen))]),
  ];
};

const titles = { '1': '法定代表人', '2': '经营者', '3': '法定代表人', '4': '法定代表人', '5': '法定代表人' } as const;

/** Newest first by the order of making; sections without a record are absent. */
export const makeFile = (input: FileInput): File => {
  const { subject, random, today, headName, heads } = input;
  const shape = shapeOf(subject.profile);
  if (shape) return shapedFile(subject, shape, today);
  const pen = makePen(subject, random, today);
  const story = stories[subject.profile];
  const records = [
    writeBasics(pen, headName),
    ...(story ? story(pen, input) : crowdRecords(pen)),
    ...(subject.profile === 'legal_rep_new' ? [] : heads.map(org => writeRole(pen, org, titles[org.orgKind], 300 + random.below(1500)))),
  ];
  const file = new Map<string, WireRecord[]>();
  for (const record of records) {
    const code = record.jlbs.split('-')[1] ?? '';
    file.set(code, [...(file.get(code) ?? []), record]);
  }
  return file;
};
