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

/** 办理进展, 到期, 档案变动: what WeChat may remind of; each has its own template and its own permissions. */
export const reminderKinds = ['progress', 'due', 'change'] as const;
export const zReminderKind = z.enum(reminderKinds);
/** What a person says to WeChat's question; `ban`: switched off in WeChat, which asks no more. */
export const zReminderAnswer = z.enum(['accept', 'reject', 'ban']);

const zReminders = z.object({
  /** false: this account was not made in WeChat, so that WeChat cannot reach it. */
  reachable: z.boolean(),
  kinds: z.array(
    z.object({
      kind: zReminderKind,
      title: z.string(),
      /** What it tells of, one sentence. */
      when: z.string(),
      templateId: z.string(),
      /** How many may still be sent. */
      remaining: z.int().min(0),
      answer: zReminderAnswer.nullable(),
    }),
  ),
});

export const noticeSchemas = {
  'notice.listReminders': { reply: zReminders },
  'notice.answerReminders': {
    body: z.object({
      answers: z
        .array(z.object({ kind: zReminderKind, answer: zReminderAnswer }))
        .min(1)
        .max(reminderKinds.length),
    }),
    reply: zReminders,
  },
  'notice.list': {
    query: z.object({ cursor: zCursor.optional() }),
    reply: z.object({ notices: z.array(zNotice), unread: z.int(), nextCursor: zCursor.nullable() }),
  },
  'notice.markRead': { params: z.object({ noticeId: zId }), reply: zOk },
};
