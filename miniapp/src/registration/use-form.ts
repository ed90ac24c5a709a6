import { useCallback, useEffect, useRef, useState } from 'react';
import { useActing } from '../shared/acting';
import { call, type Problem } from '../shared/call';
import { whenBackOnline } from '../shared/platform-network';
import { type Subject, useSession } from '../shared/session';
import { resumeBroken, useUploads } from '../shared/uploads';
import { useLoad } from '../shared/use-load';
import { uploadRowId, uploadsFieldId } from './attachment-list';
import type { Fault } from './fault-list';
import { fieldId } from './fields';
import { type Form, formOf, openDraft, useForms } from './forms';
import type { Entry, Kind } from './registration-words';
import { likeForm, mendForm, newForm } from './start-form';
import { recallHere, useSubmissions } from './submissions';

export interface Asked {
  readonly kind?: string;
  readonly draftId?: string;
  /** Sent back, to be mended. */
  readonly entryId?: string;
  /** Over: what it said is filled in once more. */
  readonly likeId?: string;
}

/** Why a field was sent back, until its content is another one. `value` is what stood there. */
export interface SaidFault extends Fault {
  readonly key: string;
  readonly value: string;
  /** Of one attachment: its local id. It stands as long as that one is among them. */
  readonly upload?: string;
}

type Said = readonly { readonly pointer: string; readonly text: string }[];

const attachmentsKey = 'attachments';

/** The server's word on fields, by JSON pointer into `{fields, attachments}`. */
export const saidFaults = (said: Said, form: Form, kind: Kind): readonly SaidFault[] =>
  said.flatMap(({ pointer, text }) => {
    const [, part, key = ''] = pointer.split('/');
    const upload = part === 'attachments' && key !== '' ? form.uploads[Number(key)] : undefined;
    if (upload) {
      const name = useUploads.getState().all[upload]?.name ?? '';
      return [
        {
          id: uploadRowId(upload),
          key: attachmentsKey,
          label: `附件第 ${Number(key) + 1} 份${name && `「${name}」`}`,
          text,
          value: upload,
          upload,
        },
      ];
    }
    if (part === 'attachments' || part === 'attachmentIds')
      return [{ id: uploadsFieldId, key: attachmentsKey, label: '附件', text, value: form.uploads.join() }];
    const definition = part === 'fields' ? kind.fields.find(field => field.key === key) : undefined;
    return definition ? [{ id: fieldId(key), key, label: definition.label, text, value: form.typed[key] ?? '' }] : [];
  });

/** Still about what stands there. */
export const standing = (faults: readonly SaidFault[], form: Form): readonly SaidFault[] =>
  faults.filter(({ key, value, upload }) =>
    upload ? form.uploads.includes(upload) : (key === attachmentsKey ? form.uploads.join() : (form.typed[key] ?? '')) === value,
  );

/** First step that has one of these fields; steps after the last of the kind are attachments and the read-through. */
export const stepOf = (faults: readonly SaidFault[], kind: Kind): number => {
  const steps = faults.map(({ key }) =>
    key === attachmentsKey ? kind.steps.length : kind.steps.findIndex(({ fields }) => fields.includes(key)),
  );
  const found = steps.filter(step => step >= 0);
  return found.length > 0 ? Math.min(...found) : 0;
};

/** Why a form cannot be handed in by whom one acts as now, and what to do; null: it can. The draft stays either way. */
const useHeld = (form: Form | undefined, subject: Subject | null): string | null => {
  const { identity, actingLost } = useSession();
  if (!form || !subject || form.subjectId === subject.subjectId) return null;
  const own = identity?.subjects.find(one => one.subjectId === form.subjectId);
  if (own) return `这一份是代表${own.name}填的。点上面的“更换”，换回${own.name}再交`;
  const name = actingLost ?? '原来的商户';
  return `您已不能代表${name}办理，这一份现在交不了。请联系它的法定代表人，或在“商户”里重新申请，同意后接着填`;
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
  const { kind: kindAsked, draftId: draftAsked, entryId, likeId } = asked;
  const liked = useRef<string | null>(null);
  const waits = useSubmissions(({ waiting }) => waiting.some(one => one.draftId === draftAsked));

  const begin = useCallback(async () => {
    const mend = (entry: Entry, kind: Kind): void => {
      const id = mendForm(entry, kind, subjectId);
      const mended = formOf(id);
      if (mended) setReturned(saidFaults(entry.reasons, mended, kind));
      setDraftId(id);
    };
    const goOnLike = (entry: Entry, kind: Kind): void => {
      liked.current ??= likeForm(entry, kind, subjectId);
      setDraftId(liked.current);
    };
    if (!all || !subjectId || !isMerchant) return;
    // Under way for another merchant: it stays as it is until one acts for that one again.
    const under = draftAsked ? formOf(draftAsked) : undefined;
    if (under && under.subjectId !== subjectId) return setDraftId(under.draftId);
    setProblem(null);
    await recallHere(subjectId);
    // Signed, and not there yet: the page says so. Called back, it is a form again.
    if (waits || isWaiting(draftAsked)) return;
    const missing = draftAsked ? await openDraft(subjectId, draftAsked) : null;
    if (draftAsked && !missing) return setDraftId(draftAsked);
    const fresh = all.find(one => one.kind === kindAsked);
    const before = entryId ?? likeId;
    if (before) {
      const read = await call('registration.read', { params: { subjectId, entryId: before } });
      if (!read.ok) return setProblem(read.problem);
      const kind = all.find(one => one.kind === read.reply.kind);
      if (!kind) return;
      return entryId ? mend(read.reply, kind) : goOnLike(read.reply, kind);
    }
    // A link to a draft that is nowhere: begun on this page and never saved.
    if (fresh && (!missing || missing.status === 404)) return setDraftId(newForm(subjectId, fresh));
    setProblem(missing);
  }, [all, subjectId, isMerchant, draftAsked, entryId, likeId, kindAsked, waits]);

  useEffect(() => void begin(), [begin]);
  useEffect(() => whenBackOnline(resumeBroken), []);

  const kind = form && all?.find(one => one.kind === form.kind);
  const held = useHeld(form, subject);
  return { held, form, kind, kinds, problem, returned, isMerchant, subject, begin, goOnWith: setDraftId };
};
