import type { Handlers } from '../../../http/call';
import { Problem } from '../../../lib/problem';
import { type KindPolicy, kindOfVersion } from '../../../policy/registration/kinds';
import { labelOf, openBlock, openFaults, type RowContent } from './content';
import type { BulkDeps } from './deps';
import { findOwn } from './find-own';
import {
  faultsLabel,
  firstRow,
  headerOf,
  hintMark,
  hintOf,
  markLabel,
  papersHintOf,
  papersKey,
  papersLabel,
  sheetName,
  titleOfSheet,
} from './sheet-layout';
import { type BlockOfSheet, listBlocks, listFates } from './store';
import { faultFill, headFill, type SheetWriter, streamWorkbook, xlsxType } from './write-workbook';

/** Blocks of one look. */
const atOnce = 4;

const saidOf = (kind: KindPolicy, { faults }: RowContent): string =>
  faults.map(({ key, text }) => `${labelOf(kind, key)}：${text}`).join('\n');

/**
 * The sheet as it came, in its own rows, with the cells that are wrong coloured and noted and a last column that says what is wrong; it
 * can be mended and sent again as it is. Rows that were registered are left out: sent again they would only be refused as doubled.
 */
export const markedHandler = (deps: BulkDeps): Handlers<'bulk'>['bulk.marked'] => {
  const { db, seal } = deps;
  const own = findOwn(deps);

  /** Rows that are no entries, with what is wrong in them by now. */
  const leftOf = async (importId: string, blocks: readonly BlockOfSheet[]): Promise<RowContent[]> => {
    const left: RowContent[] = [];
    for (const block of blocks) {
      const fates = new Map((await listFates(db, importId, block.fromPlace, block.toPlace)).map(fate => [fate.place, fate]));
      for (const row of await openBlock(seal, block)) {
        const fate = fates.get(row.place);
        if (fate?.state === 'imported') continue;
        left.push(fate ? { ...row, faults: openFaults(seal, fate) } : row);
      }
    }
    return left;
  };

  const write = async ({ add, stopped }: SheetWriter, importId: string, kind: KindPolicy): Promise<void> => {
    const keys = [...kind.fields.map(({ key }) => key), papersKey];
    const sheet = add(sheetName, [24, ...keys.map(() => 24), 60]);
    sheet.addRow([titleOfSheet(kind), '标红的格子要改。改好以后存成 xlsx，直接再传这张表。']).commit();
    const head = sheet.addRow([markLabel, ...kind.fields.map(headerOf), papersLabel, faultsLabel]);
    head.font = { bold: true };
    head.eachCell(cell => {
      cell.fill = headFill;
    });
    head.commit();
    sheet.addRow([hintMark, ...kind.fields.map(hintOf), papersHintOf(kind), '这一列只给您看，再传时不用删']).commit();
    for (let after = 0; ; ) {
      const blocks = await listBlocks(db, importId, after, atOnce);
      for (const content of await leftOf(importId, blocks)) {
        // Never above the place where entries begin, whatever stood there.
        const line = sheet.getRow(Math.max(firstRow - 1, content.place));
        for (const [n, key] of keys.entries()) if (content.cells[key] !== undefined) line.getCell(n + 2).value = content.cells[key];
        for (const { key, text } of content.faults) {
          const cell = line.getCell(Math.max(0, keys.indexOf(key)) + (keys.includes(key) ? 2 : 1));
          cell.fill = faultFill;
          cell.note = text;
        }
        if (content.faults.length > 0) line.getCell(keys.length + 2).value = saidOf(kind, content);
        line.commit();
      }
      after = blocks.at(-1)?.fromPlace ?? after;
      if (blocks.length < atOnce || stopped()) break;
    }
    sheet.commit();
  };

  return async ({ subject, params }) => {
    const row = await own(subject.subjectId, params.importId);
    if (row.state !== 'checked' && row.state !== 'done') throw new Problem('bulk.closed');
    const kind = kindOfVersion(row.kind, row.kindVersion);
    return {
      contentType: xlsxType,
      fileName: `要改的登记表-${kind.title}.xlsx`,
      sizeBytes: null,
      content: () => streamWorkbook(writer => write(writer, row.id, kind)),
    };
  };
};
