import { useCallback, useEffect, useRef, useState } from 'react';
import type { CallInput, PhoneRoute, Reply } from '../../../bff/contract/types';
import { call, type Outcome, type Problem } from './call';
import { newKey } from './new-key';
import { routes } from './routes';
import { useSession } from './session';

export interface Submit<N extends PhoneRoute> {
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** Undefined when a tap was ignored because the one before is still under way. */
  readonly submit: (input: CallInput<N>) => Promise<Outcome<N> | undefined>;
  readonly clear: () => void;
}

/** Whoever just lost a shop would do in his own name what was begun in the shop's. */
const unread: Problem = {
  type: 'about:blank',
  status: 0,
  code: 'acting.lost',
  title: '这一步还没有办',
  detail: '请先看上面的提示，点“知道了”。之后要以您本人的名义办，再点一次。',
};

/**
 * One write endpoint as screen state. A tap while sending is ignored; every try of the same input shares one key, so
 * that a retry never does it twice; a new key only after success or when the input has changed. What is done as somebody is not
 * sent before the person has read that he may no longer act for whom he did.
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

  const isRead = useSession(({ actingLost }) => actingLost === null);
  useEffect(() => {
    if (isRead) setProblem(now => (now?.code === 'acting.lost' ? null : now));
  }, [isRead]);

  const submit = useCallback(
    async (input: CallInput<N>) => {
      if (sending.current) return undefined;
      if (routes[name].audience === 'subject' && useSession.getState().actingLost !== null) {
        setProblem({ ...unread });
        return { ok: false as const, problem: unread };
      }
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
