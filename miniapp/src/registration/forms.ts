import { create } from 'zustand';
import { call, type Problem } from '../shared/call';
import { newId, newKey } from '../shared/new-key';
import { platform } from '../shared/platform';
import { isPassing } from '../shared/send-attachment';
import { useSession } from '../shared/session';
import { dropUpload, recallUpload } from '../shared/uploads';
import type { Typed } from './check-fields';
import { attachmentIdsOf, digestOf, type Filled, type Form, filledIn, filledOf, keptIn, keptOf, type ServerDraft } from './form-content';
import { kindWords } from './registration-words';
import { dropSealed, keepSealed, listSealed, openSealed } from './sealed-store';

export { attachmentIdsOf, type Form } from './form-content';

export const useForms = create<{ readonly all: Readonly<Record<string, Form>> }>(() => ({ all: {} }));

const quietMs = 1_000;
const againMs = 5_000;
/** Contents sent without an answer that are remembered: more are not under way within one revision. */
const mostTried = 20;
const timers = new Map<string, ReturnType<typeof setTimeout>>();
/** Counts changes of a form, so that a save under way is told from the newest one. */
const changes = new Map<string, number>();

export const formOf = (draftId: string): Form | undefined => useForms.getState().all[draftId];

const put = (draftId: string, part: Partial<Form>): void =>
  useForms.setState(({ all }) => {
    const now = all[draftId];
    return now ? { all: { ...all, [draftId]: { ...now, ...part } } } : {};
  });

const later = (draftId: string, ms: number): void => {
  clearTimeout(timers.get(draftId));
  timers.set(
    draftId,
    setTimeout(() => void saveForm(draftId), ms),
  );
};

/** Onto the phone, sealed, before anything is sent. */
const keepForm = async (draftId: string): Promise<void> => {
  const form = formOf(draftId);
  if (!form) return;
  const counted = changes.get(draftId);
  const kept = await keepSealed('draft', draftId, keptOf(form));
  if (changes.get(draftId) === counted) put(draftId, { kept });
};

type Written =
  | Pick<ServerDraft, 'revision' | 'changedAt'>
  | { readonly theirs: ServerDraft }
  | { readonly ours: number }
  | { readonly problem: Problem };

/** One write. On another revision than ours it looks whose that is: `ours` when an answer to ourselves was lost. */
const write = async (form: Form, content: ServerDraft['content']): Promise<Written> => {
  const { subjectId, draftId, kind, revision, tried } = form;
  const params = { subjectId, draftId };
  const body = {
    form: 'registration' as const,
    title: kindWords[kind],
    revision,
    device: platform.deviceName(),
    content,
    attachmentIds: attachmentIdsOf(form),
  };
  const outcome = await call('draft.write', { params, body });
  if (outcome.ok) return outcome.reply;
  if (String(outcome.problem.code) !== 'draft.changed_elsewhere') return { problem: outcome.problem };
  const there = await call('draft.read', { params });
  if (!there.ok) return { problem: there.problem };
  if (JSON.stringify(there.reply.content) === JSON.stringify(content)) return there.reply;
  const seen = digestOf(there.reply.content);
  return tried.includes(seen) || seen === digestOf(content) ? { ours: there.reply.revision } : { theirs: there.reply };
};

/**
 * Writes the draft to the server. `body`: the submission as it will be sent, so that it can be sent later without this page.
 * @returns whether all that was typed is there
 */
export const saveForm = async (draftId: string, body?: unknown): Promise<boolean> => {
  clearTimeout(timers.get(draftId));
  // One write at a time, each made on the revision the one before has got.
  while (body !== undefined && formOf(draftId)?.saving === 'saving') await new Promise(done => setTimeout(done, 50));
  const before = formOf(draftId);
  if (!before || before.saving === 'saving' || before.saving === 'conflict' || before.saving === 'gone') return false;
  const counted = changes.get(draftId) ?? 0;
  // JSON leaves out what is undefined, and keeps the order in which the server hands it back.
  const content = JSON.parse(JSON.stringify({ ...filledOf(before), body })) as ServerDraft['content'];
  const tried = [...before.tried.slice(1 - mostTried), digestOf(content)];
  const form = { ...before, tried };
  put(draftId, { saving: 'saving', problem: null, tried });
  await keepForm(draftId);
  const written = await write(form, content);
  if ('theirs' in written) {
    put(draftId, { saving: 'conflict', theirs: written.theirs });
    return false;
  }
  if ('ours' in written) {
    put(draftId, { saving: 'dirty', revision: written.ours, tried: [] });
    return saveForm(draftId, body);
  }
  if ('problem' in written) {
    const { problem } = written;
    const gone = form.revision > 0 && String(problem.code) === 'draft.not_found';
    put(draftId, { saving: gone ? 'gone' : isPassing(problem) ? 'offline' : 'refused', problem });
    if (!gone && isPassing(problem)) later(draftId, againMs);
    return false;
  }
  const same = (changes.get(draftId) ?? 0) === counted;
  put(draftId, { revision: written.revision, savedAt: written.changedAt, tried: [], saving: same ? 'saved' : 'dirty' });
  if (same) void dropSealed('draft', draftId);
  else later(draftId, quietMs);
  return same;
};

/** Takes a change into the form, seals it on the phone at once, and saves it once the person pauses. */
export const changeForm = (draftId: string, part: Partial<Pick<Form, 'typed' | 'uploads' | 'step' | 'recordId' | 'kindVersion'>>): void => {
  const form = formOf(draftId);
  if (!form) return;
  changes.set(draftId, (changes.get(draftId) ?? 0) + 1);
  const waits = form.saving === 'saving' || form.saving === 'conflict' || form.saving === 'gone';
  put(draftId, { ...part, ...(waits ? {} : { saving: 'dirty' as const }) });
  void keepForm(draftId);
  if (!waits) later(draftId, quietMs);
};

export const beginForm = (form: Form): string => {
  useForms.setState(({ all }) => ({ all: { ...all, [form.draftId]: form } }));
  return form.draftId;
};

const blank = { saving: 'untouched', kept: false, tried: [], savedAt: null, problem: null, theirs: null } as const;
export const freshForm = () => ({ ...blank, draftId: newId(), step: 0, recordId: null, salt: newKey(), revision: 0 });

const taken = async (subjectId: string, { attachmentIds, ...filled }: Filled) => {
  const recalled = await Promise.all(attachmentIds.map(id => recallUpload(subjectId, id)));
  return { ...blank, ...filled, subjectId, uploads: recalled.filter(id => id !== null) };
};

const takeDraft = async ({ draftId, revision, changedAt, content }: ServerDraft, subjectId: string): Promise<void> => {
  const filled = await taken(subjectId, filledIn(content));
  beginForm({ ...filled, draftId, revision, saving: 'saved', savedAt: changedAt });
  void dropSealed('draft', draftId);
};

/** What this phone kept of a form that the server does not have yet; it goes on to be saved. @returns whether there was any */
const takeKept = async (subjectId: string, draftId: string, value: unknown): Promise<boolean> => {
  const kept = keptIn(value);
  if (!kept || kept.subjectId !== subjectId) return false;
  const filled = await taken(subjectId, kept.filled);
  // The page and the list may both have asked.
  if (formOf(draftId)) return true;
  beginForm({ ...filled, draftId, revision: kept.revision, tried: kept.tried, saving: 'dirty', kept: true });
  later(draftId, 0);
  return true;
};

/** All that this phone kept of unsaved forms of a subject, except those that are signed and wait. */
export const recallForms = async (subjectId: string, except: ReadonlySet<string>): Promise<void> => {
  for (const { id, value } of listSealed('draft')) if (!except.has(id) && !formOf(id)) await takeKept(subjectId, id, value);
  // One acts for this subject again.
  for (const { draftId, problem, ...form } of Object.values(useForms.getState().all))
    if (form.subjectId === subjectId && form.saving === 'refused' && problem?.code === 'subject.not_found') void saveForm(draftId);
};

/** A draft to go on with: as it is on this phone, else from the server. Returns what went wrong. */
export const openDraft = async (subjectId: string, draftId: string): Promise<Problem | null> => {
  const open = formOf(draftId);
  // Nothing unsaved here: the server may have a newer one.
  if (open && open.saving !== 'saved') return null;
  if (!open && (await takeKept(subjectId, draftId, openSealed('draft', draftId)))) return null;
  const read = await call('draft.read', { params: { subjectId, draftId } });
  if (!read.ok) return open ? null : read.problem;
  if (open?.revision !== read.reply.revision) await takeDraft(read.reply, subjectId);
  return null;
};

/** Conflict, the person’s word: what this phone has is written over what is there. */
export const keepMine = (draftId: string): void => {
  const theirs = formOf(draftId)?.theirs;
  if (!theirs) return;
  put(draftId, { revision: theirs.revision, tried: [], theirs: null, saving: 'dirty' });
  void saveForm(draftId);
};

/** Conflict, the person’s word: what the other device wrote is taken, what stands here is dropped. */
export const takeTheirs = async (draftId: string): Promise<void> => {
  const form = formOf(draftId);
  if (form?.theirs) await takeDraft(form.theirs, form.subjectId);
};

/** Boxes of the other device, for a look side by side. */
export const theirTyped = (theirs: ServerDraft): Typed => filledIn(theirs.content).typed;

export const forgetForm = (draftId: string): void => {
  clearTimeout(timers.get(draftId));
  void dropSealed('draft', draftId);
  useForms.setState(({ all }) => ({ all: Object.fromEntries(Object.entries(all).filter(([id]) => id !== draftId)) }));
};

/** The person does not want it any more: it goes here and at the server, with its attachments. @returns why it could not go */
export const discardForm = async (draftId: string): Promise<Problem | null> => {
  clearTimeout(timers.get(draftId));
  // A save under way would bring it back.
  while (formOf(draftId)?.saving === 'saving') await new Promise(done => setTimeout(done, 50));
  const form = formOf(draftId);
  if (!form) return null;
  const { subjectId, revision, tried, uploads } = form;
  const gone = await call('draft.discard', { params: { subjectId, draftId } });
  // Without a network too, when the server has never heard of it.
  if (!gone.ok && (revision > 0 || tried.length > 0)) return gone.problem;
  for (const localId of uploads) dropUpload(subjectId, localId);
  forgetForm(draftId);
  return null;
};

/** The draft became an entry with other content: what stands here was not taken, and is not lost. */
export const tellSpent = (draftId: string, problem: Problem): void => {
  clearTimeout(timers.get(draftId));
  put(draftId, { saving: 'gone', problem });
  void keepForm(draftId);
};

/** The draft is no more at the server: what stands here becomes a draft of its own. @returns its id */
export const copyForm = (draftId: string): string | null => {
  const form = formOf(draftId);
  if (!form) return null;
  const { draftId: id, salt } = freshForm();
  // A draft of that name may have come to be at the server again: nothing could ever become of it.
  if (form.problem?.status === 409) void call('draft.discard', { params: { subjectId: form.subjectId, draftId } });
  beginForm({ ...form, draftId: id, salt, revision: 0, tried: [], saving: 'dirty', theirs: null, problem: null });
  void saveForm(id);
  forgetForm(draftId);
  return id;
};

// Whoever signs in next sees nothing of it; the same person finds what was sealed.
useSession.subscribe(({ phase }) => {
  if (phase !== 'out') return;
  for (const timer of timers.values()) clearTimeout(timer);
  useForms.setState({ all: {} });
});
