import { z } from 'zod';
import { zDay, zId, zInstant, zLine, zOk } from '../atoms';

/** Forms that have drafts. */
export const draftForms = ['registration'] as const;
const zForm = z.enum(draftForms);
/** What the form holds, as the phone has it; kept sealed and never looked into. At most 32 kB as JSON. */
const zContent = z.record(z.string().max(60), z.json());

const zDraft = z.object({
  draftId: zId,
  form: zForm,
  /** A line for lists, without numbers or names of people. */
  title: z.string(),
  /** Counts every change; a write names the one it was made on. */
  revision: z.int(),
  device: z.string(),
  changedAt: zInstant,
  /** Gone after this day unless it is changed. */
  goneAfter: zDay,
});

const zSubjectParams = z.object({ subjectId: zId });
const zDraftParams = zSubjectParams.extend({ draftId: zId });

export const draftSchemas = {
  'draft.list': { params: zSubjectParams, query: z.object({ form: zForm.optional() }), reply: z.object({ drafts: z.array(zDraft) }) },
  'draft.read': { params: zDraftParams, reply: zDraft.extend({ content: zContent }) },
  /** The phone makes the id. `revision` 0: new. Another revision than the one kept: 409 `draft.changed_elsewhere`; `draft.read` has what is there. */
  'draft.write': {
    params: zDraftParams,
    body: z.object({
      form: zForm,
      title: zLine(60),
      revision: z.int().min(0),
      device: zLine(60),
      content: zContent,
      /** Attachments that the form holds: they are kept as long as the draft. */
      attachmentIds: z.array(zId).max(30).default([]),
    }),
    reply: zDraft,
  },
  'draft.discard': { params: zDraftParams, reply: zOk },
};
