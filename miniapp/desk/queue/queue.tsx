import { useEffect, useState } from 'react';
import { clockWords as timeWords } from '../../src/shared/dates';
import { call } from '../call';
import type { Problem } from '../contract';
import { Button } from '../ui/button';
import { Empty, ProblemBanner, Skeleton } from '../ui/paper';
import { useLoad } from '../use-load';
import { useTitle } from '../use-title';
import { Filters, type Wanted } from './filters';
import { FindBox } from './find-box';
import { foundTitle, queueTitle } from './queue-words';
import { Rows } from './rows';

const freshEveryMs = 60_000;

/** Kept while one is at a case and comes back; nothing of a person is in it. */
let lastWanted: Wanted = { view: 'waiting' };

/** Everything that waits for the office, what is due first on top; read anew every minute and whenever one comes back to the window. */
export const Queue = () => {
  const [wanted, setWanted] = useState(lastWanted);
  const { data, problem, busy, reload, change } = useLoad('desk.queue', { query: wanted });
  const [readAt, setReadAt] = useState<number | null>(null);
  const [more, setMore] = useState<{ busy: boolean; problem: Problem | null }>({ busy: false, problem: null });
  const { find = null } = wanted;
  const seen = data && { cases: data.cases, more: data.nextCursor !== null };
  const title = seen ? (find ? foundTitle(find, seen) : queueTitle(wanted.view ?? 'waiting', seen)) : find ? '正在找' : '等办的登记';
  const heading = useTitle<HTMLHeadingElement>(title);
  const whole = wanted.view === 'waiting' && !wanted.kind && !find;

  useEffect(() => {
    if (data && !busy) setReadAt(Date.now());
  }, [data, busy]);
  useEffect(() => {
    const fresh = (): void => {
      if (document.visibilityState === 'visible') void reload();
    };
    const clock = setInterval(fresh, freshEveryMs);
    document.addEventListener('visibilitychange', fresh);
    return () => {
      clearInterval(clock);
      document.removeEventListener('visibilitychange', fresh);
    };
  }, [reload]);

  const want = (next: Wanted): void => {
    lastWanted = next;
    setWanted(next);
    setMore({ busy: false, problem: null });
  };
  const readMore = async (): Promise<void> => {
    if (!data?.nextCursor || more.busy) return;
    setMore({ busy: true, problem: null });
    const outcome = await call('desk.queue', { query: { ...wanted, cursor: data.nextCursor } });
    if (outcome.ok) change(now => ({ ...outcome.reply, cases: [...now.cases, ...outcome.reply.cases] }));
    setMore({ busy: false, problem: outcome.ok ? null : outcome.problem });
  };

  return (
    <>
      <div className="page-head">
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p className="page-lead">最急的排在最前。打开一件，它就暂时归您办，商户能看到被查看过。</p>
      </div>
      <FindBox found={find} onFind={next => want(next ? { find: next } : { view: 'waiting' })} />
      <Filters
        wanted={wanted}
        onChange={({ find: _, ...next }) => want(next)}
        note={readAt ? `${timeWords(new Date(readAt).toISOString())} 的情况` : ''}
      />
      {problem && (
        <div className="page-problem">
          <ProblemBanner
            problem={data ? { ...problem, detail: `${problem.detail ?? ''} 下面是先前的情况，可能已有变化。` } : problem}
            onRetry={() => void reload()}
          />
        </div>
      )}
      {!data && busy && <Skeleton rows={6} what="等办的登记" />}
      {data && data.cases.length > 0 && <Rows cases={data.cases} />}
      {data && data.cases.length === 0 && (
        <div className="sheet">
          {find ? (
            <Empty icon="search" title="没有找到" text="查过了，您能办的登记里没有它。请核对编号或代码；也可能归别的县区办。">
              <Button text="看全部等办的" onClick={() => want({ view: 'waiting' })} />
            </Empty>
          ) : whole ? (
            <Empty title="都办完了" text="查过了，现在没有等办的登记。有新的会自己出现在这里。" />
          ) : (
            <Empty icon="search" title="这样筛选没有登记" text="查过了，符合这些条件的一件也没有。">
              <Button text="看全部等办的" onClick={() => want({ view: 'waiting' })} />
            </Empty>
          )}
        </div>
      )}
      {more.problem && <ProblemBanner problem={more.problem} />}
      {data?.nextCursor && (
        <div className="more">
          <Button text="再看一些" busy={more.busy} busyText="正在取…" onClick={() => void readMore()} />
        </div>
      )}
    </>
  );
};
