import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../call';
import type { Problem } from '../contract';
import { useSession } from '../session';
import type { CaseFile } from '../words';
import { hasBegun } from './drafts';

/** What is left of the time it is mine when it is taken anew for somebody who still works on it. */
const prolongMs = 2 * 60_000;

/**
 * Opens a case, which takes it for a while where nobody has it, and gives it back when one leaves without having written anything.
 * Opening is a trace in the merchant's own record of who looked, so it is done once, and again only on a wish or to keep what is mine.
 */
export const useCase = (number: string) => {
  const [state, setState] = useState<{ file: CaseFile | null; problem: Problem | null; busy: boolean }>({
    file: null,
    problem: null,
    busy: true,
  });
  const mine = useRef(false);
  const here = useRef(true);
  const reopen = useCallback(async () => {
    setState(now => ({ ...now, busy: true, problem: null }));
    const outcome = await call('desk.open', { params: { number } });
    if (!here.current) return;
    if (outcome.ok) mine.current = outcome.reply.holder?.mine ?? false;
    setState(now =>
      outcome.ok ? { file: outcome.reply, problem: null, busy: false } : { file: now.file, problem: outcome.problem, busy: false },
    );
  }, [number]);
  useEffect(() => {
    here.current = true;
    void reopen();
    return () => {
      here.current = false;
      if (mine.current && !hasBegun(number) && useSession.getState().phase === 'in') void call('desk.release', { params: { number } });
    };
  }, [number, reopen]);

  const until = state.file?.holder?.mine ? state.file.holder.until : null;
  useEffect(() => {
    if (!until) return;
    const timer = setTimeout(
      () => {
        if (hasBegun(number)) void reopen();
      },
      Math.max(0, Date.parse(until) - Date.now() - prolongMs),
    );
    return () => clearTimeout(timer);
  }, [until, number, reopen]);

  /** After a decision it is nobody's any more. */
  const given = useCallback(() => {
    mine.current = false;
  }, []);
  return { ...state, reopen, given };
};
