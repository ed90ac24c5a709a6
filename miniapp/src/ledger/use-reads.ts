import { useRef, useState } from 'react';
import { call, type Problem } from '../shared/call';
import { useLoad } from '../shared/use-load';

/** The merged list of reads, whole Beijing days a page. */
export const useReads = (subjectId: string) => {
  const reads = useLoad('ledger.list', { params: { subjectId } });
  const [more, setMore] = useState<{ problem: Problem | null; busy: boolean }>({ problem: null, busy: false });
  const fetching = useRef(false);
  const cursor = reads.data?.nextCursor ?? null;

  const readMore = async () => {
    if (cursor === null || fetching.current) return;
    fetching.current = true;
    setMore({ problem: null, busy: true });
    const outcome = await call('ledger.list', { params: { subjectId }, query: { cursor } });
    fetching.current = false;
    setMore({ problem: outcome.ok ? null : outcome.problem, busy: false });
    if (!outcome.ok) return;
    const { entries, nextCursor, platformState, platformNote } = outcome.reply;
    reads.change(now => ({
      ...now,
      nextCursor,
      entries: [...now.entries, ...entries],
      // Once the platform's record was missing for some days, the whole list is incomplete.
      ...(platformState === 'unavailable' ? { platformState, platformNote } : {}),
    }));
  };
  return { reads, hasMore: cursor !== null, ...more, readMore };
};
