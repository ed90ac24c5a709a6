import { z } from 'zod';
import { zCursor, zDay, zDisclosure, zId, zInstant, zLine } from '../atoms';

/** The four kinds of 自愿登记 (F6): 资质证照, 市场经营, 合同履约, 社会公益. */
export const registrationKinds = ['license', 'operation', 'contract', 'charity'] as const;
export const zRegistrationKind = z.enum(registrationKinds);
/** 本人自述, 材料已核, 部门核验: never merged, on no screen and in no list. */
export const zTrust = z.enum(['self_declared', 'document_checked', 'agency_verified']);
export const entryStates = ['submitted', 'returned', 'verified', 'refused', 'published', 'withdrawn', 'expired'] as const;
export const zEntryState = z.enum(entryStates);
/** Who has an entry: `platform` on its way to the platform or with it, `nobody` when it is over or published. */
export const zHolder = z.enum(['merchant', 'office', 'platform', 'agency', 'nobody']);

/**
 * Whether strangers may read the public words (R30): 等待检查, 检查通过, 没有通过, 等工作人员看, 工作人员看过不能公开. Says nothing of whether they are true.
 */
export const zTextState = z.enum(['waiting', 'passed', 'refused', 'asked', 'barred']);

const zFieldKey = z.string().regex(/^[a-z][A-Za-z0-9]{1,39}$/);
/** `amount` in fen and `count` as whole numbers, the rest as text; null: left out. */
const zFieldValue = z.union([z.string().max(4000), z.int().min(0).max(1e15), z.null()]);
export const zFieldValues = z.record(zFieldKey, zFieldValue);

const zFieldDefinition = z.object({
  key: zFieldKey,
  label: z.string(),
  hint: z.string().nullable(),
  input: z.enum(['line', 'text', 'day', 'amount', 'org_code', 'choice', 'count']),
  required: z.boolean(),
  /** Most characters of a text. */
  most: z.int().nullable(),
  choices: z.array(z.object({ code: z.string(), title: z.string() })),
  /** Who may see it: `public` on the merchant's page, `government` only those who check. */
  disclosure: zDisclosure,
});

const zWording = z.object({ version: z.string(), text: z.string(), digest: z.string().regex(/^[0-9a-f]{64}$/) });

const zKind = z.object({
  kind: zRegistrationKind,
  /** Of fields and rules; an entry keeps the version it was written by. */
  version: z.string(),
  title: z.string(),
  /** What belongs here, one sentence. */
  meaning: z.string(),
  steps: z.array(z.object({ title: z.string(), fields: z.array(zFieldKey) })),
  fields: z.array(zFieldDefinition),
  attachments: z.object({ least: z.int(), most: z.int(), what: z.string() }),
  /** The other side of the contract, or the receiver of the donation, may confirm it in the app. */
  confirmedBy: z.string().nullable(),
  /** The truth commitment that is signed with it today. */
  commitment: zWording,
});

const zAttached = z.object({
  attachmentId: zId,
  name: z.string(),
  contentType: z.string(),
  sizeBytes: z.int(),
  /** SHA-256 of what was sent, hex: what the receipt shows. */
  sentDigest: z.string(),
  /** `held`: 等待检查, nobody opens it before the scanner has. `refused`: the scanner found something later; its content is gone. */
  state: z.enum(['clean', 'held', 'refused']),
});

const zReason = z.object({
  /** JSON pointer into `{fields, attachments}`; `/` for the whole. */
  pointer: z.string(),
  text: z.string(),
});

const zProgress = z.object({
  /** Who has it now. */
  holder: zHolder,
  holderName: z.string(),
  since: zInstant,
  /** Last day in working days; null: no clock runs. */
  until: zDay.nullable(),
  /** Beyond the last published holiday calendar: 预计, recomputed when that is published. */
  untilExpected: z.boolean(),
  /** What happens next, one sentence. */
  next: z.string(),
});

const zEntrySummary = z.object({
  entryId: zId,
  number: z.string(),
  kind: zRegistrationKind,
  title: z.string(),
  state: zEntryState,
  trust: zTrust,
  submittedAt: zInstant,
  /** Last day of what it tells of (a permit's end); null: none. */
  endsOn: zDay.nullable(),
  progress: zProgress,
});

const zEntry = zEntrySummary.extend({
  kindVersion: z.string(),
  revision: z.int(),
  fields: zFieldValues,
  attachments: z.array(zAttached),
  commitment: zWording.extend({
    signedAt: zInstant,
    /** Today's wording where it is another one; null: the same. */
    today: zWording.nullable(),
  }),
  /** Oldest first. */
  history: z.array(z.object({ at: zInstant, what: z.string(), by: z.string() })),
  /** Why it was returned or refused. */
  reasons: z.array(zReason),
  /** A permit that was filled in from the file, as the server compared it again at the submission; null: typed. */
  permit: z.object({ state: z.enum(['agreed', 'differs', 'unavailable']), agencyName: z.string().nullable() }).nullable(),
  confirmation: z.object({ state: z.enum(['asked', 'confirmed', 'declined', 'over']), by: z.string(), at: zInstant.nullable() }).nullable(),
  /** The check of what strangers may read of this revision; `reason`: why a person did not allow it. */
  publicText: z.object({ state: zTextState, since: zInstant, reason: z.string().nullable() }),
});

const zSubjectParams = z.object({ subjectId: zId });
const zEntryParams = zSubjectParams.extend({ entryId: zId });

export const registrationSchemas = {
  'registration.kinds': { reply: z.object({ kinds: z.array(zKind) }) },
  'registration.prefill': {
    params: zSubjectParams,
    body: z.object({ documentNo: zLine(64) }),
    /** A permit of this number in the merchant's own file: its fields, to be offered as agency-verified; null: the file has none, or could not be read now. */
    reply: z.object({
      found: z.object({ recordId: z.string(), agencyName: z.string(), fields: zFieldValues }).nullable(),
      state: z.enum(['ok', 'unavailable']),
    }),
  },
  'registration.submit': {
    params: zSubjectParams,
    body: z.object({
      kind: zRegistrationKind,
      kindVersion: z.string().max(20),
      fields: zFieldValues,
      attachmentIds: z.array(zId).max(20),
      /** Version of the truth commitment that was read and signed. */
      commitmentVersion: z.string().max(20),
      /** Spent with it; null: sent without a draft. */
      draftId: zId.nullable(),
      /** The returned entry that this mends, with the revision that was mended; null: a new one. */
      mends: z.object({ entryId: zId, revision: z.int().min(1) }).nullable(),
      /** A permit found by `registration.prefill`. */
      recordId: z.string().max(64).nullable(),
    }),
    reply: zEntry,
  },
  'registration.list': {
    params: zSubjectParams,
    query: z.object({ cursor: zCursor.optional(), limit: z.coerce.number().int().min(1).max(100).default(30) }),
    reply: z.object({
      entries: z.array(zEntrySummary),
      nextCursor: zCursor.nullable(),
      /** The merchant's own public page: its code, and the link a customer's camera follows (`/m/<code>`). */
      page: z.object({ code: z.string(), url: z.string() }),
      /** What other merchants ask this one to confirm and wait for. */
      asks: z.int().min(0),
    }),
  },
  'registration.read': { params: zEntryParams, reply: zEntry },
  'registration.withdraw': { params: zEntryParams, body: z.object({ revision: z.int().min(1) }), reply: zEntry },
  'registration.askReview': { params: zEntryParams, body: z.object({ revision: z.int().min(1) }), reply: zEntry },
  'registration.poster': {
    params: zSubjectParams,
    reply: z.object({
      name: z.string(),
      orgCode: z.string(),
      city: z.string(),
      /** What an ordinary QR holds. */
      url: z.string(),
      /** WeChat's code of the same page, a PNG in base64; null: WeChat gives none now. */
      miniProgramCode: z.string().nullable(),
      /** Stands on codes that are none of a real shop; null: they are. */
      stamp: z.string().nullable(),
    }),
  },
  'registration.publicPage': {
    params: z.object({ pageCode: z.string().regex(/^[A-Za-z0-9_-]{10,22}$/) }),
    reply: z.object({
      name: z.string(),
      orgCode: z.string(),
      city: z.string(),
      entries: z.array(
        z.object({
          kindTitle: z.string(),
          title: z.string(),
          trust: zTrust,
          facts: z.array(z.object({ label: z.string(), value: z.string() })),
          since: zInstant,
          endsOn: zDay.nullable(),
          confirmedBy: z.string().nullable(),
          commitment: z.object({
            version: z.string(),
            text: z.string(),
            signedAt: zInstant,
            today: z.object({ version: z.string(), text: z.string() }).nullable(),
          }),
        }),
      ),
    }),
  },
};
