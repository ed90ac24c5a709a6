import { createHash } from 'node:crypto';
import { unifiedCode, unifiedRemainder, withOrganisationCheck } from '../check-digits';
import { type Random, seededRandom } from '../random';
import { addDays, addYears } from '../units';
import { agencies, region } from './agencies';
import { hardMerchants, type Role, roles } from './cast';
import { crowdDocumentType, crowdMerchantName, crowdName, crowdOrgKind } from './crowd';
import { documentNumber } from './documents';
import { makeFile } from './make-file';
import { makeUsage } from './make-usage';
import type { City, File, Merchant, OrgKind, Person, Subject, Usage } from './types';

/** Births are counted from here, so that a person keeps the same document from one start to the next. */
const birthsFrom = '2026-11-01';
const crowdPeople = 2000;
const crowdMerchants = 500;
const registry: Readonly<Record<OrgKind, string>> = { '1': '91', '2': '92', '3': '93', '4': '51', '5': '12' };

const bornOf = (role: Role, n: number, today: string): string => {
  const years = -(role.age ?? 30);
  return role.birthdayIn === undefined
    ? addDays(addYears(birthsFrom, years), -(30 + n * 3))
    : addDays(addYears(today, years), role.birthdayIn);
};

const makePeople = (seed: string, today: string, random: Random): Person[] => {
  const people: Person[] = [];
  const taken = new Set<string>();
  const add = (role: Role | null, xm: string, zjlx: string, born: string, guardianOf: readonly string[]): void => {
    const n = people.length + 1;
    let number = documentNumber(zjlx, born, n);
    for (let more = 1; taken.has(number); more += 1) number = documentNumber(zjlx, born, n + more);
    taken.add(number);
    people.push({
      ztbs: `P${createHash('sm3').update(`${seed} person ${n}`).digest('hex').slice(0, 24)}`,
      kind: 'person',
      key: role?.key ?? null,
      story: role?.story ?? null,
      document: { zjlx, zjhm: number, xm },
      phone: `19900${String(n).padStart(6, '0')}`,
      bankCard: `9900${String(n).padStart(12, '0')}999`,
      born: ['02', '03', '04'].includes(zjlx) ? null : born,
      canUseFace: !role?.noFace,
      guardianOf,
      profile: role?.key ?? 'crowd',
    });
  };
  roles.forEach((role, i) => {
    const children = (role.guardianOf ?? []).flatMap(key => people.filter(person => person.key === key).map(child => child.document.zjhm));
    add(role, role.name, role.zjlx ?? '01', bornOf(role, i, today), children);
  });
  for (let i = 0; i < crowdPeople; i += 1) {
    add(null, crowdName(random), crowdDocumentType(random), addDays(birthsFrom, -(18 * 366 + random.below(62 * 365))), []);
  }
  return people;
};

/** First code of this kind, from `serial` on, whose sum is a multiple of 31: its check would be 31 and is written 0. */
const codeWithZero = (kind: string, serial: number): string => {
  for (let n = serial; ; n += 1) {
    const digits = String(n).padStart(8, '0');
    if (unifiedRemainder(kind + region + withOrganisationCheck(digits)) === 0) return unifiedCode(kind, region, digits);
  }
};

const makeMerchants = (seed: string, people: readonly Person[], random: Random): Merchant[] => {
  const byKey = new Map(people.map(person => [person.key, person.ztbs]));
  const merchants: Merchant[] = [];
  const add = (key: string | null, name: string, orgKind: OrgKind, head: string): void => {
    const n = merchants.length + 1;
    const serial = String(99_100_000 + n);
    const code = key === 'm_code_zero' ? codeWithZero('91', 99_000_000) : unifiedCode(registry[orgKind], region, serial);
    const ztbs = `M${createHash('sm3').update(`${seed} merchant ${n}`).digest('hex').slice(0, 24)}`;
    merchants.push({ ztbs, kind: 'merchant', key, name, code, orgKind, head, profile: key ?? 'crowd' });
  };
  for (const { key, name, orgKind, head } of hardMerchants) add(key, name, orgKind, byKey.get(head) ?? '');
  const crowd = people.filter(person => person.key === null);
  for (let i = 0; i < crowdMerchants; i += 1) {
    const kind = crowdOrgKind(random);
    add(null, crowdMerchantName(random, kind, i + 1), kind, random.pick(crowd).ztbs);
  }
  return merchants;
};

const remember = <T>(make: (subject: Subject) => T): ((subject: Subject) => T) => {
  const made = new Map<string, T>();
  return subject => {
    const known = made.get(subject.ztbs) ?? make(subject);
    made.set(subject.ztbs, known);
    return known;
  };
};

/** The same seed and day give the same city, byte for byte. */
export const makeCity = (seed: string, today: string): City => {
  const random = seededRandom(seed);
  const people = makePeople(seed, today, random);
  const merchants = makeMerchants(seed, people, random);
  const names = new Map(people.map(person => [person.ztbs, person.document.xm]));
  const byKey = new Map(merchants.flatMap(merchant => (merchant.key ? [[merchant.key, merchant] as const] : [])));
  const headed = new Map<string, Merchant[]>();
  for (const merchant of merchants) headed.set(merchant.head, [...(headed.get(merchant.head) ?? []), merchant]);
  const fileOf = (subject: Subject): File =>
    makeFile({
      subject,
      random: seededRandom(`${seed} file ${subject.ztbs}`),
      today,
      headName: subject.kind === 'merchant' ? (names.get(subject.head) ?? null) : null,
      heads: headed.get(subject.ztbs) ?? [],
      merchant: key => byKey.get(key),
    });
  const usageOf = (subject: Subject): readonly Usage[] => makeUsage(subject, seededRandom(`${seed} usage ${subject.ztbs}`), today);
  return { today, people, merchants, fileOf: remember(fileOf), usageOf: remember(usageOf), agencies: Object.values(agencies) };
};
