import { useCallback, useEffect, useRef, useState } from 'react';
import type { Route } from '../../../bff/contract/route';
import type { CallInput, PhoneRoute, Reply } from '../../../bff/contract/types';
import { call, type Problem } from './call';
import { routes } from './routes';
import { useSession } from './session';

export interface Load<T> {
  readonly data: T | null;
  readonly problem: Problem | null;
  readonly busy: boolean;
  /** Who may see this; Page asks to sign in or verify first. */
  readonly needs: Route['audience'];
  /** Reads again, what is shown stays; `extra` is merged over the input for this once. */
  readonly reload: (extra?: { readonly query?: Readonly<Record<string, string | number>> }) => Promise<void>;
  /** Changes what is shown, e.g. after one part was fetched anew. */
  readonly change: (next: (now: T) => T) => void;
}

const complete = (input: unknown): boolean => {
  const params = (input as { params?: Record<string, string> } | undefined)?.params ?? {};
  return Object.values(params).every(value => value !== '');
};

/** One read endpoint as screen state. Waits until the person may call it and every path parameter is known. */
export const useLoad = <N extends PhoneRoute>(name: N, input?: CallInput<N>): Load<Reply<N>> => {
  const needs = routes[name].audience;
  const { phase, verified } = useSession();
  const admitted = needs === 'public' || (phase === 'in' && (needs === 'citizen' || verified));
  const ready = admitted && complete(input);
  const wanted = JSON.stringify(input ?? {});
  const [state, setState] = useState<{ of: string; data: Reply<N> | null; problem: Problem | null; busy: boolean }>({
    of: wanted,
    data: null,
    problem: null,
    busy: true,
  });
  const turn = useRef(0);

  const read = useCallback(
    async (extra?: { readonly query?: Readonly<Record<string, string | number>> }) => {
      turn.current += 1;
      const mine = turn.current;
      setState(now => ({ of: wanted, data: now.of === wanted ? now.data : null, problem: null, busy: true }));
      const plain = JSON.parse(wanted) as { query?: object };
      const outcome = await call(name, {
        ...plain,
        ...(extra?.query ? { query: { ...plain.query, ...extra.query } } : {}),
      } as CallInput<N>);
      if (mine !== turn.current) return;
      setState(now => ({
        of: wanted,
        data: outcome.ok ? outcome.reply : now.data,
        problem: outcome.ok ? null : outcome.problem,
        busy: false,
      }));
    },
    [name, wanted],
  );

  useEffect(() => {
    if (ready) void read();
    return () => {
      turn.current += 1;
    };
  }, [ready, read]);

  const change = useCallback(
    (next: (now: Reply<N>) => Reply<N>) => setState(now => (now.data === null ? now : { ...now, data: next(now.data) })),
    [],
  );
  const current = state.of === wanted ? state : { data: null, problem: null, busy: true };
  return { data: current.data, problem: current.problem, busy: current.busy, needs, reload: read, change };
};
