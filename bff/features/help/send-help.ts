import type { Body, Reply } from '../../contract/types';
import type { Sql } from '../../lib/db';
import type { Seal } from '../../lib/seal';
import { beijingDay, toInstant } from '../../lib/time';
import { addWorkingDays } from '../../lib/working-days';
import { type HelpDeps, helpForward } from './deps';
import { type HelpRow, insertHelp, nextOfDay } from './store';

export const textPurpose = 'help_message.textSealed';
export const answerPurpose = 'help_message.answerSealed';

export const viewOf =
  (seal: Seal) =>
  (row: HelpRow): Reply<'help.read'> => ({
    messageId: row.id,
    number: row.number,
    kind: row.kind,
    text: seal.openText(row.textSealed, textPurpose),
    page: row.page,
    state: row.state,
    sentAt: row.sentAt,
    answerBy: row.answerBy,
    answer: row.answerSealed === null ? null : (JSON.parse(seal.openText(row.answerSealed, answerPurpose)) as Reply<'help.read'>['answer']),
  });

/** Keeps a message under a number one can say on the phone (TS, Beijing day, sequence of the day) and promises a last day. */
export const sendHelp =
  ({ db, now, newId, seal, city, enqueue }: HelpDeps) =>
  (
    input: Body<'help.send'> & { citizenId: string },
    keep: (tx: Sql, reply: Reply<'help.send'>) => Promise<void>,
  ): Promise<Reply<'help.send'>> =>
    db.inTx(async tx => {
      const at = now();
      const sentAt = toInstant(at);
      const today = beijingDay(at);
      const day = today.replaceAll('-', '');
      const sequence = await nextOfDay(tx, day, sentAt);
      const row: HelpRow = {
        id: newId(),
        number: `TS${day}-${String(sequence).padStart(4, '0')}`,
        citizenId: input.citizenId,
        kind: input.kind,
        textSealed: seal.seal(input.text, textPurpose),
        page: input.page,
        state: 'received',
        sentAt,
        answerBy: addWorkingDays(today, city.promises.helpAnswer.workingDays),
        answerSealed: null,
        answeredAt: null,
      };
      await insertHelp(tx, row);
      await enqueue(tx, helpForward, row.id, { messageId: row.id });
      const reply = viewOf(seal)(row);
      await keep(tx, reply);
      return reply;
    });
