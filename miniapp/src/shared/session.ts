import { create } from 'zustand';
import type { ProblemReply, Reply } from '../../../bff/contract/types';
import { forget, keep, kept, platform, renewalStore } from './platform';
import { routes } from './routes';
import { forgetSealed } from './sealed-values';
import { send } from './transport';

type SignedIn = Reply<'session.renew'>;
export type Identity = Reply<'identity.read'>;
export type Subject = Identity['subjects'][number];

export interface SessionState {
  /** `starting`: not known yet whether someone is signed in on this phone. */
  readonly phase: 'starting' | 'in' | 'out';
  /** `starting`, and the server could not be asked: the question stays open until one tries again. */
  readonly unreached: boolean;
  readonly verified: boolean;
  /** Memory only, like everything of a person. */
  readonly identity: Identity | null;
  /** Why `identity` could not be read, until it could. */
  readonly identityProblem: ProblemReply | null;
  readonly actingId: string | null;
  /** Whom one may no longer act for, until the person has read it. */
  readonly actingLost: string | null;
  /** Why the session ended, when it was not the person's own wish. */
  readonly endedBy: string | null;
}

const nobody: SessionState = {
  phase: 'out',
  unreached: false,
  verified: false,
  identity: null,
  identityProblem: null,
  actingId: null,
  actingLost: null,
  endedBy: null,
};

export const useSession = create<SessionState>(() => ({ ...nobody, phase: 'starting' }));

/** What stays on the phone of a form is sealed under `key`. In memory only: gone with the app, told anew at every renewal. */
let sealing: { readonly sessionId: string; readonly key: string } | null = null;
export const phoneKey = () => sealing;

let access: { readonly token: string; readonly untilMs: number } | null = null;
/** H5: told at sign-in and sent back at renewal. Not a credential: useless without the HttpOnly cookie. */
const csrfKey = 'csrf';
/** Whom one acts as, an id that says nothing by itself: a shop is still acted for after the phone closed the app in mid-form. */
const actingKey = 'acting';
const early = 20_000;

/**
 * The sign-in that holds now, as the phone knows it: nobody's, the one it was started with and has not reached yet, or one of this run.
 * A renewal goes on with the same; a sign-in and the end of one begin another.
 */
let turn = 0;
export const sessionNow = (): number => turn;
export const isSameSession = (one: number): boolean => one === turn;

/** The access token while it lasts; null when it must be renewed first. */
export const accessToken = (): string | null => (access && Date.now() < access.untilMs ? access.token : null);

const takeSession = async (signedIn: SignedIn): Promise<void> => {
  access = { token: signedIn.accessToken, untilMs: Date.now() + signedIn.expiresInSec * 1000 - early };
  sealing = { sessionId: signedIn.sessionId, key: signedIn.phoneKey };
  if (signedIn.renewalToken) await renewalStore.write(signedIn.renewalToken);
  if (signedIn.csrfToken) keep(csrfKey, signedIn.csrfToken);
  useSession.setState({ phase: 'in', unreached: false, verified: signedIn.verified, endedBy: null });
};

/** Somebody signed in. What was under way for whoever was signed in before is not theirs. */
export const beginSession = (signedIn: SignedIn): Promise<void> => {
  turn += 1;
  return takeSession(signedIn);
};

/** `wished`: by the person, who may hand the phone on. Else what is sealed stays: the same person signs in again and is told its key. */
export const endSession = (endedBy: string | null, wished: boolean): void => {
  turn += 1;
  access = null;
  sealing = null;
  if (wished) forgetSealed();
  void renewalStore.clear();
  forget(csrfKey);
  forget(actingKey);
  useSession.setState({ ...nobody, endedBy });
};

/** A call was refused even after renewal. */
export const signedOutBy = (problem: ProblemReply): void => {
  if (useSession.getState().phase === 'in') endSession(problem.title, false);
};

const renew = async (): Promise<string | null> => {
  const mine = turn;
  const renewalToken = await renewalStore.read();
  if (mine !== turn) return null;
  const csrf = kept(csrfKey);
  if (platform.isWeapp ? !renewalToken : typeof csrf !== 'string') {
    endSession(useSession.getState().endedBy, false);
    return null;
  }
  const { method, path } = routes['session.renew'];
  const arrival = await send({
    method,
    path: `/api${path}`,
    headers: platform.isWeapp ? {} : { 'X-CSRF-Token': String(csrf) },
    body: { renewalToken },
    binary: false,
    timeoutMs: 15_000,
  });
  // Signed out meanwhile, or somebody else signed in: this answer brings nobody back.
  if (mine !== turn) return null;
  if ('json' in arrival) {
    const signedIn = arrival.json as SignedIn;
    await takeSession(signedIn);
    return signedIn.accessToken;
  }
  // A bad network does not sign anyone out; a refusal does.
  if ('problem' in arrival && (arrival.problem.status === 401 || arrival.problem.status === 403)) {
    endSession(useSession.getState().phase === 'in' ? arrival.problem.title : null, false);
  }
  return null;
};

/** Two tabs of one browser share the cookie that works once: they take turns. Where there are no Web Locks there is one tab. */
const inTurn = async (work: () => Promise<string | null>): Promise<string | null> => {
  const locks = platform.isWeapp || typeof navigator === 'undefined' ? undefined : navigator.locks;
  return locks ? await locks.request('chengxin-renewal', work) : work();
};

let renewing: Promise<string | null> | null = null;

/**
 * A fresh access token: one renewal for all who wait. `refusedToken` is the one the server just refused; when another
 * call has renewed meanwhile, that newer token is given without asking again.
 */
export const renewOnce = (refusedToken: string | null): Promise<string | null> => {
  const held = accessToken();
  if (held && held !== refusedToken) return Promise.resolve(held);
  renewing ??= inTurn(renew).finally(() => {
    renewing = null;
  });
  return renewing;
};

/** On launch, and again when one tries again: whoever was signed in on this phone still is. */
export const startSession = async (): Promise<void> => {
  useSession.setState({ unreached: false });
  await renewOnce(null);
  if (useSession.getState().phase === 'starting') useSession.setState({ unreached: true });
};

/** Name of the subject that was just refused, while identity is read anew. */
let refusedName: string | null = null;

/** Keeps the acting subject when it may still be acted as; else one's own, and the page says so. */
export const takeIdentity = (identity: Identity): void =>
  useSession.setState(({ identity: before, actingId, actingLost }) => {
    const own = identity.subjects.find(subject => subject.role === 'self');
    const wanted = actingId ?? kept(actingKey);
    const still = identity.subjects.find(subject => subject.subjectId === wanted);
    const gone = typeof wanted === 'string' && !still;
    if (gone) forget(actingKey);
    const name = before?.subjects.find(subject => subject.subjectId === wanted)?.name ?? refusedName ?? '原来的商户';
    refusedName = null;
    return {
      identity,
      identityProblem: null,
      verified: identity.verified,
      actingId: (still ?? own)?.subjectId ?? null,
      actingLost: gone ? name : actingLost,
    };
  });

/** A call was refused because one may not act for this subject: who one is gets read anew. One's own subject is never taken for gone. */
export const subjectRefused = (subjectId: string): void => {
  const { identity, actingId } = useSession.getState();
  const subject = identity?.subjects.find(one => one.subjectId === subjectId);
  if (!subject || subject.role === 'self' || actingId !== subjectId) return;
  refusedName = subject.name;
  useSession.setState({ identity: null });
};

export const dismissActingLost = (): void => useSession.setState({ actingLost: null });

export const actAs = (subjectId: string): void => {
  keep(actingKey, subjectId);
  useSession.setState({ actingId: subjectId, actingLost: null });
};
