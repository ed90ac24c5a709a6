import { useEffect, useRef, useState } from 'react';
import { call, type Problem } from '../shared/call';
import { useLoad } from '../shared/use-load';
import type { EntrySummary } from './registration-words';

/** Entries of a merchant, page by page; reading anew begins with the first page again. */
export const useEntries = (subjectId: string) => {
  const load = useLoad('registration.list', { params: { subjectId } });
  const [more, setMore] = useState<{ readonly entries: readonly EntrySummary[]; readonly nextCursor: string | null } | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const under = useRef(false);
  const { data } = load;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a fresh first page makes the rest old
  useEffect(() => setMore(null), [data]);
  const cursor = more ? more.nextCursor : (data?.nextCursor ?? null);
  const readMore = async (): Promise<void> => {
    if (under.current || !cursor) return;
    under.current = true;
    setBusy(true);
    setProblem(null);
    const outcome = await call('registration.list', { params: { subjectId }, query: { cursor } });
    under.current = false;
    setBusy(false);
    if (!outcome.ok) return setProblem(outcome.problem);
    const { entries, nextCursor } = outcome.reply;
    setMore(now => ({ entries: [...(now?.entries ?? []), ...entries], nextCursor }));
  };
  const first = data?.entries ?? [];
  const seen = new Set(first.map(({ entryId }) => entryId));
  const entries = [...first, ...(more?.entries ?? []).filter(({ entryId }) => !seen.has(entryId))];
  return { load, entries, hasMore: cursor !== null, busy, problem, readMore };
};
