import type { z } from 'zod';
import type { City } from '../../cities/city';
import type { zReminderKind } from '../../contract/notice/schema';
import type { Handlers } from '../../http/call';
import type { Db, Sql } from '../../lib/db';
import type { Log } from '../../lib/log';
import { Problem } from '../../lib/problem';
import { beijingMinute, type Clock, toInstant } from '../../lib/time';
import type { Enqueue } from '../../outbox/outbox';
import type { Instant, WechatPort } from '../../platform/ports';
import {
  addPermission,
  beginReminder,
  forgetPermissions,
  isPermitted,
  listPermissions,
  noteReminder,
  returnPermission,
  spendPermission,
} from './store';

export type ReminderKind = z.infer<typeof zReminderKind>;

export interface ReminderDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly log: Log;
  readonly city: Pick<City, 'reminders'>;
  readonly wechat: Pick<WechatPort, 'sendReminder'>;
  /** WeChat's id of an account; null: it was not made in WeChat. */
  readonly openIdOf: (citizenId: string) => Promise<string | null>;
  readonly enqueue: Enqueue;
}

export const reminderTopic = 'notice.reminder';
/** Where a tap on a reminder leads: the list of messages, which says nothing on a locked screen. */
const page = 'account/pages/messages/index';

interface Payload {
  readonly noticeId: string;
  readonly citizenId: string;
  readonly kind: ReminderKind;
  readonly at: Instant;
}

/**
 * 微信提醒: WeChat's one-time subscribe messages, on our own count of what people allowed (R23). The notice in the app is there anyway, so a
 * reminder is sent once at most: when nobody can say whether WeChat has sent it, it is not sent again.
 */
export const wireReminders = ({ db, now, log, city, wechat, openIdOf, enqueue }: ReminderDeps) => {
  const templateOf = (kind: ReminderKind) => city.reminders.find(one => one.kind === kind) ?? null;

  /** In the transaction of the notice; nothing where the person has allowed none. */
  const raise = async (tx: Sql, payload: Payload): Promise<void> => {
    const template = templateOf(payload.kind);
    if (!template || !(await isPermitted(tx, payload.citizenId, template.templateId))) return;
    // An order of its own: what WeChat does not take holds up nobody's submission.
    await enqueue(tx, reminderTopic, `reminder:${payload.citizenId}`, payload);
  };

  /** false: read by now, begun before, or nothing is allowed any more. */
  const begin = ({ noticeId, citizenId }: Payload, templateId: string): Promise<boolean> =>
    db.inTx(async tx => {
      if (!(await beginReminder(tx, noticeId, citizenId))) return false;
      if (await spendPermission(tx, citizenId, templateId)) return true;
      await noteReminder(tx, noticeId, 'needless');
      return false;
    });

  /** Outbox delivery. @throws Problem `platform.unavailable` it was certainly not sent, and the permission is given back */
  const send = async (payload: unknown): Promise<void> => {
    const { noticeId, citizenId, kind, at } = payload as Payload;
    const template = templateOf(kind);
    const openId = await openIdOf(citizenId);
    if (!template || openId === null || !(await begin(payload as Payload, template.templateId))) return;
    const data = Object.fromEntries(
      Object.entries(template.data).map(([name, words]) => [name, words.replace('{time}', beijingMinute(at))]),
    );
    const giveBack = (state: 'refused' | null): Promise<void> =>
      db.inTx(async tx => {
        await returnPermission(tx, citizenId, template.templateId);
        await noteReminder(tx, noticeId, state);
      });
    try {
      const outcome = await wechat.sendReminder(openId, { templateId: template.templateId, page, data });
      if (typeof outcome === 'number') {
        log.error({ errcode: outcome, kind }, 'WeChat refuses a reminder’s template: compare the city file with the template there');
        return await giveBack('refused');
      }
      // What WeChat says is right, whatever we have counted.
      if (outcome === 'not_accepted') await forgetPermissions(db, citizenId, template.templateId);
      await noteReminder(db, noticeId, outcome === 'not_accepted' ? 'refused' : outcome);
    } catch (error) {
      await giveBack(null);
      throw error;
    }
  };

  const present = async (citizenId: string) => {
    const permissions = await listPermissions(db, citizenId);
    return {
      reachable: (await openIdOf(citizenId)) !== null,
      kinds: city.reminders.map(({ kind, title, when, templateId }) => {
        const known = permissions.find(one => one.templateId === templateId);
        return { kind, title, when, templateId, remaining: known?.remaining ?? 0, answer: known?.answer ?? null };
      }),
    };
  };

  const handlers: Pick<Handlers<'notice'>, 'notice.listReminders' | 'notice.answerReminders'> = {
    'notice.listReminders': ({ citizen }) => present(citizen.citizenId),
    async 'notice.answerReminders'({ citizen: { citizenId }, body }) {
      if ((await openIdOf(citizenId)) === null) throw new Problem('notice.not_in_wechat');
      const at = toInstant(now());
      await db.inTx(async tx => {
        for (const { kind, answer } of body.answers) {
          const template = templateOf(kind);
          if (template) await addPermission(tx, { citizenId, templateId: template.templateId, answer, at });
        }
      });
      return present(citizenId);
    },
  };
  return { raise, send, handlers };
};
