import { setImmediate as turn } from 'node:timers/promises';
import { UniqueViolation } from '../../../lib/db';
import { Problem } from '../../../lib/problem';
import { beijingDay, toInstant } from '../../../lib/time';
import { checkFields } from '../../../policy/registration/check-fields';
import { kindOfVersion } from '../../../policy/registration/kinds';
import { findOtherSide } from '../confirmation/ask-other-side';
import { type PermitSearch, readPermits } from '../find-permit';
import { comparePermit, settleEntry } from '../prepare-entry';
import { readWordings } from '../store';
import type { SubmitIn } from '../submit-entry';
import { inTxWithNumber } from '../take-number';
import type { Wording } from '../wordings';
import type { CellFault } from './check-rows';
import { openBlock, type RowContent, sealFaults } from './content';
import { type BulkDeps, bulkTopics } from './deps';
import {
  countRows,
  findImport,
  findOpenBlock,
  type ImportRow,
  listFates,
  moveImport,
  nameEntry,
  refuseRow,
  takeRow,
  touchImport,
} from './store';

/** Why a row cannot be registered that could when it was checked; others are our own trouble, and tried again. */
const faultOf = (error: unknown): CellFault | null => {
  if (!(error instanceof Problem)) return null;
  if (error.code === 'registration.duplicate') return { key: 'row', text: `核对以后，这一条已经在别处登记过。${error.more.detail ?? ''}` };
  if (error.code === 'attachment.not_ready' || error.code === 'attachment.not_found')
    return { key: 'papers', text: '核对以后，这份材料被删去或用在了别处。请重新传上来。' };
  return null;
};

/**
 * Outbox delivery: makes entries of the good rows, some at a time, by the rules and in the transaction of a single submission. A row is
 * taken and its entry made in one transaction: after a crash it goes on with the rows that nobody took.
 */
export const importRows = (deps: BulkDeps, submitIn: SubmitIn) => {
  const { db, now, seal, readSubject, enqueue, notify, citizensOf } = deps;
  const permitsOf = readPermits(deps);
  const otherSide = findOtherSide(deps);
  const withNumber = inTxWithNumber(deps);

  const importOne = async (job: ImportRow, wording: Wording, permits: PermitSearch | null, content: RowContent): Promise<void> => {
    const row = { importId: job.id, place: content.place };
    const refuse = (fault: CellFault): Promise<void> => refuseRow(db, row, sealFaults(seal, [fault]));
    const subject = await readSubject(job.subjectId);
    if (!subject) throw new Error('bulk: its subject is gone');
    const kind = kindOfVersion(job.kind, job.kindVersion);
    // Days have passed since it was checked: what was in force may be over.
    const { values, faults } = checkFields(kind, content.values, { today: beijingDay(now()), ownCode: subject.idNumber });
    const [first] = faults;
    if (first) {
      await refuse({ key: first.pointer.slice('/fields/'.length), text: first.detail });
      return;
    }
    const { compared, record } = comparePermit(permits, content.recordId, kind, values, subject.idNumber);
    if (compared !== null && compared.state !== 'agreed' && content.attachmentIds.length < kind.attachments.least) {
      await refuse({ key: 'papers', text: '核对以后，档案里的许可有变化，对不上了。请附上材料单独登记。' });
      return;
    }
    const prepared = settleEntry(seal, {
      kind,
      wording,
      signedAt: job.signedAt,
      subject,
      values,
      compared,
      record,
      recordId: content.recordId,
    });
    const told = { citizens: [], other: await otherSide(kind, prepared.content) };
    const call = {
      subject: { subjectId: job.subjectId, kind: 'merchant' as const, role: job.role },
      citizen: { citizenId: job.citizenId },
      client: job.client,
      body: {
        kind: job.kind,
        kindVersion: job.kindVersion,
        fields: values,
        attachmentIds: [...content.attachmentIds],
        commitmentVersion: wording.version,
        draftId: null,
        mends: null,
        recordId: content.recordId,
      },
      keep: async () => undefined,
    };
    try {
      await withNumber(async (tx, taken) => {
        if (!(await takeRow(tx, row))) return;
        const { entryId } = await submitIn(tx, call, prepared, told, taken);
        await nameEntry(tx, row, entryId);
      });
    } catch (error) {
      const twice = error instanceof UniqueViolation && prepared.keys.liveKey !== null;
      const fault = twice ? { key: 'row', text: '核对以后，这一条已经在别处登记过。' } : faultOf(error);
      if (fault === null) throw error;
      await refuse(fault);
    }
  };

  const permitsFor = async (job: ImportRow, signal: AbortSignal): Promise<PermitSearch | null> => {
    const subject = job.kind === 'license' ? await readSubject(job.subjectId) : null;
    if (!subject) return null;
    const found = await permitsOf(subject, signal);
    // Signed and waiting: it is registered when the file can be compared, and not otherwise.
    if (found.state === 'unavailable' || !found.fresh) throw new Problem('platform.unavailable');
    return found;
  };

  const end = async (job: ImportRow): Promise<void> => {
    const citizens = await citizensOf(job.subjectId);
    await db.inTx(async tx => {
      if (!(await moveImport(tx, job.id, 'importing', 'done', toInstant(now())))) return;
      const { imported, refused } = await countRows(tx, job.id);
      const left = refused === 0 ? '' : `有 ${refused} 条没有登记上，点开看原因。`;
      for (const citizenId of citizens)
        await notify(tx, citizenId, {
          eventKey: `bulk:${job.id}:${citizenId}`,
          title: '批量登记办好了',
          text: `登记了 ${imported} 条，正在逐条核对。${left}`,
          target: { page: 'bulk', id: job.id, subjectId: job.subjectId },
          reminder: 'progress',
        });
    });
  };

  return async (payload: unknown, { signal }: { signal: AbortSignal }): Promise<void> => {
    const job = await findImport(db, (payload as { importId: string }).importId);
    if (job?.state !== 'importing' || job.commitmentDigest === null || job.commitmentVersion === null) return;
    const text = (await readWordings(db, [job.commitmentDigest])).get(job.commitmentDigest);
    if (text === undefined) throw new Error('bulk: its commitment is gone');
    const wording = { version: job.commitmentVersion, digest: job.commitmentDigest, text };
    // One block a delivery; the next one goes on, so that a process that stops waits for few.
    const block = await findOpenBlock(db, job.id);
    if (!block) return end(job);
    const settled = new Set((await listFates(db, job.id, block.fromPlace, block.toPlace)).map(({ place }) => place));
    const rows = (await openBlock(seal, block)).filter(({ place, faults }) => faults.length === 0 && !settled.has(place));
    const permits = await permitsFor(job, signal);
    for (const row of rows) {
      signal.throwIfAborted();
      await importOne(job, wording, permits, row);
      // SQLite answers within the turn: without this, requests would wait for all rows.
      await turn();
    }
    await db.inTx(async tx => {
      await touchImport(tx, job.id, toInstant(now()));
      await enqueue(tx, bulkTopics.import, `bulk:${job.id}`, { importId: job.id });
    });
  };
};
