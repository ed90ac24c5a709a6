import { setTimeout as pause } from 'node:timers/promises';
import { Workbook, type Worksheet } from 'exceljs';
import { attachmentLimits } from '../../bff/contract/attachment/schema';
import type { Reply } from '../../bff/contract/types';
import { headerRow } from '../../bff/features/registration/bulk/sheet-layout';
import { makeTemplate } from '../../bff/features/registration/bulk/template';
import { currentKind, type Kind } from '../../bff/policy/registration/kinds';
import type { Merchant } from './registrations';
import { toBody } from './send-paper';

export type Import = Reply<'bulk.read'>;
export type Cells = Readonly<Record<string, string | number | Date | object>>;

/** A workbook as a spreadsheet program opens it. */
export const openSheet = async (bytes: Uint8Array): Promise<Worksheet> => {
  const workbook = new Workbook();
  await workbook.xlsx.load(bytes as never);
  const [sheet] = workbook.worksheets;
  if (!sheet) throw new Error('no sheet');
  return sheet;
};

export const bytesOf = async (sheet: Worksheet): Promise<Buffer> => Buffer.from(await sheet.workbook.xlsx.writeBuffer());

/** Column of a field, by the beginning of its header. */
export const columnOf = (sheet: Worksheet, label: string): number => {
  let found = 0;
  sheet.getRow(headerRow).eachCell((cell, column) => {
    if (found === 0 && String(cell.value).startsWith(label)) found = column;
  });
  if (found === 0) throw new Error(`no column ${label}`);
  return found;
};

/** An empty sheet filled in from row 5 by header, its example taken out. */
export const fillIn = async (template: Uint8Array, rows: readonly Cells[], { keepExample = false } = {}): Promise<Buffer> => {
  const sheet = await openSheet(template);
  if (!keepExample)
    sheet.getRow(4).eachCell(cell => {
      cell.value = null;
    });
  const columns = new Map<string, number>();
  for (const label of new Set(rows.flatMap(row => Object.keys(row)))) columns.set(label, label === '序号' ? 1 : columnOf(sheet, label));
  for (const [n, row] of rows.entries())
    for (const [label, value] of Object.entries(row)) {
      const cell = sheet.getRow(5 + n).getCell(columns.get(label) ?? 0);
      // As a spreadsheet program does by itself when a date is put in.
      if (value instanceof Date) cell.numFmt = 'yyyy/m/d';
      cell.value = value as never;
    }
  return bytesOf(sheet);
};

export const fillSheet = async (kind: Kind, rows: readonly Cells[], options: { keepExample?: boolean } = {}): Promise<Buffer> =>
  fillIn(await makeTemplate(currentKind(kind, '2026-11-23')), rows, options);

/** A row of 社会公益 that holds. */
export const charityRow = (n: number, cells: Cells = {}): Cells => ({
  方式: '捐物',
  做了什么: `给社区食堂捐米面 第 ${n} 次`,
  哪一天: '2026-05-01',
  金额或折价: 3000,
  接收单位统一社会信用代码: '91350100M000100Y43',
  接收单位: '青禾市演示社区',
  ...cells,
});

/** Sends a sheet as a phone does. */
export const sendSheet = async ({ phone, subjectId }: Merchant, kind: Kind, bytes: Uint8Array, name = '登记表.xlsx'): Promise<Import> => {
  const { importId } = await phone.ok('bulk.begin', { params: { subjectId }, body: { kind, name, sizeBytes: bytes.length } });
  const params = { subjectId, importId };
  for (let from = 0; from < bytes.length; from += attachmentLimits.chunkBytes)
    await phone.ok('bulk.append', {
      params,
      query: { from },
      body: toBody(bytes.subarray(from, from + attachmentLimits.chunkBytes)),
    });
  return phone.ok('bulk.finish', { params });
};

/** Where it stands once nothing is under way any more. */
export const settledImport = async ({ phone, subjectId }: Merchant, importId: string): Promise<Import> => {
  for (let tries = 0; tries < 400; tries += 1) {
    const shown = await phone.ok('bulk.read', { params: { subjectId, importId } });
    if (shown.state !== 'checking' && shown.state !== 'importing') return shown;
    await pause(50);
  }
  throw new Error('the sheet was not settled');
};

export const checkSheet = async (merchant: Merchant, kind: Kind, bytes: Uint8Array): Promise<Import> =>
  settledImport(merchant, (await sendSheet(merchant, kind, bytes)).importId);

export const decide = ({ phone, subjectId }: Merchant, shown: Import, decision: 'all' | 'good' | 'drop') =>
  phone.call('bulk.decide', {
    params: { subjectId, importId: shown.importId },
    body: { decision, commitmentVersion: decision === 'drop' ? null : shown.commitment.version },
  });
