import { useEffect, useRef, useState } from 'react';
import { call, type Problem } from '../shared/call';
import type { Person } from './person-fields';

export type Proof =
  | { readonly method: 'face' }
  | { readonly method: 'bank_card'; readonly bankCard: string }
  | { readonly method: 'counter_code'; readonly counterCode: string };

const askEveryMs = 2_000;
const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/**
 * Real name by one of three equal ways. The face result comes from the server only: this asks until it is there or the
 * check has run out. Nothing is stored.
 */
export const useVerification = (onVerified: () => void) => {
  const [busy, setBusy] = useState<'sending' | 'face' | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const going = useRef(false);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);

  const byFace = async (person: Person): Promise<Problem | null> => {
    const started = await call('identity.startFace', { body: person });
    if (!started.ok) return started.problem;
    setBusy('face');
    const untilMs = Date.now() + started.reply.expiresInSec * 1000;
    for (;;) {
      const outcome = await call('identity.verify', { body: { method: 'face', faceCheckId: started.reply.faceCheckId } });
      if (outcome.ok) return null;
      if (outcome.problem.code !== 'identity.face_pending' || Date.now() > untilMs || !here.current) return outcome.problem;
      await pause(askEveryMs);
    }
  };

  const verify = async (person: Person, proof: Proof, before: () => Promise<Problem | null>): Promise<void> => {
    if (going.current) return;
    going.current = true;
    setBusy('sending');
    setProblem(null);
    const refused = await before();
    const wrong =
      refused ??
      (proof.method === 'face'
        ? await byFace(person)
        : await call('identity.verify', { body: { ...person, ...proof } }).then(outcome => (outcome.ok ? null : outcome.problem)));
    going.current = false;
    if (!here.current) return;
    setBusy(null);
    setProblem(wrong);
    if (!wrong) onVerified();
  };

  return { busy, problem, verify };
};
