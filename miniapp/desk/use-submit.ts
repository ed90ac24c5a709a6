import { useCallback, useEffect, useRef, useState } from 'react';
import { newKey } from '../src/shared/new-key';
import { call, type Outcome } from './call';
import type { CallInput, DeskRoute, Problem, Reply } from './contract';

export interface Submit<N extends DeskRoute> {
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** Undefined when a press was ignored because the one before is still under way. */
  readonly submit: (input: CallInput<N>) => Promise<Outcome<N> | undefined>;
  readonly clear: () => void;
}

/** One write endpoint as screen state: every try of the same input shares one key, so that a retry never does it twice. */
export const useSubmit = <N extends DeskRoute>(name: N, onDone?: (reply: Reply<N>, serverNowMs: number) => void): Submit<N> => {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const sending = useRef(false);
  const held = useRef<{ readonly input: string; readonly key: string } | null>(null);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const submit = async (input: CallInput<N>): Promise<Outcome<N> | undefined> => {
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
    if (outcome.ok) onDone?.(outcome.reply, outcome.serverNowMs);
    return outcome;
  };
  return { busy, problem, submit, clear: useCallback(() => setProblem(null), []) };
};
