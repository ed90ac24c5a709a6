import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { killUnderLoad } from './kill-under-load';
import { platformFaults } from './platform-faults';
import { root } from './stage';

/** Something that must never be so, put into the built product; `found` is what the judge must say of it. */
interface Defect {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly found: RegExp;
  readonly try: (build: string) => Promise<{ readonly faults: readonly string[] }>;
}

const killed = (build: string) =>
  killUnderLoad({ victim: 'bff', kills: 2, acknowledged: 30, patienceMs: 0, build, cityLatencyMs: 150, drainMs: 4000 });
const platform = (build: string) =>
  platformFaults({ deduplicates: false, phaseMs: 1500, awayMs: 0, acknowledged: 30, leastDrainTimes: 0, build });

export const defects: Readonly<Record<string, Defect>> = {
  'a submission is acknowledged before it is committed': {
    file: 'features/registration/take-number.js',
    from: 'return await db.inTx((tx) => work(tx, number));',
    to: `return await new Promise((said, failed) => {
        db.inTx(async (tx) => {
          const result = await work(tx, number);
          said(result);
          await new Promise((done) => setTimeout(done, 150));
          return result;
        }).catch(failed);
      });`,
    found: /acknowledged and not kept/,
    try: killed,
  },
  'a delivery is noted as done before it was made': {
    file: 'outbox/relay.js',
    from: 'const outcome = await topic.deliver(',
    to: 'await (0, import_store.markDone)(db, lease, attempt, (0, import_time.toInstant)(now()));\n      const outcome = await topic.deliver(',
    found: /acknowledged and not at the city/,
    try: killed,
  },
  'what the platform is told is written after the commit': {
    file: 'features/registration/submit-entry.js',
    from: 'await enqueue(tx, import_deps.registrationTopics.submit, subject.subjectId, { entryId: submitted.id, revision: submitted.revision });',
    to: 'setTimeout(() => deps.db.inTx((late) => enqueue(late, import_deps.registrationTopics.submit, subject.subjectId, { entryId: submitted.id, revision: submitted.revision })), 300);',
    found: /entries and \d+ events/,
    try: killed,
  },
  'the platform is not asked before a case is sent again': {
    file: 'features/registration/platform/tell-platform.js',
    from: 'if (mayHaveArrived && ',
    to: 'if (false && ',
    found: /cases filed twice under one number/,
    try: platform,
  },
  'a merchant’s later case does not wait for the earlier one': {
    file: 'outbox/store.js',
    from: "AND NOT EXISTS (SELECT 1 FROM outbox p WHERE p.orderKey = o.orderKey AND p.state IN ('waiting', 'leased') AND p.id < o.id)",
    to: '',
    found: /came after .* of the same subject/,
    try: platform,
  },
};

/** The build with one defect in it, in a place of its own below `.build`; everything else of it is the same. */
const withDefect = ({ file, from, to }: Defect): { readonly build: string; readonly drop: () => void } => {
  const whole = join(root, '.build');
  const folder = mkdtempSync(join(whole, 'defect-'));
  const build = join(folder, '.build');
  mkdirSync(build);
  cpSync(join(whole, 'bff'), join(build, 'bff'), { recursive: true });
  for (const name of readdirSync(whole).filter(one => one !== 'bff' && !one.startsWith('defect-')))
    symlinkSync(join(whole, name), join(build, name));
  symlinkSync(join(root, 'bff'), join(folder, 'bff'));
  const path = join(build, 'bff', file);
  const text = readFileSync(path, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${file} has no one place to put the defect in: ${from}`);
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  return { build, drop: () => rmSync(folder, { recursive: true, force: true }) };
};

/** @returns what the judge said of the defect; a campaign that does not find it has a fault itself */
export const tryDefect = async (name: string): Promise<{ readonly faults: readonly string[]; readonly said: readonly string[] }> => {
  const defect = defects[name];
  if (!defect) throw new Error(`no defect ${name}`);
  const { build, drop } = withDefect(defect);
  try {
    const { faults: said } = await defect.try(build);
    return { faults: said.some(words => defect.found.test(words)) ? [] : [`not found: ${name}`], said };
  } finally {
    drop();
  }
};
