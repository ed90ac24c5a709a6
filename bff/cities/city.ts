import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { consentKinds } from '../contract/consent/schema';
import { deskDecisions } from '../contract/desk/schema';
import { reminderKinds } from '../contract/notice/schema';
import { registrationKinds } from '../contract/registration/schema';

const zCode = z.string().regex(/^[a-z_]{2,40}$/);
const zText = z.string().trim().min(1);

const zWordingVersion = z.object({
  version: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  /** First Beijing day it holds. */
  effectiveFrom: z.iso.date(),
  title: zText,
  text: zText,
  /** What a withdrawal changes, one sentence. */
  withdrawEffect: zText,
  /** Law it follows. */
  source: zText,
});

/** A truth commitment (真实性承诺) as one version had it. Versions stay here for good: what was signed is compared with today's. */
const zTruthCommitment = z.object({
  version: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  effectiveFrom: z.iso.date(),
  text: zText,
  source: zText,
  verified: z.boolean(),
});

/**
 * A template of WeChat's subscribe messages (一次性订阅消息). What it says stands on a locked screen, so it has no content: `data` may hold
 * `{time}`, when it happened, and nothing else of the event. WeChat: a `thing` has at most 20 characters.
 */
const zReminder = z.object({
  kind: z.enum(reminderKinds),
  templateId: z.string().regex(/^[\w-]{10,64}$/),
  title: zText,
  when: zText,
  data: z.record(z.string().regex(/^(thing|time)\d+$/), zText.max(20)),
  source: zText,
  effectiveFrom: z.iso.date(),
  verified: z.boolean(),
});

/** A working-day promise of the office. `verified` false: taken from a plan or from memory, to be confirmed by the city. */
const zPromise = z.object({ workingDays: z.int().min(1).max(60), source: zText, verified: z.boolean() });

/**
 * Everything that makes one city: the same build serves another with another file (F27). Policy in here carries its source.
 * `regionCode` follows GB/T 2260; 99xxxx belongs to no place and marks a demonstration.
 */
export const zCity = z.object({
  name: zText,
  appName: zText,
  regionCode: z.string().regex(/^\d{6}$/),
  brandRgb: z.string().regex(/^\d{1,3}, \d{1,3}, \d{1,3}$/),
  demo: z.boolean(),
  office: z.object({ name: zText, phone: zText, hours: zText, address: zText }),
  hotline: z.object({ phone: zText, hours: zText }),
  disclaimer: z.literal('这里展示公共信用信息，不是征信服务。'),
  links: z.array(z.object({ title: zText, url: z.url({ protocol: /^https$/ }) })),
  report: z.object({
    validDays: z.int().min(1).max(365),
    perDay: z.int().min(1),
    purposes: z.array(z.object({ code: zCode, title: zText })).min(1),
    /** Domains a 信用代证 can cover; `covered` false: the platform has no such data, and the report says so. */
    domains: z.array(z.object({ code: zCode, title: zText, covered: z.boolean() })).min(1),
  }),
  promises: z.object({
    helpAnswer: zPromise,
    objection: zPromise,
    repair: zPromise,
    doublePublicity: zPromise,
    /** From the submission until the agency that holds the fact has answered, and from there until the office has looked. */
    registrationAgency: zPromise,
    registrationOffice: zPromise,
  }),
  /** A section whose data are older than this many days is shown as stale; `default` where a section has no own number. */
  staleAfterDays: z.object({ default: z.int().min(1) }).catchall(z.int().min(1)),
  policy: z.object({
    /** R11: simple-procedure penalties on natural persons are not used for joint punishment. */
    simplePenaltiesOnPersonsNotUsed: z.boolean(),
  }),
  desk: z.object({
    /** Whose staff work here; merchants read the name. `county` null: cases of the whole city. */
    organisations: z
      .array(
        z.object({
          id: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/),
          name: zText,
          county: z
            .string()
            .regex(/^\d{6}$/)
            .nullable(),
        }),
      )
      .min(1),
    /** Decisions that need a second person, by kind. */
    fourEyes: z.object({
      source: zText,
      verified: z.boolean(),
      needed: z.array(z.object({ kind: z.enum(registrationKinds), decisions: z.array(z.enum(deskDecisions)).min(1) })),
    }),
  }),
  features: z.object({ signInSms: z.boolean(), faceCheck: z.boolean(), bankCardCheck: z.boolean(), counterCode: z.boolean() }),
  consents: z.object(
    Object.fromEntries(consentKinds.map(kind => [kind, z.array(zWordingVersion).min(1)])) as Record<
      (typeof consentKinds)[number],
      z.ZodArray<typeof zWordingVersion>
    >,
  ),
  /** At most one of a kind; a kind without one is not offered. */
  reminders: z.array(zReminder),
  /** What is signed with each kind of 自愿注册. */
  truthCommitments: z.object(
    Object.fromEntries(registrationKinds.map(kind => [kind, z.array(zTruthCommitment).min(1)])) as Record<
      (typeof registrationKinds)[number],
      z.ZodArray<typeof zTruthCommitment>
    >,
  ),
});

export type City = Readonly<z.infer<typeof zCity>>;

const doubled = (codes: readonly string[]): string[] => codes.filter((code, at) => codes.indexOf(code) !== at);

/** Every fault of a city file at once, one Chinese line each. */
export const cityFaults = (raw: unknown): string[] => {
  const parsed = zCity.safeParse(raw);
  if (!parsed.success) return parsed.error.issues.map(issue => `/${issue.path.join('/')} ${issue.message}`);
  const { report, consents, truthCommitments, desk, reminders } = parsed.data;
  return [
    ...doubled(reminders.map(({ kind }) => kind)).map(kind => `/reminders ${kind} 重复`),
    ...doubled(reminders.map(({ templateId }) => templateId)).map(id => `/reminders ${id} 重复`),
    ...doubled(report.domains.map(domain => domain.code)).map(code => `/report/domains ${code} 重复`),
    ...doubled(desk.organisations.map(({ id }) => id)).map(id => `/desk/organisations ${id} 重复`),
    ...doubled(desk.fourEyes.needed.map(({ kind }) => kind)).map(kind => `/desk/fourEyes ${kind} 重复`),
    ...doubled(report.purposes.map(purpose => purpose.code)).map(code => `/report/purposes ${code} 重复`),
    ...Object.entries(consents).flatMap(([kind, versions]) =>
      doubled(versions.map(wording => wording.version)).map(version => `/consents/${kind} ${version} 重复`),
    ),
    ...Object.entries(truthCommitments).flatMap(([kind, versions]) =>
      doubled(versions.map(wording => wording.version)).map(version => `/truthCommitments/${kind} ${version} 重复`),
    ),
  ];
};

/** @throws Error that names the file and every fault in it. */
export const loadCity = (file: string): City => {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`城市文件 ${file} 读不出来`, { cause });
  }
  const faults = cityFaults(raw);
  if (faults.length > 0) throw new Error(`城市文件 ${file} 有 ${faults.length} 处不对:\n${faults.join('\n')}`);
  return zCity.parse(raw);
};
