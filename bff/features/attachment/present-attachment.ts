import type { Reply } from '../../contract/types';
import type { Seal } from '../../lib/seal';
import { namePurpose } from './deps';
import { isRefusal, refusals } from './refusals';
import type { AttachmentRow } from './store';

type Shown = Reply<'attachment.read'>;

export const sentenceOf = (reason: string | null): string | null => (isRefusal(reason) ? refusals[reason] : null);

export const nameOf = (seal: Seal, row: Pick<AttachmentRow, 'nameSealed'>): string => seal.openText(row.nameSealed, namePurpose);

export const presentAttachment =
  (seal: Seal) =>
  (row: AttachmentRow): Shown => ({
    attachmentId: row.id,
    name: nameOf(seal, row),
    sizeBytes: row.sizeBytes,
    receivedBytes: row.receivedBytes,
    state: row.state as Shown['state'],
    reason: sentenceOf(row.reason),
    contentType: row.contentType as Shown['contentType'],
    sentDigest: row.sentDigest,
    keptDigest: row.keptDigest,
    createdAt: row.createdAt,
  });
