import type { Streamed } from '../../contract/types';
import type { Call } from '../../http/call';
import { Problem } from '../../lib/problem';
import { readerOf } from '../../policy/reader';
import type { OpenAttachment } from '../offers';
import type { AttachmentDeps } from './deps';
import { findAttachment } from './store';

/**
 * What was handed in, once more, for whoever acts for its subject now. The look stands in the read ledger: a merchant sees what its agent
 * has opened, and without the row nothing is sent.
 * @throws Problem `attachment.not_found`, `attachment.not_ready` not clean, `ledger.unwritable`
 */
export const openOwn =
  ({ db, city, appendRead }: Pick<AttachmentDeps, 'db' | 'city' | 'appendRead'>, openAttachment: OpenAttachment) =>
  async ({ subject, client, params }: Call<'attachment.open'>): Promise<Streamed> => {
    const { subjectId } = subject;
    const row = await findAttachment(db, subjectId, params.attachmentId);
    const opened = row && (await openAttachment(row.id));
    if (!opened) throw new Problem('attachment.not_found');
    const { contentType, name: fileName, sizeBytes, content } = opened;
    const reader = readerOf(subject, client, city.appName);
    await db.inTx(tx => appendRead(tx, subjectId, { ...reader, reason: '看自己交过的附件', fields: [`附件 ${fileName}`] }));
    return { contentType, fileName, sizeBytes, content };
  };
