import { create } from 'zustand';
import type { Body, Reply } from '../../../bff/contract/types';
import { call, type Problem } from '../shared/call';
import { whenBackOnline } from '../shared/platform-network';
import { phoneKey, useSession } from '../shared/session';
import { sha256 } from '../shared/sha256';
import { digestOf, filledOf, type ServerDraft } from './form-content';
import { forgetForm, formOf, recallForms, saveForm, tellSpent } from './forms';
import { dropSealed, keepSealed, listLost, listSealed, unlockSealed } from './sealed-store';

type Entry = Reply<'registration.submit'>;
export type Submission = Body<'registration.submit'>;

/**
 * What was signed and whose answer is not here yet. All of it lies sealed on the phone, so that after a restart the same thing is sent under
 * the same key, and never anything else.
 */
interface Signed {
  readonly draftId: string;
  readonly subjectId: string;
  readonly key: string;
  readonly since: number;
  readonly body: Submission;
  readonly salt: string;
  /** Of the draft that was signed: its revision at the server, and the digest of its boxes. */
  readonly revision: number;
  readonly digest: string;
}
export interface Waiting extends Signed {
  /** It lies sealed on this phone: the app may be closed. */
  readonly kept: boolean;
}
/** Why what was signed was not taken; it lies sealed on the phone until the person has read it. */
export interface Refused {
  readonly subjectId: string;
  readonly kind: Submission['kind'];
  /** When it was signed, ms. */
  readonly since: number;
  readonly problem: Pick<Problem, 'status' | 'code' | 'title' | 'detail'>;
}

interface State {
  readonly waiting: readonly Waiting[];
  /** What was sent later and not taken, until read: draftId → why. */
  readonly refused: Readonly<Record<string, Refused>>;
  /** draftId → the entry it has become. */
  readonly sent: Readonly<Record<string, string>>;
  /** Drafts whose submission lay here and opens no more, or had no answer for too long, and those whose typing does. */
  readonly lost: { readonly waiting: readonly string[]; readonly draft: readonly string[] };
  readonly busy: boolean;
}

const nothing: State = { waiting: [], refused: {}, sent: {}, lost: { waiting: [], draft: [] }, busy: false };
export const useSubmissions = create<State>(() => nothing);

const againMs = 15_000;
let timer: ReturnType<typeof setTimeout> | undefined;
let watching = false;

const isSigned = (one: unknown): one is Signed => {
  const { draftId, subjectId, key, since, body, salt, revision, digest } = (one ?? {}) as Partial<Record<keyof Signed, unknown>>;
  const texts = [draftId, subjectId, key, salt, digest].every(part => typeof part === 'string');
  return texts && typeof since === 'number' && typeof revision === 'number' && typeof body === 'object' && body !== null;
};

const addWaiting = (one: Waiting): void =>
  useSubmissions.setState(({ waiting }) => ({
    waiting: [...waiting.filter(({ draftId }) => draftId !== one.draftId), one].sort((a, b) => a.since - b.since),
  }));
const dropWaiting = (gone: string): void => {
  void dropSealed('waiting', gone);
  useSubmissions.setState(({ waiting }) => ({ waiting: waiting.filter(({ draftId }) => draftId !== gone) }));
};
const tellRefused = ({ draftId, subjectId, since, body }: Waiting, { status, code, title, detail }: Problem): void => {
  const told: Refused = { subjectId, kind: body.kind, since, problem: { status, code, title, detail } };
  void keepSealed('refused', draftId, told);
  useSubmissions.setState(({ refused }) => ({ refused: { ...refused, [draftId]: told } }));
};
const isRefused = (one: unknown): one is Refused => {
  const { subjectId, kind, since, problem } = (one ?? {}) as Partial<Record<keyof Refused, unknown>>;
  const { title } = (problem ?? {}) as Partial<Record<string, unknown>>;
  return [subjectId, kind, title].every(part => typeof part === 'string') && typeof since === 'number';
};

/** One draft with one content has one key, on every try, after every restart, on every device. */
const keyOf = (draftId: string, salt: string, body: Submission): string =>
  `${draftId}-${sha256(`${salt}${JSON.stringify(body)}`).slice(0, 20)}`;

/** 401: the session ended. It is sent when the same person has signed in again. */
const passing = ({ status, code }: Problem): boolean =>
  status === 0 || status === 401 || status === 429 || status >= 500 || String(code) === 'idempotency.in_flight';

type Sent = { readonly entry: Entry } | { readonly problem: Problem } | 'waiting';

/** The same draft was submitted before, with other content (F6: one draft, one entry). */
export const isSpent = ({ code }: Pick<Problem, 'code'>): boolean => String(code) === 'registration.draft_spent';

const sendOne = async ({ draftId, subjectId, key, body }: Waiting): Promise<Sent> => {
  const mine = phoneKey()?.sessionId;
  const outcome = await call('registration.submit', { params: { subjectId }, body }, { key });
  // Somebody else signed in meanwhile: the answer is not theirs to read. Its own person gets it again, under the same key.
  if (phoneKey()?.sessionId !== mine) return 'waiting';
  if (outcome.ok) {
    dropWaiting(draftId);
    useSubmissions.setState(({ sent }) => ({ sent: { ...sent, [draftId]: outcome.reply.entryId } }));
    forgetForm(draftId);
    return { entry: outcome.reply };
  }
  if (passing(outcome.problem)) return 'waiting';
  dropWaiting(draftId);
  if (isSpent(outcome.problem)) tellSpent(draftId, outcome.problem);
  return { problem: outcome.problem };
};

const isAsSigned = ({ revision, content }: ServerDraft, signed: Signed): boolean => {
  if (revision === signed.revision) return true;
  const body = (content as { body?: Submission }).body;
  return body === undefined ? digestOf(content) === signed.digest : keyOf(signed.draftId, signed.salt, body) === signed.key;
};

/**
 * Whether the draft is still what was signed. No draft: it never got there, or is spent, and then the same key brings the same answer.
 */
const standingOf = async (signed: Signed): Promise<'signed' | 'changed' | 'unknown'> => {
  const { draftId, subjectId } = signed;
  const read = await call('draft.read', { params: { subjectId, draftId } });
  if (read.ok) return isAsSigned(read.reply, signed) ? 'signed' : 'changed';
  return passing(read.problem) ? 'unknown' : 'signed';
};

/** Another device went on with the draft after this one had signed it. */
const changedSince: Problem = {
  type: 'about:blank',
  status: 0,
  code: 'draft.changed_elsewhere',
  title: '提交以后，这份草稿在别的设备上又改过，没有发出',
};

const watch = (): void => {
  if (watching) return;
  watching = true;
  whenBackOnline(() => void sendWaiting());
};
const again = (): void => {
  clearTimeout(timer);
  timer = setTimeout(() => void sendWaiting(), againMs);
};

/** What this account signed on this phone and what it typed for the subject, from where it lies sealed. */
export const recallHere = async (subjectId: string): Promise<void> => {
  await unlockSealed();
  const known = new Set(useSubmissions.getState().waiting.map(({ draftId }) => draftId));
  for (const { value } of listSealed('waiting')) if (isSigned(value) && !known.has(value.draftId)) addWaiting({ ...value, kept: true });
  const told = listSealed('refused').flatMap(({ id, value }) => (isRefused(value) ? [[id, value] as const] : []));
  useSubmissions.setState(({ refused }) => ({
    refused: { ...Object.fromEntries(told), ...refused },
    lost: { waiting: listLost('waiting'), draft: listLost('draft') },
  }));
  await recallForms(subjectId, new Set(useSubmissions.getState().waiting.map(({ draftId }) => draftId)));
};

/** The person has read of it. */
export const dismissLost = (part: keyof State['lost']): void => {
  for (const id of useSubmissions.getState().lost[part]) void dropSealed(part, id);
  useSubmissions.setState(({ lost }) => ({ lost: { ...lost, [part]: [] } }));
};

/** The person has read of it, or signs anew. */
export const dismissRefused = (draftIds: readonly string[]): void => {
  for (const id of draftIds) void dropSealed('refused', id);
  useSubmissions.setState(({ refused }) => ({
    refused: Object.fromEntries(Object.entries(refused).filter(([draftId]) => !draftIds.includes(draftId))),
  }));
};

/** Sends what waits, one after the other, in the order in which it was signed. Safe to call at any time. */
export const sendWaiting = async (): Promise<void> => {
  const { busy, waiting } = useSubmissions.getState();
  const mine = phoneKey()?.sessionId;
  if (busy || waiting.length === 0 || !mine || useSession.getState().phase !== 'in') return;
  useSubmissions.setState({ busy: true });
  // Somebody else may sign in meanwhile: theirs is another list.
  const isMine = (): boolean => phoneKey()?.sessionId === mine;
  for (const one of waiting) {
    const standing = await standingOf(one);
    if (!isMine()) break;
    if (standing === 'unknown') continue;
    if (standing === 'changed') {
      dropWaiting(one.draftId);
      tellRefused(one, changedSince);
      continue;
    }
    const sent = await sendOne(one);
    if (!isMine()) break;
    if (sent !== 'waiting' && 'problem' in sent) tellRefused(one, sent.problem);
  }
  useSubmissions.setState({ busy: false });
  if (useSubmissions.getState().waiting.length > 0) {
    watch();
    again();
  }
};

/** Submits once. Without a network it is kept, and sent when there is one: `waiting`. */
export const submitForm = async (draftId: string, body: Submission): Promise<Sent> => {
  const form = formOf(draftId);
  if (!form) return 'waiting';
  const { subjectId, salt, revision } = form;
  const key = keyOf(draftId, salt, body);
  const signed: Signed = { draftId, subjectId, key, since: Date.now(), body, salt, revision, digest: digestOf(filledOf(form)) };
  dismissRefused([draftId]);
  useSubmissions.setState({ busy: true });
  // Onto the phone before anything is sent: whatever happens now, the same is sent under the same key.
  const one: Waiting = { ...signed, kept: await keepSealed('waiting', draftId, signed) };
  addWaiting(one);
  // Then into the draft, for this person's other devices.
  await saveForm(draftId, body);
  if (formOf(draftId)?.saving === 'conflict') {
    dropWaiting(draftId);
    useSubmissions.setState({ busy: false });
    return 'waiting';
  }
  const sent = await sendOne(one);
  useSubmissions.setState({ busy: false });
  if (sent === 'waiting') {
    watch();
    again();
  }
  return sent;
};

/** The person changes it instead: it is not sent by itself any more. */
export const callBack = (draftId: string): void => dropWaiting(draftId);

// Whoever signs in next sees nothing of it; the same person finds what was sealed.
useSession.subscribe(({ phase }) => {
  if (phase === 'out') useSubmissions.setState(nothing);
});
