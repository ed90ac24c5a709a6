import type { Streamed } from '../../contract/types';
import type { Call, Staff } from '../../http/call';
import type { Sql } from '../../lib/db';
import { Problem } from '../../lib/problem';
import { toInstant } from '../../lib/time';
import { deskPolicy } from '../../policy/desk';
import type { CaseFile } from '../offers';
import { type DeskDeps, findCase, organisationOf, proposalOf } from './deps';
import { type CaseReply, presentCases } from './present-case';
import { dropHold, ensureRow, readRow, takeHold } from './store';

const minuteMs = 60_000;

/** Looking at a case. The merchant finds every look in its read ledger: the row is written in the same transaction, or there is no look. */
export const openCase = (deps: DeskDeps) => {
  const { db, seal, now, city, openAttachment, appendRead, recordAct } = deps;
  const present = presentCases(deps);

  const noteRead = (tx: Sql, staff: Staff, file: CaseFile, fields: readonly string[]): Promise<void> =>
    appendRead(tx, file.subjectId, {
      who: `${organisationOf(city, staff)}工作人员`,
      system: `${city.appName}工作台`,
      reason: `核对自愿登记 ${file.number}`,
      fields,
      own: false,
    });

  return {
    /** @throws Problem `desk.case_not_found`, `ledger.unwritable` */
    async open({ staff, params }: Call<'desk.open'>): Promise<CaseReply> {
      const file = await findCase(deps, staff, params.number);
      const { number } = file;
      await ensureRow(db, number);
      const before = await readRow(db, number);
      // Whoever proposed waits for another person and must not keep that one out.
      const mayTake = file.waitingSince !== null && !(before?.proposedBy === staff.staffId && proposalOf(seal, before, file) !== null);
      const row = await db.inTx(async tx => {
        const at = now();
        const holding = { number, staffId: staff.staffId, at: toInstant(at) };
        const until = toInstant(new Date(at.getTime() + deskPolicy.holdMinutes * minuteMs));
        const taken = mayTake && (await takeHold(tx, holding, until)) === 1;
        const held = await readRow(tx, number);
        await recordAct(tx, { staffId: staff.staffId, act: 'case_opened', about: number, outcome: taken ? 'taken' : 'read_only' });
        await noteRead(tx, staff, file, [`自愿登记（${file.kindTitle}）的全部内容`]);
        return held;
      });
      return present.file(staff, file, row);
    },

    /** @throws Problem `desk.case_not_found` */
    async release({ staff, params }: Call<'desk.release'>): Promise<{ ok: true }> {
      const { number } = await findCase(deps, staff, params.number);
      await db.inTx(async tx => {
        if ((await dropHold(tx, { number, staffId: staff.staffId, at: toInstant(now()) })) === 0) return;
        await recordAct(tx, { staffId: staff.staffId, act: 'case_released', about: number, outcome: 'done' });
      });
      return { ok: true };
    },

    /**
     * Only of this case, only what was found clean.
     * @throws Problem `desk.case_not_found`, `attachment.not_found`, `attachment.not_ready`, `ledger.unwritable`
     */
    async attachment({ staff, params }: Call<'desk.attachment'>): Promise<Streamed> {
      const file = await findCase(deps, staff, params.number);
      const listed = file.attachments.find(({ attachmentId }) => attachmentId === params.attachmentId);
      const opened = listed && (await openAttachment(listed.attachmentId));
      if (!opened || opened.owner?.id !== file.entryId) throw new Problem('attachment.not_found');
      await db.inTx(async tx => {
        await recordAct(tx, {
          staffId: staff.staffId,
          act: 'attachment_opened',
          about: file.number,
          outcome: 'done',
          detail: { attachmentId: listed.attachmentId },
        });
        await noteRead(tx, staff, file, [`附件 ${opened.name}`]);
      });
      const { contentType, name: fileName, sizeBytes, content } = opened;
      return { contentType, fileName, sizeBytes, content };
    },
  };
};
