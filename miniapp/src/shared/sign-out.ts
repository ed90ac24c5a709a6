import { call, type Problem } from './call';
import { sealedNames } from './sealed-values';
import { endSession } from './session';

/** Said before this device is signed out: what would go with it. */
export const lostWords = (): string => (sealedNames().length > 0 ? '这台手机上还有没发出去的登记，退出会删去它们。' : '');

/** Signs this device out at the server first; only then is it forgotten here. Returns what went wrong. */
export const signOutHere = async (): Promise<Problem | null> => {
  const listed = await call('session.list');
  if (!listed.ok) return listed.problem.status === 401 ? null : listed.problem;
  const current = listed.reply.sessions.find(one => one.current);
  if (current) {
    const outcome = await call('session.revoke', { params: { sessionId: current.sessionId } });
    if (!outcome.ok && outcome.problem.status !== 401) return outcome.problem;
  }
  endSession(null, true);
  return null;
};

/** All devices, this one too. */
export const signOutEverywhere = async (): Promise<Problem | null> => {
  const outcome = await call('session.revokeAll');
  if (!outcome.ok && outcome.problem.status !== 401) return outcome.problem;
  endSession(null, true);
  return null;
};
