import type { Sql } from '../../lib/db';
import { Problem } from '../../lib/problem';
import { toInstant } from '../../lib/time';
import type { AttachmentDeps } from './deps';
import { readPieces } from './pieces';
import { nameOf, sentenceOf } from './present-attachment';
import { type AttachmentRow, bind, findAttachment, findById, findOfOwner, findUnused, keepWaiting, type Owner } from './store';

/** An attachment of a submission. */
export interface BoundAttachment {
  readonly attachmentId: string;
  readonly name: string;
  readonly contentType: string;
  /** Of what is kept. */
  readonly sizeBytes: number;
  /** SHA-256, hex: as sent (for the receipt) and as kept. */
  readonly sentDigest: string;
  readonly keptDigest: string;
  /** `held`: 等待检查. `refused`: the scanner found something later; its content is gone. */
  readonly state: 'clean' | 'held' | 'refused';
  readonly reason: string | null;
}

export interface BindInput {
  readonly subjectId: string;
  readonly attachmentIds: readonly string[];
  readonly owner: Owner;
}

export interface OpenedAttachment {
  readonly subjectId: string;
  readonly owner: Owner | null;
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** What is kept, a piece at a time. */
  readonly content: () => AsyncIterable<Uint8Array>;
}

const boundStates: readonly string[] = ['clean', 'held', 'refused'];

/** What other features may do with attachments. */
export const attachmentOffers = (deps: AttachmentDeps) => {
  const { db, now, seal } = deps;
  const pieces = readPieces(deps);

  const describe = (row: AttachmentRow): BoundAttachment => ({
    attachmentId: row.id,
    name: nameOf(seal, row),
    contentType: row.contentType ?? '',
    sizeBytes: row.keptBytes ?? row.sizeBytes,
    sentDigest: row.sentDigest ?? '',
    keptDigest: row.keptDigest ?? '',
    state: row.state as BoundAttachment['state'],
    reason: sentenceOf(row.reason),
  });

  return {
    async keepAttachments(subjectId: string, attachmentIds: readonly string[]): Promise<void> {
      if (attachmentIds.length > 0) await keepWaiting(db, subjectId, attachmentIds, toInstant(now()));
    },

    /**
     * Makes attachments part of a submission, in its transaction and in the order given; the same owner may bind them again.
     * @throws Problem `attachment.not_found` none of this subject; `attachment.not_ready` not checked, refused, or another submission's
     */
    async bindAttachments(tx: Sql, { subjectId, attachmentIds, owner }: BindInput): Promise<BoundAttachment[]> {
      const at = toInstant(now());
      const bound: BoundAttachment[] = [];
      for (const id of new Set(attachmentIds)) {
        const row = await findAttachment(tx, subjectId, id);
        if (!row) throw new Problem('attachment.not_found');
        if ((await bind(tx, id, owner, at)) === 0) throw new Problem('attachment.not_ready');
        // As it stands now that nobody else can take it: it may have been found clean since it was read above.
        bound.push(describe((await findById(tx, id)) ?? row));
      }
      return bound;
    },

    /** Everything a submission ever took, oldest first. */
    async describeAttachments(owner: Owner): Promise<BoundAttachment[]> {
      return (await findOfOwner(db, owner)).filter(({ state }) => boundStates.includes(state)).map(describe);
    },

    /** What waits for the rows of a sheet, and was looked at. */
    async listForSheets(subjectId: string): Promise<{ attachmentId: string; name: string }[]> {
      const ready = (await findUnused(db, subjectId, 'sheet')).filter(({ state }) => state === 'clean' || state === 'held');
      return ready.map(row => ({ attachmentId: row.id, name: nameOf(seal, row) }));
    },

    /**
     * For whoever may see it, which the caller decides by `subjectId` and `owner`. null: there is none.
     * @throws Problem `attachment.not_ready` it was not found clean
     */
    async openAttachment(attachmentId: string): Promise<OpenedAttachment | null> {
      const row = await findById(db, attachmentId);
      if (!row || row.state === 'removed') return null;
      if (row.state !== 'clean' || row.contentType === null) throw new Problem('attachment.not_ready');
      const stage = row.contentType === 'application/pdf' ? 'sent' : 'kept';
      return {
        subjectId: row.subjectId,
        owner: row.ownerId === null ? null : { kind: 'registration', id: row.ownerId },
        name: nameOf(seal, row),
        contentType: row.contentType,
        sizeBytes: row.keptBytes ?? row.sizeBytes,
        content: () => pieces(row, stage),
      };
    },
  };
};
