import { Workbook } from 'exceljs';
import type { Handlers } from '../../../http/call';
import { beijingDay, type Clock } from '../../../lib/time';
import { bulkPolicy } from '../../../policy/registration/bulk';
import { sheetExamples } from '../../../policy/registration/examples';
import { currentKind, type KindPolicy } from '../../../policy/registration/kinds';
import {
  exampleMark,
  firstRow,
  headerOf,
  hintMark,
  hintOf,
  markLabel,
  papersHintOf,
  papersLabel,
  sheetName,
  titleOfSheet,
} from './sheet-layout';
import { headFill, textColumn, xlsxType } from './write-workbook';

/** The empty sheet of a kind: columns with hints, choices to pick from, and an example that is refused when it is left in. */
export const makeTemplate = async (kind: KindPolicy): Promise<Buffer> => {
  const workbook = new Workbook();
  // A fixed day: the same version is the same file.
  workbook.created = workbook.modified = new Date(`${kind.version}T00:00:00Z`);
  const sheet = workbook.addWorksheet(sheetName, { views: [{ state: 'frozen', xSplit: 1, ySplit: 4 }] });
  const example = sheetExamples[kind.kind];
  sheet.columns = [
    { width: 24, style: textColumn },
    ...kind.fields.map(({ input }) => ({ width: input === 'text' ? 40 : 24, style: textColumn })),
    { width: 30, style: textColumn },
  ];
  sheet.addRow([titleOfSheet(kind), '从第 5 行开始，每行登记一条。不要改前两行。']);
  sheet.addRow([markLabel, ...kind.fields.map(headerOf), papersLabel]);
  sheet.addRow([hintMark, ...kind.fields.map(hintOf), papersHintOf(kind)]);
  sheet.addRow([exampleMark, ...kind.fields.map(({ key }) => example[key] ?? ''), '']);
  sheet.getRow(1).font = { bold: true };
  sheet.getRow(2).font = { bold: true };
  sheet.getRow(2).eachCell(cell => {
    cell.fill = headFill;
  });
  sheet.getRow(3).font = { color: { argb: 'FF585E59' } };
  sheet.getRow(4).font = { italic: true, color: { argb: 'FF8A8F8A' } };
  for (const [n, { input, choices, required }] of kind.fields.entries()) {
    if (input !== 'choice') continue;
    const column = sheet.getColumn(n + 2).letter;
    const list = { type: 'list', allowBlank: !required, formulae: [`"${choices.map(({ title }) => title).join(',')}"`] } as const;
    const refusal = { showErrorMessage: true, errorTitle: '请从列表里选', error: '点单元格右边的箭头，选一个。' } as const;
    // The type of a sheet leaves out that validations are kept by range.
    (sheet as unknown as { dataValidations: { add(range: string, rule: object): void } }).dataValidations.add(
      `${column}${firstRow}:${column}${firstRow + bulkPolicy.rowsAtMost}`,
      { ...list, ...refusal },
    );
  }
  return Buffer.from(await workbook.xlsx.writeBuffer());
};

/** Made once a version. */
export const templateHandler = ({ now }: { readonly now: Clock }): Handlers<'bulk'>['bulk.template'] => {
  const made = new Map<string, Promise<Buffer>>();
  return async ({ params }) => {
    const kind = currentKind(params.kind, beijingDay(now()));
    const key = `${kind.kind} ${kind.version}`;
    const making = made.get(key) ?? makeTemplate(kind);
    made.set(key, making);
    const bytes = await making;
    return {
      contentType: xlsxType,
      fileName: `自愿登记表-${kind.title}.xlsx`,
      sizeBytes: bytes.length,
      async *content() {
        yield bytes;
      },
    };
  };
};
