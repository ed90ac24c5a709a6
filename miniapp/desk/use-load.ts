import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from './call';
import type { CallInput, DeskRoute, Problem, Reply } from './contract';

export interface Load<T> {
  readonly data: T | null;
  readonly problem: Problem | null;
  readonly busy: boolean;
  /** Reads again; what is shown stays meanwhile. */
  readonly reload: () => Promise<void>;
  /** Changes what is shown, e.g. after more of it was fetched. */
  readonly change: (next: (now: T) => T) => void;
}

/** One read endpoint as screen state; an answer to an older question is dropped. */
export const useLoad = <N extends DeskRoute>(name: N, input?: CallInput<N>): Load<Reply<N>> => {
  const wanted = JSON.stringify(input ?? {});
  const [state, setState] = useState<{ of: string; data: Reply<N> | null; problem: Problem | null; busy: boolean }>({
    of: wanted,
    data: null,
    problem: null,
    busy: true,
  });
  const turn = useRef(0);
  const reload = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    setState(now => (now.of === wanted ? { ...now, busy: true } : { of: wanted, data: null, problem: null, busy: true }));
    const outcome = await call(name, JSON.parse(wanted) as CallInput<N>);
    if (mine !== turn.current) return;
    setState(now => ({
      of: wanted,
      data: outcome.ok ? outcome.reply : now.data,
      problem: outcome.ok ? null : outcome.problem,
      busy: false,
    }));
  }, [name, wanted]);
  useEffect(() => {
    void reload();
    return () => {
      turn.current += 1;
    };
  }, [reload]);
  const change = useCallback(
    (next: (now: Reply<N>) => Reply<N>) => setState(now => (now.data === null ? now : { ...now, data: next(now.data) })),
    [],
  );
  const current = state.of === wanted ? state : { data: null, problem: null, busy: true };
  return { data: current.data, problem: current.problem, busy: current.busy, reload, change };
};
