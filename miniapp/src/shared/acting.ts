import { useEffect } from 'react';
import { call } from './call';
import { type Subject, takeIdentity, useSession } from './session';

export const roleWords: Readonly<Record<Subject['role'], string>> = {
  self: '本人',
  guardian: '监护人',
  legal_representative: '法定代表人',
  agent: '经办人',
};

let reading: Promise<void> | null = null;

/** Reads identity and subjects anew, once for all who ask at the same time. */
export const refreshIdentity = (): Promise<void> => {
  reading ??= call('identity.read').then(outcome => {
    reading = null;
    if (outcome.ok) takeIdentity(outcome.reply);
    else useSession.setState({ identityProblem: outcome.problem });
  });
  return reading;
};

/** Whom this person acts as. `subjectId` is empty until known: `useLoad` waits for it. */
export const useActing = (): { readonly subjectId: string; readonly subject: Subject | null } => {
  const { phase, identity, actingId } = useSession();
  useEffect(() => {
    if (phase === 'in' && !identity) void refreshIdentity();
  }, [phase, identity]);
  const subject = identity?.subjects.find(one => one.subjectId === actingId) ?? null;
  return { subjectId: subject?.subjectId ?? '', subject };
};
