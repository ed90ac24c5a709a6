import { randomBytes, randomInt } from 'node:crypto';
import { standingFaults } from './city/cast';
import type { City, Merchant, Person, Subject, Usage, WireRecord } from './city/types';
import { type Faults, makeFaults } from './faults';
import { beijingTime } from './units';

export interface Change {
  readonly bdbs: string;
  readonly ztbs: string;
  readonly xxlb: string | null;
  readonly jlbs: string | null;
  readonly bdlx: '1' | '2' | '3' | '4' | '5';
  readonly bdsj: string;
}

export interface SentSms {
  readonly dxbs: string;
  readonly atMs: number;
  readonly at: string;
  readonly phone: string;
  readonly mbbs: string;
  readonly params: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface CounterCode {
  readonly code: string;
  readonly purpose: '1' | '2' | '3';
  readonly about: string;
  readonly untilMs: number;
  used: boolean;
}

export interface FaceCheck {
  readonly id: string;
  readonly result: '0' | '1' | '2';
  readonly untilMs: number;
}

export interface MiniProgramCode {
  readonly at: string;
  readonly scene: string;
  readonly page: string;
  readonly png: Buffer;
}

export interface HelpMessage {
  readonly zxbh: string;
  readonly zxlx: string;
  readonly zxnr: string;
  readonly fssj: string;
}

export interface RegistrationCase {
  readonly zybh: string;
  readonly zycs: number;
  readonly ztbs: string;
  readonly slsj: string;
  readonly content: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface RegistrationAnswer {
  readonly dfbs: string;
  readonly zybh: string;
  readonly zycs: number;
  readonly dflx: '1' | '2' | '3' | '4' | '5';
  readonly dfdw: string;
  readonly dfsj: string;
  readonly ly: readonly { readonly zdm: string | null; readonly nr: string }[];
}

export interface RegistrationDesk {
  /** Every case as it was filed; a platform that does not deduplicate has doubles. */
  readonly cases: RegistrationCase[];
  readonly answers: RegistrationAnswer[];
  readonly published: Map<string, Readonly<Record<string, unknown>>>;
  deduplicates: boolean;
  answersItself: boolean;
  readonly receiptsFile: string | null;
}

const makeMutable = () => ({
  /** Files as they became, by `ztbs code`. */
  changedSections: new Map<string, readonly WireRecord[]>(),
  changes: [] as Change[],
  ownReads: new Map<string, Usage[]>(),
  checkpoints: new Map<number, { content: string; keptAt: string }>(),
  helpMessages: new Map<string, HelpMessage>(),
  sms: [] as SentSms[],
  counterCodes: new Map<string, CounterCode>(),
  faceChecks: new Map<string, FaceCheck>(),
  faceResults: new Map<string, '0' | '1' | '2'>(),
  usedWechatCodes: new Set<string>(),
  wechatCodes: new Map<string, { kind: 'login' | 'phone'; personKey: string; untilMs: number }>(),
  accessTokens: [] as { token: string; untilMs: number }[],
  miniProgramCodes: [] as MiniProgramCode[],
  /** `openid template` → how many messages the person accepted that were not sent yet. */
  subscribeAccepted: new Map<string, number>(),
  subscribeMessages: [] as { touser: string; template_id: string; page: string; data: Readonly<Record<string, string>> }[],
  counters: new Map<string, number>(),
  clockOffsetMs: 0,
  feedDown: false,
});

/** The city as it is now: what was made, and what has happened since. */
export const makeState = (
  city: City,
  clock: () => number,
  { answersItself = false, receiptsFile = null }: { answersItself?: boolean; receiptsFile?: string | null } = {},
) => {
  const subjects = new Map<string, Subject>([...city.people, ...city.merchants].map(subject => [subject.ztbs, subject]));
  const peopleByNumber = new Map(city.people.map(person => [person.document.zjhm, person]));
  const peopleByKey = new Map(city.people.flatMap(person => (person.key ? [[person.key, person] as const] : [])));
  const peopleByPhone = new Map(city.people.map(person => [person.phone, person]));
  const merchantsByCode = new Map(city.merchants.map(merchant => [merchant.code, merchant]));
  const faults: Faults = makeFaults(
    standingFaults.map(({ key, section, kind }) => ({
      endpoint: `credit.section.${section}`,
      kind,
      ztbs: peopleByKey.get(key)?.ztbs ?? null,
    })),
  );
  const makeDesk = (): RegistrationDesk => ({
    cases: [],
    answers: [],
    published: new Map(),
    deduplicates: true,
    answersItself,
    receiptsFile,
  });
  const state = {
    ...makeMutable(),
    registrations: makeDesk(),
    city,
    faults,
    now: (): number => clock() + state.clockOffsetMs,
    subject: (ztbs: string): Subject | undefined => subjects.get(ztbs),
    personByKey: (key: string): Person | undefined => peopleByKey.get(key),
    personByPhone: (phone: string): Person | undefined => peopleByPhone.get(phone),
    merchantByCode: (code: string): Merchant | undefined => merchantsByCode.get(code),
    merchantByKey: (key: string): Merchant | undefined => city.merchants.find(merchant => merchant.key === key),
    /** Somebody of this very type, number and name. */
    findPerson: (document: { zjlx: string; zjhm: string; xm: string }): Person | null => {
      const person = peopleByNumber.get(document.zjhm);
      return person && person.document.zjlx === document.zjlx && person.document.xm === document.xm ? person : null;
    },
    sectionOf: (subject: Subject, code: string): readonly WireRecord[] =>
      state.changedSections.get(`${subject.ztbs} ${code}`) ?? city.fileOf(subject).get(code) ?? [],
    setSection: (subject: Subject, code: string, records: readonly WireRecord[]): void => {
      state.changedSections.set(`${subject.ztbs} ${code}`, records);
    },
    /** A new counter code: eight digits, one use, 24 hours. */
    giveCounterCode: (purpose: CounterCode['purpose'], about: string): string => {
      const code = String(randomInt(0, 100_000_000)).padStart(8, '0');
      state.counterCodes.set(code, { code, purpose, about, untilMs: state.now() + 24 * 3600_000, used: false });
      return code;
    },
    newId: (prefix: string): string => `${prefix}${randomBytes(10).toString('hex')}`,
    time: (): string => beijingTime(state.now()),
    reset: (): void => {
      Object.assign(state, makeMutable(), { registrations: makeDesk() });
      faults.clear();
    },
  };
  return state;
};

export type State = ReturnType<typeof makeState>;
