import { useRef, useState } from 'react';
import type { Reply } from '../../../bff/contract/types';
import { call, type Problem } from '../shared/call';
import { useLoad } from '../shared/use-load';

type Page = Reply<'confirmation.list'>;
export type Confirmation = Page['confirmations'][number];

/** What others ask this merchant to confirm, page by page, what waits first; `take` puts an answer in its place. */
export const useAsks = (subjectId: string) => {
  const load = useLoad('confirmation.list', { params: { subjectId } });
  const [more, setMore] = useState<Pick<Page, 'confirmations' | 'nextCursor'> | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const under = useRef(false);
  const cursor = more ? more.nextCursor : (load.data?.nextCursor ?? null);
  const first = load.data?.confirmations ?? [];

  const readMore = async (): Promise<void> => {
    if (under.current || !cursor) return;
    under.current = true;
    setBusy(true);
    setProblem(null);
    const outcome = await call('confirmation.list', { params: { subjectId }, query: { cursor } });
    under.current = false;
    setBusy(false);
    if (!outcome.ok) return setProblem(outcome.problem);
    const { confirmations, nextCursor } = outcome.reply;
    setMore(now => ({ confirmations: [...(now?.confirmations ?? []), ...confirmations], nextCursor }));
  };

  const take = (now: Confirmation): void => {
    const put = (list: readonly Confirmation[]) => list.map(one => (one.confirmationId === now.confirmationId ? now : one));
    load.change(page => ({ ...page, open: Math.max(0, page.open - 1), confirmations: put(page.confirmations) }));
    setMore(page => page && { ...page, confirmations: put(page.confirmations) });
  };

  const seen = new Set(first.map(({ confirmationId }) => confirmationId));
  const asks = [...first, ...(more?.confirmations ?? []).filter(({ confirmationId }) => !seen.has(confirmationId))];
  return { load, asks, hasMore: cursor !== null, busy, problem, readMore, take };
};
