import { z } from 'zod';
import { zCursor, zDay, zDisclosure, zId, zInstant, zSectionId, zSubjectKind, zTone } from '../atoms';

/** Upstream record ids are opaque: no personal data, safe in a path. */
const zRecordId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const zMark = z.object({ tone: zTone, text: z.string() });

/**
 * State of one section. `unavailable` is never an empty list: `total` is null, `reason` says what happened.
 * `stale`: fetched, but the agency's own data are older than the city's threshold, or only a kept copy could be shown.
 */
export const zSectionHead = z.object({
  sectionId: zSectionId,
  title: z.string(),
  state: z.enum(['ok', 'stale', 'unavailable']),
  /** As-of of the data at its source; null when nothing was fetched. */
  asOf: zInstant.nullable(),
  source: z.string(),
  total: z.int().nullable(),
  /** Why stale or unavailable, and what it does not mean; null when ok. */
  reason: z.string().nullable(),
  marks: z.array(zMark),
});

export const zRecordBrief = z.object({
  recordId: zRecordId,
  sectionId: zSectionId,
  title: z.string(),
  agency: z.string().nullable(),
  documentNo: z.string().nullable(),
  decidedOn: zDay.nullable(),
  effect: z.enum(['help', 'harm', 'neutral']),
  marks: z.array(zMark),
  trust: z.enum(['agency_verified', 'document_checked', 'self_declared']),
  underObjection: z.boolean(),
  /** Set when the record reached this person by an office held in an organisation (任职). */
  viaRole: z.object({ orgName: z.string(), role: z.string() }).nullable(),
});

/** One named value. `value` null = the source did not give it; never drawn as "none". */
const zFact = z.object({ key: z.string(), label: z.string(), value: z.string().nullable(), disclosure: zDisclosure });

const zAgencyContact = z.object({
  agency: z.string(),
  phone: z.string().nullable(),
  office: z.string().nullable(),
  hours: z.string().nullable(),
});

/** Publication clock of a penalty (R1). Days are Beijing days; null where the class was not given: nothing is computed. */
const zClock = z.object({
  penaltyClass: z.enum(['minor', 'general', 'serious']).nullable(),
  penaltyClassLabel: z.string(),
  decidedOn: zDay.nullable(),
  repairFrom: zDay.nullable(),
  endsOn: zDay.nullable(),
  /** The law applied, e.g. 《信用修复管理办法》(国家发展改革委令第36号). */
  basis: z.string().nullable(),
  note: z.string(),
});

const zRecord = zRecordBrief.extend({
  facts: z.array(zFact),
  asOf: zInstant.nullable(),
  source: z.string(),
  disclosure: zDisclosure,
  legalBasis: z.string().nullable(),
  /** What this record means, in plain words. */
  meaning: z.string(),
  clock: zClock.nullable(),
  /** What to do: each step one sentence; it is free and needs no agent. */
  steps: z.array(z.string()),
  papers: z.array(z.string()),
  contact: zAgencyContact.nullable(),
  hasCounterSlip: z.boolean(),
});

const zSubjectParams = z.object({ subjectId: zId });
const zRefresh = z.enum(['1']).optional();

export const profileSchemas = {
  'profile.read': {
    params: zSubjectParams,
    query: z.object({ refresh: zRefresh }),
    reply: z.object({
      subjectId: zId,
      kind: zSubjectKind,
      name: z.string(),
      readAt: zInstant,
      sections: z.array(zSectionHead),
      /** Sum over sections that were fetched. */
      recordTotal: z.int(),
      /** The platform's change feed has been silent for over an hour: what is shown may not be the newest. */
      freshnessUnconfirmed: z.boolean(),
    }),
  },
  'profile.readSection': {
    params: zSubjectParams.extend({ sectionId: zSectionId }),
    query: z.object({ refresh: zRefresh, cursor: zCursor.optional(), limit: z.coerce.number().int().min(1).max(100).default(30) }),
    reply: z.object({ head: zSectionHead, items: z.array(zRecordBrief), nextCursor: zCursor.nullable() }),
  },
  'profile.readRecord': {
    params: zSubjectParams.extend({ sectionId: zSectionId, recordId: zRecordId }),
    reply: zRecord,
  },
  'profile.readCounterSlip': {
    params: zSubjectParams.extend({ sectionId: zSectionId, recordId: zRecordId }),
    reply: 'pdf' as const,
  },
  'profile.checkSelf': {
    params: zSubjectParams,
    reply: z.object({
      readAt: zInstant,
      headline: z.string(),
      /** Sections that could not be fetched: the check is incomplete and says so. */
      missing: z.array(z.object({ sectionId: zSectionId, title: z.string() })),
      items: z.array(
        z.object({
          recordId: zRecordId,
          sectionId: zSectionId,
          sectionTitle: z.string(),
          title: z.string(),
          agency: z.string().nullable(),
          effect: z.enum(['help', 'harm', 'neutral']),
          why: z.string(),
          until: zDay.nullable(),
          untilNote: z.string(),
          next: z.string(),
          underObjection: z.boolean(),
        }),
      ),
      /** The platform's own evaluation, word for word; null where it has none. */
      evaluation: z.object({ name: z.string(), grade: z.string(), source: z.string(), asOf: zInstant.nullable() }).nullable(),
      evaluationNote: z.string(),
    }),
  },
};
