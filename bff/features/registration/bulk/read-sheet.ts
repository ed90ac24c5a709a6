import { Readable } from 'node:stream';
import { type Row, stream } from 'exceljs';
import { bulkPolicy } from '../../../policy/registration/bulk';
import type { KindPolicy } from '../../../policy/registration/kinds';
import { readArchive } from './read-archive';
import { plainCell, type SheetCell } from './read-cell';
import { RefusedSheet } from './refusals';
import { columnsOf, firstRow, headerRow, hintMark, hintRow, papersKey, titleOfSheet, titleRow } from './sheet-layout';

export interface SheetRow {
  readonly place: number;
  /** What stands in column A. */
  readonly mark: string;
  /** By key of the field, and `papers`; what is empty is left out. */
  readonly cells: ReadonlyMap<string, SheetCell>;
}

const cellAt = (row: Row, column: number): SheetCell | null => plainCell(row.getCell(column).value);

const headersOf = (row: Row): Map<number, string> => {
  const headers = new Map<number, string>();
  for (let column = 1; column <= bulkPolicy.columnsAtMost; column += 1) {
    const cell = cellAt(row, column);
    if (cell) headers.set(column, cell.text);
  }
  return headers;
};

const rowOf = (row: Row, columns: ReadonlyMap<string, number>): SheetRow | null => {
  const cells = new Map<string, SheetCell>();
  for (const [key, column] of columns) {
    const cell = cellAt(row, column);
    if (cell) cells.set(key, cell);
  }
  return cells.size === 0 ? null : { place: row.number, mark: cellAt(row, 1)?.text ?? '', cells };
};

/**
 * Rows of a filled-in sheet that say something, in their order, one at a time. Runs in the worker.
 * @throws RefusedSheet
 */
export async function* readSheet(bytes: Buffer, kind: KindPolicy): AsyncGenerator<SheetRow> {
  const reader = new stream.xlsx.WorkbookReader(Readable.from([readArchive(bytes)]), {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore',
  });
  let columns: ReadonlyMap<string, number> | null = null;
  let title = '';
  let seen = 0;
  let said = 0;
  for await (const sheet of reader) {
    for await (const row of sheet) {
      seen += 1;
      if (seen > bulkPolicy.rowsSeenAtMost) throw new RefusedSheet('too_many_rows');
      if (row.number === titleRow) title = cellAt(row, 1)?.text ?? '';
      if (row.number === headerRow) {
        columns = title === titleOfSheet(kind) ? columnsOf(kind, headersOf(row)) : null;
        if (columns === null) throw new RefusedSheet('other_sheet');
      }
      if (row.number <= hintRow) continue;
      if (columns === null) throw new RefusedSheet('other_sheet');
      const found = rowOf(row, columns);
      if (found === null || (found.mark === hintMark && row.number < firstRow)) continue;
      said += 1;
      if (said > bulkPolicy.rowsAtMost) throw new RefusedSheet('too_many_rows');
      yield found;
    }
    break;
  }
  if (columns === null) throw new RefusedSheet('other_sheet');
  if (said === 0) throw new RefusedSheet('no_rows');
}

export const papersOf = (row: SheetRow): string[] =>
  (row.cells.get(papersKey)?.text ?? '')
    .split(/[;；\n]/)
    .map(name => name.trim())
    .filter(name => name !== '');
