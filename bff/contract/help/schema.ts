import { z } from 'zod';
import { zDay, zId, zInstant } from '../atoms';

const zHelp = z.object({
  messageId: zId,
  /** What the person can say on the phone, e.g. TS20261122-0007. */
  number: z.string(),
  kind: z.enum(['complaint', 'suggestion', 'help']),
  text: z.string(),
  /** The page it was written on, for the one who answers. */
  page: z.string().nullable(),
  state: z.enum(['received', 'forwarded', 'answered']),
  sentAt: zInstant,
  /** Promised last day of an answer (working days of the city file). */
  answerBy: zDay,
  answer: z.object({ text: z.string(), by: z.string(), at: zInstant }).nullable(),
});

export const helpSchemas = {
  'help.send': {
    body: z.object({
      kind: z.enum(['complaint', 'suggestion', 'help']),
      text: z.string().trim().min(5).max(1000),
      page: z.string().max(80).nullable(),
    }),
    reply: zHelp,
  },
  'help.list': { reply: z.object({ messages: z.array(zHelp) }) },
  'help.read': { params: z.object({ messageId: zId }), reply: zHelp },
};
