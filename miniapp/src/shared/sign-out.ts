import { call, type Problem } from './call';
import { endSession } from './session';

/** Signs this device out at the server first; only then is it forgotten here. Returns what went wrong. */
export const signOutHere = async (): Promise<Problem | null> => {
  const listed = await call('session.list');
  if (!listed.ok) return listed.problem.status === 401 ? null : listed.problem;
  const current = listed.reply.sessions.find(one => one.current);
  if (current) {
    const outcome = await call('session.revoke', { params: { sessionId: current.sessionId } });
    if (!outcome.ok && outcome.problem.status !== 401) return outcome.problem;
  }
  endSession();
  return null;
};

/** All devices, this one too. */
export const signOutEverywhere = async (): Promise<Problem | null> => {
  const outcome = await call('session.revokeAll');
  if (!outcome.ok && outcome.problem.status !== 401) return outcome.problem;
  endSession();
  return null;
};
