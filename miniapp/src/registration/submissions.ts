import { create } from 'zustand';
import type { Body, Reply } from '../../../bff/contract/types';
import { call, type Problem } from '../shared/call';
import { keep, kept } from '../shared/platform';
import { whenBackOnline } from '../shared/platform-network';
import { useSession } from '../shared/session';
import { sha256 } from '../shared/sha256';
import { forgetForm, formOf, saveForm } from './forms';

type Entry = Reply<'registration.submit'>;
export type Submission = Body<'registration.submit'>;

/**
 * A submission whose answer is not here yet. Only opaque ids and the key are kept on the phone; the content is in the draft at the server
 * (and in memory), so that the same thing is sent under the same key after a restart, and never anything else.
 */
export interface Waiting {
  readonly draftId: string;
  readonly subjectId: string;
  readonly key: string;
  readonly since: number;
  /** What was signed is in the draft at the server; until then closing the app loses it, and the person is told. */
  readonly atServer?: boolean;
}

interface State {
  readonly waiting: readonly Waiting[];
  /** Answers to what was sent later, until read: draftId → what became of it. */
  readonly refused: Readonly<Record<string, Problem>>;
  /** draftId → the entry it has become. */
  readonly sent: Readonly<Record<string, string>>;
  readonly busy: boolean;
}

const storeKey = 'registration-waiting';
const isWaiting = (one: unknown): one is Waiting =>
  typeof one === 'object' &&
  one !== null &&
  ['draftId', 'subjectId', 'key'].every(part => typeof (one as Record<string, unknown>)[part] === 'string');
const remembered = kept(storeKey);

export const useSubmissions = create<State>(() => ({
  waiting: Array.isArray(remembered) ? remembered.filter(isWaiting) : [],
  refused: {},
  sent: {},
  busy: false,
}));

const bodies = new Map<string, Submission>();
const againMs = 15_000;
let timer: ReturnType<typeof setTimeout> | undefined;
let watching = false;

const takeWaiting = (waiting: readonly Waiting[]): void => {
  keep(storeKey, waiting);
  useSubmissions.setState({ waiting });
};
const addWaiting = (one: Waiting): void => {
  const { waiting } = useSubmissions.getState();
  takeWaiting([...waiting.filter(({ draftId }) => draftId !== one.draftId), one]);
};
const dropWaiting = (gone: string): void => {
  bodies.delete(gone);
  takeWaiting(useSubmissions.getState().waiting.filter(({ draftId }) => draftId !== gone));
};

/** One draft with one content has one key, on every try, after every restart, on every device. */
const keyOf = (draftId: string, salt: string, body: Submission): string =>
  `${draftId}-${sha256(`${salt}${JSON.stringify(body)}`).slice(0, 20)}`;

const passing = ({ status, code }: Problem): boolean =>
  status === 0 || status === 429 || status >= 500 || String(code) === 'idempotency.in_flight';

type Sent = { readonly entry: Entry } | { readonly problem: Problem } | 'waiting';

const sendOne = async ({ draftId, subjectId, key }: Waiting, body: Submission): Promise<Sent> => {
  const outcome = await call('registration.submit', { params: { subjectId }, body }, { key });
  if (outcome.ok) {
    dropWaiting(draftId);
    useSubmissions.setState(({ sent }) => ({ sent: { ...sent, [draftId]: outcome.reply.entryId } }));
    forgetForm(draftId);
    return { entry: outcome.reply };
  }
  if (passing(outcome.problem)) return 'waiting';
  dropWaiting(draftId);
  return { problem: outcome.problem };
};

/** The submission of an intent that outlived the app: out of the draft, when it is still what was signed. */
const bodyOf = async ({ draftId, subjectId, key }: Waiting): Promise<Submission | 'unknown' | 'gone'> => {
  const held = bodies.get(draftId);
  if (held) return held;
  const read = await call('draft.read', { params: { subjectId, draftId } });
  if (!read.ok) return read.problem.status === 404 ? 'gone' : 'unknown';
  const { body, salt } = read.reply.content as { body?: Submission; salt?: string };
  return body && keyOf(draftId, salt ?? '', body) === key ? body : 'gone';
};

/** The app was closed before what was signed had left the phone. */
const unsure: Problem = {
  type: 'about:blank',
  status: 0,
  code: 'network.failed',
  title: '关掉城信前没确认收到。请看下面有没有这一条，没有就再填一次',
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

/** Sends what waits, one after the other, in the order in which it was signed. Safe to call at any time. */
export const sendWaiting = async (): Promise<void> => {
  const { busy, waiting } = useSubmissions.getState();
  if (busy || waiting.length === 0 || useSession.getState().phase !== 'in') return;
  useSubmissions.setState({ busy: true });
  for (const one of waiting) {
    const body = await bodyOf(one);
    // Spent: the first try arrived after all. Changed since: it is a draft again, which the list shows.
    if (body === 'gone') {
      dropWaiting(one.draftId);
      if (!one.atServer) useSubmissions.setState(({ refused }) => ({ refused: { ...refused, [one.draftId]: unsure } }));
    }
    if (body === 'gone' || body === 'unknown') continue;
    const sent = await sendOne(one, body);
    if (sent !== 'waiting' && 'problem' in sent)
      useSubmissions.setState(({ refused }) => ({ refused: { ...refused, [one.draftId]: sent.problem } }));
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
  const one: Waiting = { draftId, subjectId: form.subjectId, key: keyOf(draftId, form.salt, body), since: Date.now() };
  useSubmissions.setState(({ refused }) => ({ refused: Object.fromEntries(Object.entries(refused).filter(([id]) => id !== draftId)) }));
  bodies.set(draftId, body);
  addWaiting(one);
  useSubmissions.setState({ busy: true });
  // First into the draft: if the app is closed now, the list sends it.
  await saveForm(draftId, body);
  if (formOf(draftId)?.saving === 'saved') addWaiting({ ...one, atServer: true });
  if (formOf(draftId)?.saving === 'conflict') {
    dropWaiting(draftId);
    useSubmissions.setState({ busy: false });
    return 'waiting';
  }
  const sent = await sendOne(one, body);
  useSubmissions.setState({ busy: false });
  if (sent === 'waiting') {
    watch();
    again();
  }
  return sent;
};

/** The person changes it instead: it is not sent by itself any more. */
export const callBack = (draftId: string): void => dropWaiting(draftId);
