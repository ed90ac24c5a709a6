import { create } from 'zustand';
import type { Reply } from '../../../bff/contract/types';
import { call, type Problem } from '../shared/call';
import { newId, newKey } from '../shared/new-key';
import { platform } from '../shared/platform';
import { recallUpload, rememberUpload, useUploads } from '../shared/uploads';
import { type Typed, typedOf } from './check-fields';
import { type Entry, type Kind, kindWords } from './registration-words';

type ServerDraft = Reply<'draft.read'>;

/** What a form holds; the draft's content at the server, sealed there. */
interface Filled {
  readonly kind: Kind['kind'];
  readonly kindVersion: string;
  readonly typed: Typed;
  readonly attachmentIds: readonly string[];
  readonly step: number;
  readonly mends: { readonly entryId: string; readonly revision: number } | null;
  readonly recordId: string | null;
  /** Goes into the submission's key, so that the key tells nothing of the content. */
  readonly salt: string;
}

/** One form under way. It outlives its page: what was typed is there again when one comes back. */
export interface Form extends Omit<Filled, 'attachmentIds'> {
  readonly draftId: string;
  readonly subjectId: string;
  /** Local ids of shared/uploads. */
  readonly uploads: readonly string[];
  /** Of the draft at the server; 0: not there yet. */
  readonly revision: number;
  readonly saving: 'untouched' | 'dirty' | 'saving' | 'saved' | 'offline' | 'refused' | 'conflict';
  readonly savedAt: string | null;
  readonly problem: Problem | null;
  /** Changed on another device meanwhile: what is there. */
  readonly theirs: ServerDraft | null;
}

export const useForms = create<{ readonly all: Readonly<Record<string, Form>> }>(() => ({ all: {} }));

const quietMs = 1_000;
const againMs = 5_000;
const timers = new Map<string, ReturnType<typeof setTimeout>>();
/** Counts changes of a form, so that a save under way is told from the newest one. */
const changes = new Map<string, number>();

export const formOf = (draftId: string): Form | undefined => useForms.getState().all[draftId];

const put = (draftId: string, part: Partial<Form>): void =>
  useForms.setState(({ all }) => {
    const now = all[draftId];
    return now ? { all: { ...all, [draftId]: { ...now, ...part } } } : {};
  });

const idsOf = (form: Form): string[] => form.uploads.flatMap(localId => useUploads.getState().all[localId]?.attachmentId ?? []);

const filledOf = (form: Form): Filled => {
  const { kind, kindVersion, typed, step, mends, recordId, salt } = form;
  return { kind, kindVersion, typed, attachmentIds: idsOf(form), step, mends, recordId, salt };
};

const later = (draftId: string, ms: number): void => {
  clearTimeout(timers.get(draftId));
  timers.set(
    draftId,
    setTimeout(() => void saveForm(draftId), ms),
  );
};

/** The answer of a save was lost and what is at the server is ours: then nobody else changed it. */
const isOurs = (theirs: ServerDraft, sent: unknown): boolean => JSON.stringify(theirs.content) === JSON.stringify(sent);

/**
 * Writes the draft to the server. `body`: the submission as it will be sent, so that it can be sent later without this page.
 * @returns whether all that was typed is there
 */
export const saveForm = async (draftId: string, body?: unknown): Promise<boolean> => {
  clearTimeout(timers.get(draftId));
  // One write at a time, each made on the revision the one before has got.
  while (body !== undefined && formOf(draftId)?.saving === 'saving') await new Promise(done => setTimeout(done, 50));
  const form = formOf(draftId);
  if (!form || form.saving === 'saving' || form.saving === 'conflict') return false;
  const counted = changes.get(draftId) ?? 0;
  // JSON leaves out what is undefined, and keeps the order in which the server hands it back.
  const content = JSON.parse(JSON.stringify({ ...filledOf(form), body })) as ServerDraft['content'];
  put(draftId, { saving: 'saving', problem: null });
  const params = { subjectId: form.subjectId, draftId };
  const outcome = await call('draft.write', {
    params,
    body: { form: 'registration', title: kindWords[form.kind], revision: form.revision, device: platform.deviceName(), content },
  });
  let kept: Pick<ServerDraft, 'revision' | 'changedAt'> | null = outcome.ok ? outcome.reply : null;
  if (!outcome.ok && outcome.problem.status === 409) {
    const there = await call('draft.read', { params });
    if (there.ok && isOurs(there.reply, content)) kept = there.reply;
    else if (there.ok) {
      put(draftId, { saving: 'conflict', theirs: there.reply });
      return false;
    }
  }
  const same = (changes.get(draftId) ?? 0) === counted;
  if (kept) {
    put(draftId, { revision: kept.revision, savedAt: kept.changedAt, saving: same ? 'saved' : 'dirty' });
    if (!same) later(draftId, quietMs);
    return same;
  }
  const problem = outcome.ok ? null : outcome.problem;
  const passing = problem !== null && (problem.status === 0 || problem.status >= 429);
  put(draftId, { saving: passing ? 'offline' : 'refused', problem });
  if (passing) later(draftId, againMs);
  return false;
};

/** Takes a change into the form and saves it once the person pauses. */
export const changeForm = (draftId: string, part: Partial<Pick<Form, 'typed' | 'uploads' | 'step' | 'recordId' | 'kindVersion'>>): void => {
  const form = formOf(draftId);
  if (!form) return;
  changes.set(draftId, (changes.get(draftId) ?? 0) + 1);
  const waits = form.saving === 'saving' || form.saving === 'conflict';
  put(draftId, { ...part, ...(waits ? {} : { saving: 'dirty' as const }) });
  if (!waits) later(draftId, quietMs);
};

const begin = (form: Form): string => {
  useForms.setState(({ all }) => ({ all: { ...all, [form.draftId]: form } }));
  return form.draftId;
};

const blank = { saving: 'untouched', savedAt: null, problem: null, theirs: null } as const;

export const newForm = (subjectId: string, { kind, version }: Pick<Kind, 'kind' | 'version'>): string =>
  begin({
    ...blank,
    draftId: newId(),
    subjectId,
    kind,
    kindVersion: version,
    typed: {},
    uploads: [],
    step: 0,
    mends: null,
    recordId: null,
    salt: newKey(),
    revision: 0,
  });

/** A returned entry into the boxes again, with its attachments as they are. */
export const mendForm = (entry: Entry, { fields, version }: Kind, subjectId: string): string => {
  const { kind, entryId, revision } = entry;
  const open = Object.values(useForms.getState().all).find(
    form => form.mends?.entryId === entryId && form.mends.revision === revision && form.subjectId === subjectId,
  );
  if (open) return open.draftId;
  return begin({
    ...blank,
    draftId: newId(),
    subjectId,
    kind,
    kindVersion: version,
    typed: typedOf(fields, entry.fields),
    uploads: entry.attachments.map(rememberUpload),
    step: 0,
    mends: { entryId, revision },
    recordId: null,
    salt: newKey(),
    revision: 0,
  });
};

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** What a draft of another device or version holds is taken with care: it is what some phone once wrote. */
const filledIn = ({ content }: ServerDraft): Filled => {
  const typed = Object.entries((content.typed ?? {}) as Record<string, unknown>).filter(([, value]) => typeof value === 'string');
  return {
    kind: (text(content.kind) ?? 'license') as Kind['kind'],
    kindVersion: text(content.kindVersion) ?? '',
    typed: Object.fromEntries(typed) as Typed,
    attachmentIds: Array.isArray(content.attachmentIds) ? content.attachmentIds.filter(one => typeof one === 'string') : [],
    step: typeof content.step === 'number' ? content.step : 0,
    mends: (content.mends ?? null) as Filled['mends'],
    recordId: text(content.recordId),
    salt: text(content.salt) ?? newKey(),
  };
};

const recallAll = async (subjectId: string, ids: readonly string[]): Promise<string[]> => {
  const recalled = await Promise.all(ids.map(id => recallUpload(subjectId, id)));
  return recalled.filter(id => id !== null);
};

const takeDraft = async (draft: ServerDraft, subjectId: string): Promise<string> => {
  const { attachmentIds, ...filled } = filledIn(draft);
  const uploads = await recallAll(subjectId, attachmentIds);
  const { draftId, revision, changedAt } = draft;
  return begin({ ...blank, ...filled, draftId, subjectId, uploads, revision, saving: 'saved', savedAt: changedAt });
};

/** A draft to go on with: as it is on this phone, else from the server. Returns what went wrong. */
export const openDraft = async (subjectId: string, draftId: string): Promise<Problem | null> => {
  const open = formOf(draftId);
  // Nothing unsaved here: the server may have a newer one.
  if (open && open.saving !== 'saved') return null;
  const read = await call('draft.read', { params: { subjectId, draftId } });
  if (!read.ok) return open ? null : read.problem;
  if (open?.revision !== read.reply.revision) await takeDraft(read.reply, subjectId);
  return null;
};

/** Conflict, the person’s word: what this phone has is written over what is there. */
export const keepMine = (draftId: string): void => {
  const theirs = formOf(draftId)?.theirs;
  if (!theirs) return;
  put(draftId, { revision: theirs.revision, theirs: null, saving: 'dirty' });
  void saveForm(draftId);
};

/** Conflict, the person’s word: what the other device wrote is taken, what stands here is dropped. */
export const takeTheirs = async (draftId: string): Promise<void> => {
  const form = formOf(draftId);
  if (form?.theirs) await takeDraft(form.theirs, form.subjectId);
};

/** Boxes of the other device, for a look side by side. */
export const theirTyped = (theirs: ServerDraft): Typed => filledIn(theirs).typed;

export const forgetForm = (draftId: string): void => {
  clearTimeout(timers.get(draftId));
  useForms.setState(({ all }) => ({ all: Object.fromEntries(Object.entries(all).filter(([id]) => id !== draftId)) }));
};

export const attachmentIdsOf = idsOf;
