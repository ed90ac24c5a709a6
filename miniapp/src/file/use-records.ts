import { useReachBottom } from '@tarojs/taro';
import { useRef, useState } from 'react';
import { call, type Problem } from '../shared/call';
import { useLoad } from '../shared/use-load';
import type { RecordBrief, SectionHead } from './file-words';

/** Of thirty a mini-program would send 56 kB to its view at once. */
const pageSize = 15;

/** One section's records, page by page as one reaches the bottom; a page that did not arrive can be asked for again. */
export const useRecords = (subjectId: string, sectionId: SectionHead['sectionId']) => {
  const params = { subjectId, sectionId };
  const section = useLoad('profile.readSection', { params, query: { limit: pageSize } });
  const [more, setMore] = useState<{ of: unknown; problem: Problem | null; busy: boolean }>({ of: null, problem: null, busy: false });
  const fetching = useRef(false);
  const cursor = section.data?.nextCursor ?? null;

  const readMore = async () => {
    if (cursor === null || fetching.current) return;
    fetching.current = true;
    setMore({ of: cursor, problem: null, busy: true });
    const outcome = await call('profile.readSection', { params, query: { limit: pageSize, cursor } });
    fetching.current = false;
    setMore({ of: cursor, problem: outcome.ok ? null : outcome.problem, busy: false });
    if (!outcome.ok) return;
    section.change(now => {
      const known = new Set(now.items.map((one: RecordBrief) => one.recordId));
      return {
        ...now,
        nextCursor: outcome.reply.nextCursor,
        items: [...now.items, ...outcome.reply.items.filter(one => !known.has(one.recordId))],
      };
    });
  };
  useReachBottom(() => void readMore());
  return { section, hasMore: cursor !== null, busy: more.busy, problem: more.problem, readMore };
};
