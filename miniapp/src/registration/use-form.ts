import { useCallback, useEffect, useState } from 'react';
import { useActing } from '../shared/acting';
import { call, type Problem } from '../shared/call';
import { whenBackOnline } from '../shared/platform-network';
import { resumeBroken } from '../shared/uploads';
import { useLoad } from '../shared/use-load';
import { uploadsFieldId } from './attachment-list';
import type { Fault } from './fault-list';
import { fieldId } from './fields';
import { type Form, formOf, mendForm, newForm, openDraft, useForms } from './forms';
import type { Kind } from './registration-words';
import { recallHere, useSubmissions } from './submissions';

export interface Asked {
  readonly kind?: string;
  readonly draftId?: string;
  readonly entryId?: string;
}

/** Why a field was sent back, until its content is another one. `value` is what stood there. */
export interface SaidFault extends Fault {
  readonly key: string;
  readonly value: string;
}

type Said = readonly { readonly pointer: string; readonly text: string }[];

const attachmentsKey = 'attachments';

/** The server's word on fields, by JSON pointer into `{fields, attachments}`. */
export const saidFaults = (said: Said, form: Form, kind: Kind): readonly SaidFault[] =>
  said.flatMap(({ pointer, text }) => {
    const [, part, key = ''] = pointer.split('/');
    if (part === 'attachments' || part === 'attachmentIds')
      return [{ id: uploadsFieldId, key: attachmentsKey, label: '附件', text, value: form.uploads.join() }];
    const definition = part === 'fields' ? kind.fields.find(field => field.key === key) : undefined;
    return definition ? [{ id: fieldId(key), key, label: definition.label, text, value: form.typed[key] ?? '' }] : [];
  });

/** Still about what stands there. */
export const standing = (faults: readonly SaidFault[], form: Form): readonly SaidFault[] =>
  faults.filter(({ key, value }) => (key === attachmentsKey ? form.uploads.join() : (form.typed[key] ?? '')) === value);

/** First step that has one of these fields; steps after the last of the kind are attachments and the read-through. */
export const stepOf = (faults: readonly SaidFault[], kind: Kind): number => {
  const steps = faults.map(({ key }) =>
    key === attachmentsKey ? kind.steps.length : kind.steps.findIndex(({ fields }) => fields.includes(key)),
  );
  const found = steps.filter(step => step >= 0);
  return found.length > 0 ? Math.min(...found) : 0;
};

const isWaiting = (draftId: string | undefined): boolean => useSubmissions.getState().waiting.some(one => one.draftId === draftId);

/** The form a link asks for: one under way here, a draft of the server, a returned entry to mend, or a new one of a kind. */
export const useForm = (asked: Asked) => {
  const { subjectId, subject } = useActing();
  const kinds = useLoad('registration.kinds');
  const [draftId, setDraftId] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [returned, setReturned] = useState<readonly SaidFault[]>([]);
  const form = useForms(state => (draftId ? state.all[draftId] : undefined));
  const isMerchant = subject?.kind === 'merchant';
  const all = kinds.data?.kinds;
  const { kind: kindAsked, draftId: draftAsked, entryId } = asked;
  const waits = useSubmissions(({ waiting }) => waiting.some(one => one.draftId === draftAsked));

  const begin = useCallback(async () => {
    if (!all || !subjectId || !isMerchant) return;
    setProblem(null);
    await recallHere(subjectId);
    // Signed, and not there yet: the page says so. Called back, it is a form again.
    if (waits || isWaiting(draftAsked)) return;
    const missing = draftAsked ? await openDraft(subjectId, draftAsked) : null;
    if (draftAsked && !missing) return setDraftId(draftAsked);
    const fresh = all.find(one => one.kind === kindAsked);
    if (entryId) {
      const read = await call('registration.read', { params: { subjectId, entryId } });
      if (!read.ok) return setProblem(read.problem);
      const kind = all.find(one => one.kind === read.reply.kind);
      if (!kind) return;
      const id = mendForm(read.reply, kind, subjectId);
      const mended = formOf(id);
      if (mended) setReturned(saidFaults(read.reply.reasons, mended, kind));
      return setDraftId(id);
    }
    // A link to a draft that is nowhere: begun on this page and never saved.
    if (fresh && (!missing || missing.status === 404)) return setDraftId(newForm(subjectId, fresh));
    setProblem(missing);
  }, [all, subjectId, isMerchant, draftAsked, entryId, kindAsked, waits]);

  useEffect(() => void begin(), [begin]);
  useEffect(() => whenBackOnline(resumeBroken), []);

  const kind = form && all?.find(one => one.kind === form.kind);
  return { form, kind, kinds, problem, returned, isMerchant, subject, begin, goOnWith: setDraftId };
};
