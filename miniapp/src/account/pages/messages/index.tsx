import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Reply } from '../../../../../bff/contract/types';
import { call, type Problem } from '../../../shared/call';
import { whenWords } from '../../../shared/dates';
import { openNotice } from '../../../shared/notices';
import { ReminderList } from '../../../shared/reminders';
import { Button, Empty, Item, Page, Sheet, Skeleton } from '../../../shared/ui';
import { useLoad } from '../../../shared/use-load';
import '../../account.scss';

type Notices = Reply<'notice.list'>;

/** 消息: what happened, newest first; opening one marks it read and leads to where it happened. */
export default function MessagesPage() {
  const load = useLoad('notice.list');
  const [more, setMore] = useState<{ of: Notices; notices: Notices['notices']; next: string | null } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const first = load.data;
  const older = more && more.of === first ? more : null;
  const notices = [...(first?.notices ?? []), ...(older?.notices ?? [])];
  const next = older ? older.next : (first?.nextCursor ?? null);

  const readMore = async () => {
    if (!first || !next) return;
    const outcome = await call('notice.list', { query: { cursor: next } });
    setProblem(outcome.ok ? null : outcome.problem);
    if (outcome.ok) setMore({ of: first, notices: [...(older?.notices ?? []), ...outcome.reply.notices], next: outcome.reply.nextCursor });
  };
  const openOne = async (notice: Notices['notices'][number]) => {
    const outcome = await openNotice(notice);
    if (outcome)
      load.change(now => ({
        ...now,
        unread: Math.max(0, now.unread - 1),
        notices: now.notices.map(one => (one.noticeId === notice.noticeId ? { ...one, readAt: one.at } : one)),
      }));
  };
  return (
    <Page
      name="消息"
      title={first && (first.unread > 0 ? `有 ${first.unread} 条消息没看过` : '消息都看过了')}
      load={load}
      problem={problem}
      skeleton={<Skeleton rows={5} />}
    >
      {notices.length === 0 && <Empty icon="bell" title="还没有消息" text="档案有变化、报告好了、有答复时，会在这里告诉您。" />}
      {notices.length > 0 && (
        <Sheet>
          {notices.map(notice => (
            <Item
              key={notice.noticeId}
              name={notice.title}
              sub={`${notice.text}\n${whenWords(notice.at)}`}
              end={notice.readAt ? undefined : <View className="unread" />}
              endWords={notice.readAt ? null : '没看过'}
              onClick={() => openOne(notice)}
            />
          ))}
        </Sheet>
      )}
      {next && (
        <View className="gap">
          <Button kind="line" text="看更早的" onClick={readMore} />
        </View>
      )}
      {first && <ReminderList />}
    </Page>
  );
}
