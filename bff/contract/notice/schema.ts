import { z } from 'zod';
import { zCursor, zId, zInstant, zOk } from '../atoms';

export const zNotice = z.object({
  noticeId: zId,
  title: z.string(),
  text: z.string(),
  at: zInstant,
  readAt: zInstant.nullable(),
  /** Where it leads: a page of the app by name and its ids; null for plain news. */
  target: z
    .object({
      page: z.enum(['report', 'file', 'help', 'merchants', 'registration', 'confirmations', 'bulk']),
      id: z.string().nullable(),
      subjectId: zId.nullable(),
    })
    .nullable(),
});

export const noticeSchemas = {
  'notice.list': {
    query: z.object({ cursor: zCursor.optional() }),
    reply: z.object({ notices: z.array(zNotice), unread: z.int(), nextCursor: zCursor.nullable() }),
  },
  'notice.markRead': { params: z.object({ noticeId: zId }), reply: zOk },
};
