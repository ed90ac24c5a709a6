import type { Reply } from '../../../contract/types';
import type { Sql } from '../../../lib/db';
import { beijingDay } from '../../../lib/time';
import { kindOfVersion } from '../../../policy/registration/kinds';
import { readWordings } from '../store';
import { labelOf, namePurpose, openBlock, openFaults } from './content';
import type { BulkDeps } from './deps';
import { isRefusal, refusals } from './refusals';
import { countRows, type ImportRow, listBlocks, listRefused } from './store';

const shownFaults = 20;

/** An import as its merchant sees it. */
export const presentImport =
  ({ db, seal, now, wordings }: Pick<BulkDeps, 'db' | 'seal' | 'now' | 'wordings'>) =>
  async (row: ImportRow, sql: Sql = db): Promise<Reply<'bulk.read'>> => {
    const kind = kindOfVersion(row.kind, row.kindVersion);
    const counts = await countRows(sql, row.id);
    const bad = counts.bad + counts.refused;
    // Every block asked for has a row with a fault: so many hold enough of them.
    const blocks = counts.bad === 0 ? [] : await listBlocks(sql, row.id, 0, shownFaults, { onlyBad: true });
    const refused = counts.refused === 0 ? [] : await listRefused(sql, row.id, shownFaults);
    const checked = await Promise.all(blocks.map(block => openBlock(seal, block)));
    const faulty = [...checked.flat(), ...refused.map(one => ({ ...one, faults: openFaults(seal, one) }))]
      .filter(({ faults }) => faults.length > 0)
      .sort((a, b) => a.place - b.place);
    const faults = faulty.flatMap(one => one.faults.map(({ key, text }) => ({ row: one.place, label: labelOf(kind, key), text })));
    const today = wordings.today(row.kind, beijingDay(now()));
    const signed = row.commitmentDigest === null ? null : (await readWordings(sql, [row.commitmentDigest])).get(row.commitmentDigest);
    return {
      importId: row.id,
      kind: row.kind,
      kindTitle: kind.title,
      name: seal.openText(row.nameSealed, namePurpose),
      state: row.state,
      reason: isRefusal(row.reason) ? refusals[row.reason] : null,
      sizeBytes: row.sizeBytes,
      receivedBytes: row.receivedBytes,
      rows: counts.good + bad + counts.imported,
      good: counts.good,
      bad,
      imported: counts.imported,
      faults: faults.slice(0, shownFaults),
      commitment:
        row.commitmentVersion === null || row.commitmentDigest === null || signed === undefined || signed === null
          ? { version: today.version, text: today.text, digest: today.digest }
          : { version: row.commitmentVersion, text: signed, digest: row.commitmentDigest },
      createdAt: row.createdAt,
    };
  };
