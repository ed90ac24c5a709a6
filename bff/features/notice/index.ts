import type { z } from 'zod';
import type { zNotice } from '../../contract/notice/schema';
import type { Handlers } from '../../http/call';
import type { Db } from '../../lib/db';
import { Problem } from '../../lib/problem';
import type { Seal } from '../../lib/seal';
import { type Clock, toInstant } from '../../lib/time';
import type { Notify } from '../offers';
import { countUnread, findNotices, insertNotice, isNoticeOf, markNoticeRead } from './store';

export interface NoticeDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly newId: () => string;
  readonly seal: Seal;
}

type Notice = z.infer<typeof zNotice>;
/** What a notice says. `eventKey` names the event: one event, one notice, however often it is told. */
export interface NewNotice extends Pick<Notice, 'title' | 'text' | 'target'> {
  readonly eventKey: string;
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
export const wireNotice = ({ db, now, newId, seal }: NoticeDeps) => {
  const notify: Notify = async (tx, citizenId, { eventKey, ...body }) => {
    await insertNotice(tx, {
      id: newId(),
      citizenId,
      eventKey,
      bodySealed: seal.seal(JSON.stringify(body), purpose),
      at: toInstant(now()),
    });
  };

  const handlers: Handlers<'notice'> = {
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
  return { handlers, notify };
};
