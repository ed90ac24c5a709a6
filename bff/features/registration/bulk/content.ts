import type { Seal } from '../../../lib/seal';
import type { FieldValues } from '../../../policy/registration/check-fields';
import type { KindPolicy } from '../../../policy/registration/kinds';
import type { CellFault } from './check-rows';
import { papersKey, papersLabel } from './sheet-layout';
import type { RowOfSheet } from './store';

/** What is kept of a row. */
export interface RowContent {
  readonly cells: Readonly<Record<string, string>>;
  readonly values: FieldValues;
  readonly attachmentIds: readonly string[];
  /** A permit of the file that bears it out; null: none was found. */
  readonly recordId: string | null;
  readonly faults: readonly CellFault[];
}

const rowPurpose = 'bulk_row.contentSealed';
export const partPurpose = 'bulk_part.contentSealed';
export const namePurpose = 'bulk_import.nameSealed';

export const sealRow = (seal: Seal, content: RowContent): string => seal.seal(JSON.stringify(content), rowPurpose);
export const openRow = (seal: Seal, { contentSealed }: Pick<RowOfSheet, 'contentSealed'>): RowContent =>
  JSON.parse(seal.openText(contentSealed, rowPurpose)) as RowContent;

/** The cell a fault stands at, as its column is called. */
export const labelOf = (kind: KindPolicy, key: string): string =>
  key === papersKey ? papersLabel : (kind.fields.find(field => field.key === key)?.label ?? '整行');
