import { createHash } from 'node:crypto';
import { z } from 'zod';
import { byPlace } from '../../lib/record-order';
import { isKnownCategory } from '../../policy/catalogue';
import { sectionPolicy } from '../../policy/sections';
import type { CreditRecord, Disclosure, Fact, Instant, PenaltyFacts, PlatformSection, SectionId } from '../ports';
import { dayOf, factText, fenOf, instantOf, lastDayOf, textOf } from './read-value';
import { type FactWire, type SectionWire, sectionWires } from './section-wire';

/** A page whose frame does not hold fails the section; an entry inside it never does. */
export const zSectionPage = z.object({
  total: z.int().min(0),
  page: z.int().positive(),
  sjrq: z.unknown(),
  sjly: z.unknown(),
  list: z.array(z.unknown()).max(1000),
});
export type SectionPage = z.output<typeof zSectionPage>;

type WireRecord = Readonly<Record<string, unknown>>;

const disclosures: Readonly<Record<string, Disclosure>> = { '1': 'public', '2': 'authorised', '3': 'government' };
const repairStates = { '0': 'none', '1': 'applied', '2': 'repaired' } as const;
const trusts = { '1': 'agency_verified', '2': 'document_checked', '3': 'self_declared' } as const;
const penaltyClasses = { '1': 'minor', '2': 'general', '3': 'serious' } as const;

/** A code's meaning; null for a code that is not in the table or not there. */
const coded = <T>(table: Readonly<Record<string, T>>, value: unknown): T | null =>
  (typeof value === 'string' || typeof value === 'number') && Object.hasOwn(table, String(value)) ? (table[String(value)] ?? null) : null;
const flagOf = (value: unknown): boolean | null => coded({ '0': false, '1': true }, value);
const isRecord = (value: unknown): value is WireRecord => typeof value === 'object' && value !== null && !Array.isArray(value);

const firstText = (wire: WireRecord, fields: readonly string[], limit: number): string | null => {
  for (const field of fields) {
    const text = textOf(wire[field], limit);
    if (text !== null) return text;
  }
  return null;
};

const pathSafe = /^[A-Za-z0-9_-]{1,64}$/;

/** The platform's id; for an entry without a usable one an id made of its content, so that it can still be shown and found again. */
const idOf = (wire: WireRecord): string =>
  typeof wire.jlbs === 'string' && pathSafe.test(wire.jlbs)
    ? wire.jlbs
    : `x-${createHash('sha256').update(JSON.stringify(wire)).digest('base64url').slice(0, 32)}`;

const penaltyOf = (wire: WireRecord): PenaltyFacts => ({
  penaltyClass: coded(penaltyClasses, wire.CF_SXLB),
  fineFen: fenOf(wire.CF_NR_FK),
  confiscatedFen: fenOf(wire.CF_NR_WFFF),
  simpleProcedure: flagOf(wire.CF_JYCX),
  publishedUntil: dayOf(wire.CF_GSJZQ),
  field: textOf(wire.CF_LY, 100),
});

const viaRoleOf = (value: unknown): CreditRecord['viaRole'] => {
  if (!isRecord(value)) return null;
  const orgName = textOf(value.dwmc, 200);
  return orgName === null ? null : { orgName, role: textOf(value.zw, 100) ?? '职务未提供' };
};

const titleOf = (wire: WireRecord, { title, titleName }: SectionWire): string => {
  for (const way of title) {
    const found = way.split('+').map(field => textOf(wire[field], 80)?.replace(/\s+/g, ' ') ?? null);
    const text = found.filter(part => part !== null).join('：');
    if (text !== '') return text;
  }
  return `${titleName}（来源没有给出名称）`;
};

/** What the subject of a registration or the party of a decision is surely not, by its own 主体类型 or 行政相对人类别. */
const otherPartyOf = (wire: WireRecord): FactWire['of'] => {
  const registered = textOf(wire.DJ_LX, 100);
  if (registered !== null) return registered === '自然人' ? 'organisation' : 'person';
  return coded({ 自然人: 'organisation', 法人及非法人组织: 'person' } as const, wire.XK_XDR_LB ?? wire.CF_XDR_LB);
};

const recordOf = (sectionId: SectionId, section: SectionWire, category: string, wire: WireRecord): CreditRecord => {
  const own = coded(disclosures, wire.gkfs) ?? 'authorised';
  const perField = isRecord(wire.zdgk) ? wire.zdgk : {};
  const other = otherPartyOf(wire);
  const facts = section.facts
    .map(({ field, key, label, kind, disclosure, of }) => ({
      of,
      fact: { key, label, value: factText(kind, wire[field]), disclosure: coded(disclosures, perField[field]) ?? disclosure ?? own },
    }))
    // "Not given" is said only of what could have been given.
    .filter(({ of, fact }) => of === null || of !== other || fact.value !== null)
    .map(({ fact }): Fact => fact);
  return {
    id: idOf(wire),
    sectionId,
    category,
    title: titleOf(wire, section),
    agencyName: firstText(wire, section.agency, 200),
    agencyCode: firstText(wire, section.agencyCode, 40),
    documentNo: firstText(wire, section.documentNo, 128),
    decidedOn: dayOf(section.decidedOn[0] === undefined ? null : wire[section.decidedOn[0]]),
    validUntil: lastDayOf(section.validUntil[0] === undefined ? null : wire[section.validUntil[0]]),
    asOf: instantOf(wire.sjsj),
    disclosure: own,
    legalBasis: textOf(wire.flyj) ?? firstText(wire, section.legalBasis, 4000),
    facts,
    penalty: sectionId === 'penalty' ? penaltyOf(wire) : null,
    repairState: coded(repairStates, wire.xfzt),
    underObjection: flagOf(wire.yyzt),
    viaRole: viaRoleOf(wire.rzgl),
    trust: coded(trusts, wire.kxcd) ?? 'agency_verified',
  };
};

/** The same record twice: the one whose data are newer stays. */
const isNewer = (a: CreditRecord, b: CreditRecord): boolean => (a.asOf ?? '') > (b.asOf ?? '');

const newestOf = (records: readonly CreditRecord[]): Instant | null =>
  records.reduce<Instant | null>((newest, { asOf }) => (asOf !== null && (newest === null || asOf > newest) ? asOf : newest), null);

/**
 * Pages of one section to records: unknown categories held back (R10), doubles merged, one order. An entry that cannot be read is counted and hides
 * no other. Source: docs/upstreams/credit-platform.md.
 */
export const sectionOf = (sectionId: SectionId, pages: readonly SectionPage[]): PlatformSection => {
  const section = sectionWires[sectionId];
  const records = new Map<string, CreditRecord>();
  const quarantined = new Map<string, { recordId: string; category: string }>();
  let unreadable = 0;
  for (const wire of pages.flatMap(({ list }) => list)) {
    if (!isRecord(wire)) {
      unreadable += 1;
      continue;
    }
    const category = textOf(wire.mllb, 64);
    if (!isKnownCategory(category)) {
      const recordId = idOf(wire);
      quarantined.set(recordId, { recordId, category: category ?? '未提供' });
      continue;
    }
    const record = recordOf(sectionId, section, category, wire);
    const known = records.get(record.id);
    if (!known || isNewer(record, known)) records.set(record.id, record);
  }
  const ordered = [...records.values()].sort(byPlace);
  return {
    asOf: instantOf(pages[0]?.sjrq) ?? newestOf(ordered),
    source: textOf(pages[0]?.sjly, 100) ?? sectionPolicy(sectionId).source,
    records: ordered,
    quarantined: [...quarantined.values()],
    unreadable,
  };
};
