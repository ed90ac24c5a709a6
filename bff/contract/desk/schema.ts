import { z } from 'zod';
import { zCursor, zDay, zDisclosure, zId, zInstant, zLine, zOk } from '../atoms';
import { zEntryState, zRegistrationKind, zTextState, zTrust } from '../registration/schema';

/** 核实, 退回, 不予核实. */
export const deskDecisions = ['verify', 'return', 'refuse'] as const;
export const zDecision = z.enum(deskDecisions);
/** `waiting` all that wait, `second` those with a proposal of somebody else, `mine` those I have now, `decided` those I decided, `texts` those whose public words a person is to look at. */
export const zQueueView = z.enum(['waiting', 'second', 'mine', 'decided', 'texts']);

const zNumber = z.string().regex(/^ZY\d{8}-\d{4,12}$/);
/** What one is looking for: an entry by its number, or all of a merchant by its unified code. As it is typed: spaces and small letters too. */
const zFind = zLine(40)
  .overwrite(text => text.replaceAll(/\s/g, '').toUpperCase())
  .pipe(z.string().regex(/^(?:ZY\d{8}-\d{4,12}|[0-9A-HJ-NPQRTUWXY]{18})$/));
const zReason = z.object({
  /** JSON pointer into `{fields, attachments}`: `/fields/validTo`, `/attachments`; `/` for the whole. */
  pointer: z.string().regex(/^\/(?:fields\/[a-z][A-Za-z0-9]{1,39}|attachments(?:\/\d{1,2})?)?$/),
  /** What the merchant reads, word for word. */
  text: zLine(200).min(2),
});

const zCase = z.object({
  number: zNumber,
  kind: zRegistrationKind,
  kindTitle: z.string(),
  title: z.string(),
  merchantName: z.string(),
  state: zEntryState,
  trust: zTrust,
  revision: z.int(),
  submittedAt: zInstant,
  /** Since when the office has it; null: it is elsewhere. */
  waitingSince: zInstant.nullable(),
  clock: z.object({
    /** Last day in working days; null: no clock runs. */
    until: zDay.nullable(),
    /** 0: today is the last; negative: over by so many. */
    workingDaysLeft: z.int().nullable(),
    /** Beyond the last published holiday calendar: 预计. */
    untilExpected: z.boolean(),
  }),
  /** Who has it open to decide; null: nobody. */
  holder: z.object({ name: z.string(), mine: z.boolean(), until: zInstant }).nullable(),
  /** Waits for a second pair of eyes; null: nothing was proposed. */
  proposal: z.object({ decision: zDecision, name: z.string(), mine: z.boolean(), at: zInstant }).nullable(),
});

const zWording = z.object({ version: z.string(), text: z.string(), digest: z.string() });

const zCaseFile = zCase.extend({
  orgCode: z.string(),
  /** In the order of the form. */
  fields: z.array(
    z.object({
      pointer: z.string(),
      label: z.string(),
      input: z.enum(['line', 'text', 'day', 'amount', 'org_code', 'choice', 'count']),
      /** `amount` in fen; of a choice its title; null: left out. */
      value: z.union([z.string(), z.int(), z.null()]),
      disclosure: zDisclosure,
    }),
  ),
  attachments: z.array(
    z.object({
      attachmentId: zId,
      name: z.string(),
      contentType: z.string(),
      sizeBytes: z.int(),
      sentDigest: z.string(),
      /** Only `clean` ones can be opened. */
      state: z.enum(['clean', 'held', 'refused']),
    }),
  ),
  /** What does not fit or looks doubled; helps to look, decides nothing. */
  hints: z.array(z.object({ tone: z.enum(['warn', 'info']), pointer: z.string(), text: z.string() })),
  /** Whether strangers may read the fields of public disclosure; `asked`: a person is to say so. */
  publicText: zTextState,
  commitment: zWording.extend({ signedAt: zInstant, today: zWording.nullable() }),
  /** Oldest first. */
  history: z.array(z.object({ at: zInstant, what: z.string(), by: z.string() })),
  /** Reasons of the last return, where it was mended. */
  returnedFor: z.array(zReason),
  /** Reasons of the proposal, to be agreed to as they stand. */
  proposedReasons: z.array(zReason),
  /** The newest proposal was not agreed to. */
  objection: z.object({ name: z.string(), note: z.string().nullable(), at: zInstant }).nullable(),
  /** Decisions of this kind that need two. */
  needsTwo: z.array(zDecision),
  /** What I may do now. */
  mayDecide: z.boolean(),
  mayCountersign: z.boolean(),
  /** Why neither, a sentence; null: one of them. */
  whyNot: z.string().nullable(),
  /** Ready-made reasons. `pointer` null: for any field; `/attachments/*`: for any one attachment. */
  templates: z.array(z.object({ decision: zDecision, pointer: z.string().nullable(), text: z.string() })),
});

const zNumberParams = z.object({ number: zNumber });
const zRevision = z.int().min(1);

export const deskSchemas = {
  'desk.queue': {
    /** `find` wins over `view`: what is found may be in any state. Nothing found says no more than that there is none one may see. */
    query: z.object({
      view: zQueueView.default('waiting'),
      kind: zRegistrationKind.optional(),
      find: zFind.optional(),
      cursor: zCursor.optional(),
    }),
    reply: z.object({ cases: z.array(zCase), nextCursor: zCursor.nullable() }),
  },
  /** Takes the case for a while where nobody has it, and prolongs that where I have it; where somebody else has it, it is for reading. */
  'desk.open': { params: zNumberParams, reply: zCaseFile },
  'desk.release': { params: zNumberParams, reply: zOk },
  /** The bytes that are kept: a picture re-encoded, or a PDF that was checked. */
  'desk.attachment': { params: zNumberParams.extend({ attachmentId: zId }), reply: 'file' as const },
  'desk.decide': {
    params: zNumberParams,
    body: z.object({ revision: zRevision, decision: zDecision, reasons: z.array(zReason).max(40) }),
    /** `proposed`: it waits for a second person. */
    reply: z.object({ outcome: z.enum(['done', 'proposed']), number: zNumber }),
  },
  'desk.decideText': {
    params: zNumberParams,
    body: z.object({
      revision: zRevision,
      allow: z.boolean(),
      /** What the merchant reads, word for word, where it is not allowed; null where it is. */
      reason: zLine(200).min(2).nullable(),
    }),
    reply: z.object({ number: zNumber, publicText: zTextState }),
  },
  'desk.countersign': {
    params: zNumberParams,
    body: z.object({
      revision: zRevision,
      agree: z.boolean(),
      /** For the one who proposed, where not agreed. */
      note: zLine(200).nullable(),
    }),
    /** `back`: not agreed; it waits for a decision again. */
    reply: z.object({ outcome: z.enum(['done', 'back']), number: zNumber }),
  },
};
