import type { Handlers } from '../../http/call';
import { Problem } from '../../lib/problem';
import { toInstant } from '../../lib/time';
import { attachmentOffers } from './bind-attachments';
import { checkAttachment } from './check-attachment';
import { clearAway, sweepAttachments } from './clear-away';
import { type AttachmentDeps, checkTopic } from './deps';
import { openOwn } from './open-own';
import { presentAttachment } from './present-attachment';
import { receiveHandlers } from './receive-chunks';
import { type AttachmentRow, countHeld, endSending, findAttachment, findUnused, removeUnbound } from './store';

export { makeInspector } from './inspect/run-child';

/** 附件: received in chunks, checked, kept sealed, handed to submissions. */
export const wireAttachment = (deps: AttachmentDeps) => {
  const { db, now, seal, enqueue, inspector } = deps;
  const present = presentAttachment(seal);
  const checks = checkAttachment(deps);
  const clear = clearAway(deps);
  const offers = attachmentOffers(deps);

  const find = async (subjectId: string, attachmentId: string): Promise<AttachmentRow> => {
    const row = await findAttachment(db, subjectId, attachmentId);
    if (!row) throw new Problem('attachment.not_found');
    return row;
  };

  const handlers: Handlers<'attachment'> = {
    ...receiveHandlers(deps),

    'attachment.unused': async ({ subject, query }) => ({
      attachments: (await findUnused(db, subject.subjectId, query.purpose)).map(present),
    }),

    async 'attachment.finish'({ subject, params }) {
      const { subjectId } = subject;
      const row = await find(subjectId, params.attachmentId);
      if (row.state !== 'sending') return present(row);
      if (row.receivedBytes < row.sizeBytes) throw new Problem('attachment.not_ready', { resumeFrom: row.receivedBytes });
      await db.inTx(async tx => {
        if ((await endSending(tx, row.id, toInstant(now()))) > 0) await enqueue(tx, checkTopic, row.id, { attachmentId: row.id });
      });
      return present(await find(subjectId, row.id));
    },

    'attachment.read': async ({ subject, params }) => present(await find(subject.subjectId, params.attachmentId)),

    'attachment.open': openOwn(deps, offers.openAttachment),

    async 'attachment.remove'({ subject, params }) {
      const row = await find(subject.subjectId, params.attachmentId);
      if ((await removeUnbound(db, row.id, toInstant(now()))) > 0) await clear({ id: row.id, state: 'removed' });
      else if (await findAttachment(db, subject.subjectId, row.id)) throw new Problem('attachment.in_use');
      return { ok: true };
    },
  };

  return {
    handlers,
    ...offers,
    checkTopic,
    ...checks,
    sweep: sweepAttachments(deps),
    countHeld: () => countHeld(db),
    /** Ends the checks under way; they are taken up again at the next start. */
    close: inspector.close,
  };
};
