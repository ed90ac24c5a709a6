import { bulkLimits } from '../../../contract/bulk/schema';
import type { Handlers } from '../../../http/call';
import { Problem } from '../../../lib/problem';
import { beijingDay, toInstant } from '../../../lib/time';
import { bulkPolicy } from '../../../policy/registration/bulk';
import { currentKind } from '../../../policy/registration/kinds';
import { merchantOf } from '../prepare-entry';
import { keepWording } from '../store';
import { type BulkDeps, bulkTopics } from './deps';
import { findOwn } from './find-own';
import { presentImport } from './present-import';
import { countRows, deleteParts, deleteRows, type ImportRow, listImports, moveImport } from './store';

const listed = 10;

/** What a merchant sees of its sheets and does with them once they were checked. */
export const decideHandlers = (deps: BulkDeps): Pick<Handlers<'bulk'>, 'bulk.list' | 'bulk.read' | 'bulk.decide'> => {
  const { db, now, wordings, enqueue } = deps;
  const present = presentImport(deps);
  const own = findOwn(deps);

  const drop = async (row: ImportRow): Promise<boolean> => {
    const moved = await db.inTx(async tx => {
      if (!(await moveImport(tx, row.id, row.state, 'dropped', toInstant(now())))) return false;
      await deleteParts(tx, row.id);
      return true;
    });
    // What is left when this breaks off goes with the next sweep.
    if (moved) await deleteRows(db, row.id);
    return moved;
  };

  /** One signature for all rows: the wording and its version are kept now and stand with every entry. */
  const sign = (row: ImportRow, onlyWhole: boolean, commitmentVersion: string | null): Promise<boolean> =>
    db.inTx(async tx => {
      const today = beijingDay(now());
      if (currentKind(row.kind, today).version !== row.kindVersion) throw new Problem('registration.kind_changed');
      const wording = wordings.today(row.kind, today);
      if (commitmentVersion !== wording.version) throw new Problem('registration.commitment_changed');
      const counts = await countRows(tx, row.id);
      if (counts.good === 0 || (onlyWhole && counts.bad > 0)) throw new Problem('bulk.has_faults');
      const at = toInstant(now());
      const signed = { commitmentVersion: wording.version, commitmentDigest: wording.digest, signedAt: at };
      if (!(await moveImport(tx, row.id, 'checked', 'importing', at, { signed }))) return false;
      await keepWording(tx, { digest: wording.digest, kind: row.kind, version: wording.version, text: wording.text, at });
      await enqueue(tx, bulkTopics.import, `bulk:${row.id}`, { importId: row.id });
      return true;
    });

  return {
    async 'bulk.list'(call) {
      const { subjectId } = await merchantOf(deps, call);
      const rows = await listImports(db, subjectId, listed);
      return {
        imports: await Promise.all(rows.map(row => present(row))),
        limits: { sizeBytes: bulkLimits.sizeBytes, rows: bulkPolicy.rowsAtMost },
      };
    },
    'bulk.read': async ({ subject, params }) => present(await own(subject.subjectId, params.importId)),

    async 'bulk.decide'({ subject, params, body }) {
      const row = await own(subject.subjectId, params.importId);
      const { decision, commitmentVersion } = body;
      const stands: readonly string[] = decision === 'drop' ? ['dropped'] : ['importing', 'done'];
      // Asked again because the answer was lost: it is done.
      if (stands.includes(row.state)) return present(row);
      const open = decision === 'drop' ? row.state !== 'importing' && row.state !== 'done' : row.state === 'checked';
      if (!open) throw new Problem('bulk.closed');
      if (!(await (decision === 'drop' ? drop(row) : sign(row, decision === 'all', commitmentVersion)))) throw new Problem('bulk.closed');
      return present(await own(subject.subjectId, params.importId));
    },
  };
};
