import type { HelpDeps } from './deps';
import { answerPurpose, textPurpose } from './send-help';
import { findHelp, markAnswered, markForwarded } from './store';

/** Outbox delivery: the platform takes the same number twice as once. `taken`: another message of this number is there already. */
export const forwardHelp =
  ({ db, seal, credit }: HelpDeps) =>
  async (payload: unknown): Promise<'kept' | 'taken'> => {
    const row = await findHelp(db, { id: (payload as { messageId: string }).messageId });
    if (!row) return 'kept';
    const outcome = await credit.sendHelpMessage({
      number: row.number,
      kind: row.kind,
      text: seal.openText(row.textSealed, textPurpose),
      sentAt: row.sentAt,
    });
    if (outcome === 'kept') await markForwarded(db, row.id);
    return outcome;
  };

/** The platform's answer. A second one replaces the first; the notice is told once an answer. false: no such number. */
export const receiveAnswer =
  ({ db, seal, notify }: HelpDeps) =>
  ({ number, text, by, at }: { number: string; text: string; by: string; at: string }): Promise<boolean> =>
    db.inTx(async tx => {
      const row = await findHelp(tx, { number });
      if (!row) return false;
      await markAnswered(tx, row.id, seal.seal(JSON.stringify({ text, by, at }), answerPurpose), at);
      await notify(tx, row.citizenId, {
        eventKey: `help:${row.id}:${at}`,
        title: '您的投诉建议有答复了',
        text: `编号 ${number} 已由${by}答复，点开查看。`,
        target: { page: 'help', id: row.id, subjectId: null },
        reminder: 'progress',
      });
      return true;
    });
