import { useCallback, useEffect, useRef, useState } from 'react';
import type { CallInput, PhoneRoute, Reply } from '../../../bff/contract/types';
import { call, type Outcome, type Problem } from './call';
import { newKey } from './new-key';

export interface Submit<N extends PhoneRoute> {
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** Undefined when a tap was ignored because the one before is still under way. */
  readonly submit: (input: CallInput<N>) => Promise<Outcome<N> | undefined>;
  readonly clear: () => void;
}

/**
 * One write endpoint as screen state. A tap while sending is ignored; every try of the same input shares one key, so
 * that a retry never does it twice; a new key only after success or when the input has changed.
 */
export const useSubmit = <N extends PhoneRoute>(name: N, onDone?: (reply: Reply<N>) => void): Submit<N> => {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const sending = useRef(false);
  const held = useRef<{ input: string; key: string } | null>(null);
  const done = useRef(onDone);
  const here = useRef(true);
  done.current = onDone;
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);

  const submit = useCallback(
    async (input: CallInput<N>) => {
      if (sending.current) return undefined;
      sending.current = true;
      const text = JSON.stringify(input);
      if (held.current?.input !== text) held.current = { input: text, key: newKey() };
      setBusy(true);
      setProblem(null);
      const outcome = await call(name, input, { key: held.current.key });
      sending.current = false;
      if (outcome.ok) held.current = null;
      if (here.current) {
        setBusy(false);
        if (!outcome.ok) setProblem(outcome.problem);
      }
      if (outcome.ok) done.current?.(outcome.reply);
      return outcome;
    },
    [name],
  );

  return { busy, problem, submit, clear: useCallback(() => setProblem(null), []) };
};
