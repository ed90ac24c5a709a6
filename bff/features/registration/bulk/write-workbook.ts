import { PassThrough } from 'node:stream';
import { type Fill, stream, type Worksheet } from 'exceljs';

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const headFill: Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE4EFEF' } };
export const faultFill: Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFBE3DF' } };

/** Every column is text: what begins with = + - @ stays what it is, and long numbers keep their digits. */
export const textColumn = { numFmt: '@', alignment: { vertical: 'top', wrapText: true } } as const;

export interface SheetWriter {
  add(name: string, widths: readonly number[]): Worksheet;
  /** Nobody reads any more. */
  stopped(): boolean;
}

/** An xlsx that is never whole in memory: `fill` writes its rows while the reader takes them. */
export const streamWorkbook = (fill: (writer: SheetWriter) => Promise<void>): AsyncIterable<Uint8Array> => {
  const out = new PassThrough();
  const workbook = new stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false });
  const add = (name: string, widths: readonly number[]): Worksheet => {
    const sheet = workbook.addWorksheet(name);
    sheet.columns = widths.map(width => ({ width, style: textColumn }));
    return sheet;
  };
  fill({ add, stopped: () => out.destroyed })
    .then(() => workbook.commit())
    .catch((error: Error) => out.destroy(error));
  return out;
};
