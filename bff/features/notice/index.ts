import type { z } from 'zod';
import type { zNotice } from '../../contract/notice/schema';
import type { Handlers } from '../../http/call';
import { Problem } from '../../lib/problem';
import type { Seal } from '../../lib/seal';
import { toInstant } from '../../lib/time';
import type { Notify } from '../offers';
import { type ReminderDeps, type ReminderKind, wireReminders } from './reminders';
import { countUnread, findNotices, insertNotice, isNoticeOf, markNoticeRead } from './store';

export { reminderTopic } from './reminders';

export interface NoticeDeps extends ReminderDeps {
  readonly newId: () => string;
  readonly seal: Seal;
}

type Notice = z.infer<typeof zNotice>;
/** What a notice says. `eventKey` names the event: one event, one notice, however often it is told. */
export interface NewNotice extends Pick<Notice, 'title' | 'text' | 'target'> {
  readonly eventKey: string;
  /**
   * Whether WeChat may remind of it, as what; null: the person does this very thing now, or the next step will be more worth the one
   * reminder they allowed.
   */
  readonly reminder: ReminderKind | null;
}

const purpose = 'notice.bodySealed';
const pageSize = 30;

const encodeCursor = (row: { at: string; id: string }): string => Buffer.from(`${row.at} ${row.id}`).toString('base64url');

/** A cursor we did not make starts from the newest. */
const decodeCursor = (cursor: string | undefined): { at: string; id: string } | null => {
  const [at, id] = Buffer.from(cursor ?? '', 'base64url')
    .toString()
    .split(' ');
  return at && id ? { at, id } : null;
};

/** 站内消息: written in the transaction of the event it tells of. */
export const wireNotice = (deps: NoticeDeps) => {
  const { db, now, newId, seal } = deps;
  const reminders = wireReminders(deps);
  const notify: Notify = async (tx, citizenId, { eventKey, reminder, ...body }) => {
    const id = newId();
    const at = toInstant(now());
    const told = await insertNotice(tx, { id, citizenId, eventKey, bodySealed: seal.seal(JSON.stringify(body), purpose), at });
    if (told && reminder !== null) await reminders.raise(tx, { noticeId: id, citizenId, kind: reminder, at });
  };

  const handlers: Handlers<'notice'> = {
    ...reminders.handlers,
    async 'notice.list'({ citizen, query }) {
      const rows = await findNotices(db, citizen.citizenId, decodeCursor(query.cursor), pageSize + 1);
      const page = rows.slice(0, pageSize);
      const last = page.at(-1);
      return {
        notices: page.map(({ id, bodySealed, at, readAt }) => ({
          ...(JSON.parse(seal.openText(bodySealed, purpose)) as Pick<Notice, 'title' | 'text' | 'target'>),
          noticeId: id,
          at,
          readAt,
        })),
        unread: await countUnread(db, citizen.citizenId),
        nextCursor: rows.length > pageSize && last ? encodeCursor(last) : null,
      };
    },
    async 'notice.markRead'({ citizen, params }) {
      if (!(await isNoticeOf(db, citizen.citizenId, params.noticeId))) throw new Problem('notice.not_found');
      await markNoticeRead(db, citizen.citizenId, params.noticeId, toInstant(now()));
      return { ok: true };
    },
  };
  return { handlers, notify, sendReminder: reminders.send };
};
