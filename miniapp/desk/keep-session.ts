import { call } from './call';
import { dropAllDrafts, keepDraftsOf } from './case/drafts';
import { beginSession, couldNotStart, nobodySignedIn, type Staff, sessionEnded } from './session';

/** Somebody is signed in: what another typed in this window is gone. */
export const enter = (staff: Staff, serverNowMs: number): void => {
  keepDraftsOf(staff.account);
  beginSession(staff, serverNowMs);
};

/** On opening the page, and again when one tries again: whoever is signed in at this browser still is. */
export const startSession = async (): Promise<void> => {
  const outcome = await call('staff.me');
  if (outcome.ok) enter(outcome.reply, outcome.serverNowMs);
  else if (outcome.problem.status === 401) nobodySignedIn();
  else couldNotStart(outcome.problem);
};

/** Tells the server that somebody is still here. A bad network ends nothing; a refusal does, where the call is made. */
export const stay = async (): Promise<void> => {
  const outcome = await call('staff.renew');
  if (outcome.ok) beginSession(outcome.reply, outcome.serverNowMs);
};

/** One's own wish: the server forgets the session, this window what was typed. */
export const leave = async (): Promise<void> => {
  await call('staff.signOut');
  dropAllDrafts();
  nobodySignedIn();
};

/** Nobody was here: the server is told, what was typed stays for the same person. */
export const leaveIdle = (minutes: number): void => {
  sessionEnded({ title: `${minutes} 分钟没有操作，已经退出`, detail: '写到一半的意见还留着，用原来的账号登录就能接着写。' });
};
