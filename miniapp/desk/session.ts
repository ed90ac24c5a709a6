import { create } from 'zustand';
import type { Problem, Reply } from './contract';

export type Staff = Reply<'staff.me'>;

export interface SessionState {
  /** `starting`: not known yet whether somebody is signed in at this browser. */
  readonly phase: 'starting' | 'in' | 'out';
  /** Why that could not be asked. */
  readonly startProblem: Problem | null;
  readonly staff: Staff | null;
  /** Since this instant of this computer's clock (ms) the server counts nothing done, and after so many ms more it ends the session. */
  readonly idle: { readonly sinceMs: number; readonly forMs: number };
  /** Why the session ended, when it was not one's own wish. */
  readonly endedBy: { readonly title: string; readonly detail: string | null } | null;
  /** Who was signed in last in this window. */
  readonly lastAccount: string | null;
}

const nobody = { phase: 'out', startProblem: null, staff: null, idle: { sinceMs: 0, forMs: 0 }, endedBy: null } as const;

export const useSession = create<SessionState>(() => ({ ...nobody, phase: 'starting', lastAccount: null }));

/** Shows that a call comes from this page. In memory only; a reload asks for it again. */
export const csrfToken = (): string | null => useSession.getState().staff?.csrfToken ?? null;

/** `serverNowMs`: the server's clock when it answered; this computer's may be wrong. */
export const beginSession = (staff: Staff, serverNowMs: number): void =>
  useSession.setState({
    ...nobody,
    phase: 'in',
    staff,
    idle: { sinceMs: Date.now(), forMs: Math.max(0, new Date(staff.idleEndsAt).getTime() - serverNowMs) },
    lastAccount: staff.account,
  });

/** One's own wish, or nobody was signed in. */
export const nobodySignedIn = (): void => useSession.setState({ ...nobody, lastAccount: null });

export const couldNotStart = (startProblem: Problem): void => useSession.setState({ startProblem });

/** The server said so, or the time ran out. What was typed stays in memory for the same person. */
export const sessionEnded = ({ title, detail }: Pick<Problem, 'title' | 'detail'>): void => {
  if (useSession.getState().phase === 'in') useSession.setState({ ...nobody, endedBy: { title, detail: detail ?? null } });
};
