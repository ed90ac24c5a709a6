import type { Body, Reply } from '../../contract/types';
import type { Handlers } from '../../http/call';
import { type Db, UniqueViolation } from '../../lib/db';
import { Problem } from '../../lib/problem';
import type { Seal } from '../../lib/seal';
import { beijingDay, type Clock, toInstant } from '../../lib/time';
import type { KeepAttachments, SpendDraft } from '../offers';
import {
  changeDraft,
  countDrafts,
  type DraftOwner,
  type DraftRow,
  deleteDraft,
  deleteDraftsBefore,
  findDraft,
  findDrafts,
  insertDraft,
} from './store';

export interface DraftDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly seal: Seal;
  readonly keepAttachments: KeepAttachments;
}

const titlePurpose = 'draft.titleSealed';
const contentPurpose = 'draft.contentSealed';
const dayMs = 24 * 3600_000;
/** Gone so long after its last change (docs/security.md). */
const keepMs = 30 * dayMs;
const mostBytes = 32 * 1024;
/** Of one person for one subject: many times what anybody fills in side by side. */
const mostDrafts = 50;

/** 草稿: a form from its first keystroke, sealed, resumed on any device of the same person; two devices never overwrite each other unseen. */
export const wireDraft = ({ db, now, seal, keepAttachments }: DraftDeps) => {
  const oldest = () => toInstant(new Date(now().getTime() - keepMs));
  const viewOf = (row: DraftRow): Reply<'draft.write'> => ({
    draftId: row.id,
    form: row.form,
    title: seal.openText(row.titleSealed, titlePurpose),
    revision: row.revision,
    device: row.device,
    changedAt: row.changedAt,
    goneAfter: beijingDay(new Date(Date.parse(row.changedAt) + keepMs)),
  });
  const read = async (owner: DraftOwner, draftId: string): Promise<DraftRow> => {
    const row = await findDraft(db, owner, draftId, oldest());
    if (!row) throw new Problem('draft.not_found');
    return row;
  };

  /** The revision it was made on decides, at one UPDATE: of two devices at once one is told. */
  const write = async (owner: DraftOwner, draftId: string, body: Body<'draft.write'>): Promise<Reply<'draft.write'>> => {
    const json = JSON.stringify(body.content);
    if (Buffer.byteLength(json) > mostBytes) throw new Problem('draft.too_large');
    const row: DraftRow = {
      ...owner,
      id: draftId,
      form: body.form,
      titleSealed: seal.seal(body.title, titlePurpose),
      device: body.device,
      revision: body.revision + 1,
      contentSealed: seal.seal(json, contentPurpose),
      changedAt: toInstant(now()),
    };
    if (body.revision > 0) {
      if ((await changeDraft(db, row)) === 1) return viewOf(row);
      await read(owner, draftId);
      throw new Problem('draft.changed_elsewhere');
    }
    if ((await countDrafts(db, owner)) >= mostDrafts) throw new Problem('draft.too_many');
    try {
      await insertDraft(db, row);
    } catch (error) {
      if (error instanceof UniqueViolation) throw new Problem('draft.changed_elsewhere');
      throw error;
    }
    return viewOf(row);
  };

  const handlers: Handlers<'draft'> = {
    'draft.list': async ({ citizen, subject, query }) => ({
      drafts: (await findDrafts(db, { citizenId: citizen.citizenId, subjectId: subject.subjectId }, oldest()))
        .filter(({ form }) => query.form === undefined || form === query.form)
        .map(viewOf),
    }),
    async 'draft.read'({ citizen, subject, params }) {
      const row = await read({ citizenId: citizen.citizenId, subjectId: subject.subjectId }, params.draftId);
      const content = JSON.parse(seal.openText(row.contentSealed, contentPurpose)) as Reply<'draft.read'>['content'];
      return { ...viewOf(row), content };
    },
    async 'draft.write'({ citizen, subject, params, body }) {
      const written = await write({ citizenId: citizen.citizenId, subjectId: subject.subjectId }, params.draftId, body);
      await keepAttachments(subject.subjectId, body.attachmentIds);
      return written;
    },
    async 'draft.discard'({ citizen, subject, params }) {
      await deleteDraft(db, { citizenId: citizen.citizenId, subjectId: subject.subjectId }, params.draftId);
      return { ok: true };
    },
  };
  const spendDraft: SpendDraft = async (tx, { draftId, ...owner }) => {
    await deleteDraft(tx, owner, draftId);
  };
  return {
    handlers,
    spendDraft,
    /** Clock job. Drafts that nobody changed for 30 days. */
    sweep: (): Promise<number> => deleteDraftsBefore(db, oldest()),
  };
};
