import { setImmediate as turn } from 'node:timers/promises';
import { Problem } from '../../../lib/problem';
import { beijingDay, toInstant } from '../../../lib/time';
import type { CreditRecord } from '../../../platform/ports';
import { readerOf } from '../../../policy/reader';
import { type KindPolicy, kindOfVersion } from '../../../policy/registration/kinds';
import type { SubjectRecord } from '../../offers';
import { bearsOut, permitOfNumber, readPermits } from '../find-permit';
import { liveKeyOf } from '../prepare-entry';
import { type CellFault, type CheckedRow, sameKeyOf } from './check-rows';
import { partPurpose, type RowContent, sealBlock } from './content';
import type { BulkDeps } from './deps';
import { RefusedSheet } from './refusals';
import { checkInWorker } from './run-worker';
import { papersKey } from './sheet-layout';
import { deleteParts, deleteRows, findImport, type ImportRow, insertBlock, listParts, moveImport, numbersOf } from './store';

/** Rows of one commit: on SQLite everybody waits for it and for the disk, so it is one statement, and there are few. */
const keptAtOnce = 100;
/** Rows that are put together between two turns of whoever waits. */
const judgedAtOnce = 10;

/** What a sheet is compared with, read once for all its rows. */
interface Around {
  readonly subject: SubjectRecord;
  readonly kind: KindPolicy;
  /** Ids of attachments that wait for an entry, by name; taken ones are struck out. Of one name there may be several: then it names none. */
  readonly papers: Map<string, readonly string[]>;
  readonly permits: readonly CreditRecord[] | null;
}

const byName = (unbound: Awaited<ReturnType<BulkDeps['listForSheets']>>): Map<string, readonly string[]> => {
  const papers = new Map<string, readonly string[]>();
  for (const { name, attachmentId } of unbound) papers.set(name, [...(papers.get(name) ?? []), attachmentId]);
  return papers;
};

/** Outbox delivery: looks through a sheet that is all here, and keeps its rows sealed with what is wrong in each. Nothing is registered by it. */
export const checkImport = (deps: BulkDeps) => {
  const { db, now, seal, city, readSubject, listForSheets, appendRead } = deps;
  const permitsOf = readPermits(deps);

  const around = async (row: ImportRow, signal: AbortSignal): Promise<Around> => {
    const subject = await readSubject(row.subjectId);
    if (!subject) throw new Error('bulk: its subject is gone');
    const kind = kindOfVersion(row.kind, row.kindVersion);
    const papers = byName(await listForSheets(row.subjectId));
    if (kind.kind !== 'license') return { subject, kind, papers, permits: null };
    const found = await permitsOf(subject, signal);
    if (found.state === 'unavailable' || !found.fresh) return { subject, kind, papers, permits: null };
    const reader = readerOf(row, row.client, city.appName);
    await db.inTx(tx => appendRead(tx, row.subjectId, { ...reader, reason: '核对批量登记表时按许可编号查找', fields: ['行政许可'] }));
    return { subject, kind, papers, permits: found.records };
  };

  const papersOf = ({ kind, papers, permits }: Around, checked: CheckedRow, recordId: string | null) => {
    const faults: CellFault[] = [];
    const attachmentIds: string[] = [];
    for (const name of checked.papers) {
      const [id, ...more] = papers.get(name) ?? [];
      const called = `“${name.slice(0, 60)}”`;
      if (id === undefined) faults.push({ key: papersKey, text: `没有找到${called}：先把它传上来；一份材料只能用在一行。` });
      // Which of them is meant nobody can say: the wrong evidence under a promise is worse than none.
      else if (more.length > 0)
        faults.push({ key: papersKey, text: `有 ${more.length + 1} 份材料都叫${called}，分不清是哪一份：删去多余的，或换个名字再传。` });
      else {
        papers.delete(name);
        attachmentIds.push(id);
      }
    }
    const { least, most } = kind.attachments;
    if (faults.length === 0 && attachmentIds.length > most) faults.push({ key: papersKey, text: `材料最多 ${most} 份，请去掉几份。` });
    if (faults.length === 0 && attachmentIds.length < least && recordId === null) {
      const file = kind.kind !== 'license' ? '' : permits === null ? '档案现在取不到，' : '档案里没有和这一行一样的许可，';
      faults.push({ key: papersKey, text: `${file}这一类每条至少要一份材料：先传上来，再把文件名填在这里。` });
    }
    return { attachmentIds, faults: faults.slice(0, 1) };
  };

  const contentOf = (all: Around, checked: CheckedRow, there: string | undefined): RowContent => {
    const { permits, subject, kind } = all;
    const record = permits && permitOfNumber(permits, String(checked.values.permitNumber ?? ''));
    const recordId = record && bearsOut(record, kind, checked.values, subject.idNumber) ? record.id : null;
    const { attachmentIds, faults } = papersOf(all, checked, recordId);
    const twice =
      there === undefined ? [] : [{ key: sameKeyOf(kind, checked.values), text: `这一条已经登记过，登记号是 ${there}，请删去这一行。` }];
    const told = new Set([...faults, ...twice].map(({ key }) => key));
    return {
      place: checked.place,
      cells: checked.cells,
      values: checked.values,
      attachmentIds,
      recordId,
      faults: [...checked.faults.filter(({ key }) => !told.has(key)), ...faults, ...twice],
    };
  };

  /** What a block of rows comes to, kept in one commit. */
  const keep = async (row: ImportRow, all: Around, rows: readonly CheckedRow[]): Promise<void> => {
    const [first] = rows;
    const last = rows.at(-1);
    if (!first || !last) return;
    const keys = rows.map(({ same }) => (same === null ? null : liveKeyOf(seal, row.subjectId, same)));
    const there = await numbersOf(
      db,
      keys.filter(key => key !== null),
    );
    const contents: RowContent[] = [];
    for (const [n, checked] of rows.entries()) {
      contents.push(contentOf(all, checked, there.get(keys[n] ?? '')));
      // Whoever waits has a turn before the next few.
      if (n % judgedAtOnce === judgedAtOnce - 1) await turn();
    }
    const good = contents.filter(({ faults }) => faults.length === 0).length;
    const places = { importId: row.id, fromPlace: first.place, toPlace: last.place };
    const block = { ...places, good, bad: rows.length - good, contentSealed: await sealBlock(seal, contents) };
    await insertBlock(db, block);
    await turn();
  };

  const keepAll = async (row: ImportRow, all: Around, found: AsyncIterable<readonly CheckedRow[]>): Promise<void> => {
    let waiting: CheckedRow[] = [];
    for await (const rows of found) {
      waiting.push(...rows);
      if (waiting.length < keptAtOnce) continue;
      await keep(row, all, waiting);
      waiting = [];
    }
    await keep(row, all, waiting);
  };

  const readAll = async (row: ImportRow): Promise<Buffer> => {
    const parts = await listParts(db, row.id);
    const bytes = Buffer.concat(parts.map(({ contentSealed }) => seal.open(contentSealed, partPurpose)));
    if (bytes.length !== row.sizeBytes) throw new Error('bulk: a part is gone');
    return bytes;
  };

  const settle = async (id: string, to: 'checked' | 'refused', reason: string | null): Promise<void> => {
    const moved = await db.inTx(async tx => {
      await deleteParts(tx, id);
      return moveImport(tx, id, 'checking', to, toInstant(now()), { reason });
    });
    // Given up meanwhile: what was written since is nobody's.
    if (to === 'refused' || (!moved && (await findImport(db, id))?.state === 'dropped')) await deleteRows(db, id);
  };

  return async (payload: unknown, { signal }: { signal: AbortSignal }): Promise<void> => {
    const row = await findImport(db, (payload as { importId: string }).importId);
    if (row?.state !== 'checking') return;
    try {
      const all = await around(row, signal);
      // Of a look that was cut off.
      await deleteRows(db, row.id);
      const on = { today: beijingDay(now()), ownCode: all.subject.idNumber };
      const job = { bytes: await readAll(row), kind: row.kind, version: row.kindVersion, on };
      await keepAll(row, all, checkInWorker(job, signal));
    } catch (error) {
      if (!(error instanceof RefusedSheet)) throw error instanceof Problem ? new Error(`bulk: ${error.code}`, { cause: error }) : error;
      await settle(row.id, 'refused', error.word);
      return;
    }
    await settle(row.id, 'checked', null);
  };
};
