import { type CheckOn, checkFields, type FieldValue, type FieldValues, sameText } from '../../../policy/registration/check-fields';
import { sheetExamples } from '../../../policy/registration/examples';
import type { KindPolicy } from '../../../policy/registration/kinds';
import { readCell } from './read-cell';
import { papersOf, readSheet, type SheetRow } from './read-sheet';

/** `key`: of a field, `papers`, or `row` for the whole row. */
export interface CellFault {
  readonly key: string;
  readonly text: string;
}

/** A row after everything that can be told without the database. */
export interface CheckedRow {
  readonly place: number;
  /** As they were typed, for the sheet that goes back. */
  readonly cells: Readonly<Record<string, string>>;
  readonly values: FieldValues;
  readonly papers: readonly string[];
  readonly faults: readonly CellFault[];
  /** What makes it the same entry as another; null: too little is filled in. */
  readonly same: string | null;
}

/** The field that stands for an entry where two are the same. */
export const sameKeyOf = (kind: KindPolicy, values: FieldValues): string =>
  kind.sameBy.find(set => set.every(key => (values[key] ?? null) !== null))?.[0] ?? 'row';

const isExample = (kind: KindPolicy, { mark, cells }: SheetRow): boolean => {
  const example = sheetExamples[kind.kind];
  return mark.startsWith('示例') || Object.entries(example).every(([key, text]) => cells.get(key)?.text === text);
};

export const checkRow = (kind: KindPolicy, row: SheetRow, on: CheckOn): CheckedRow => {
  const faults = new Map<string, string>();
  const sent: Record<string, FieldValue> = {};
  for (const field of kind.fields) {
    const read = readCell(field, row.cells.get(field.key) ?? null);
    if ('fault' in read) faults.set(field.key, read.fault);
    else sent[field.key] = read.value;
  }
  const checked = checkFields(kind, sent, on);
  for (const { pointer, detail } of checked.faults) {
    const key = pointer.slice('/fields/'.length);
    if (!faults.has(key)) faults.set(key, detail);
  }
  if (isExample(kind, row)) faults.set('row', '这是表里自带的示例，请删去这一行。');
  return {
    place: row.place,
    cells: Object.fromEntries([...row.cells].map(([key, { text }]) => [key, text])),
    values: checked.values,
    papers: papersOf(row),
    faults: [...faults].map(([key, text]) => ({ key, text })),
    same: sameText(kind, checked.values),
  };
};

/** Every row of a sheet, checked; of two that say the same the second one is at fault. @throws RefusedSheet */
export async function* checkRows(bytes: Buffer, kind: KindPolicy, on: CheckOn): AsyncGenerator<CheckedRow> {
  const places = new Map<string, number>();
  for await (const row of readSheet(bytes, kind)) {
    const checked = checkRow(kind, row, on);
    const first = checked.same === null ? undefined : places.get(checked.same);
    if (first === undefined) {
      if (checked.same !== null) places.set(checked.same, checked.place);
      yield checked;
    } else {
      const twice = { key: sameKeyOf(kind, checked.values), text: `和第 ${first} 行是同一条，请删去一行。` };
      yield { ...checked, faults: [...checked.faults.filter(({ key }) => key !== twice.key), twice] };
    }
  }
}
