import type { Seal } from '../../../lib/seal';
import type { FieldValues } from '../../../policy/registration/check-fields';
import type { KindPolicy } from '../../../policy/registration/kinds';
import type { CellFault } from './check-rows';
import { papersKey, papersLabel } from './sheet-layout';
import type { BlockOfSheet, FateOfRow } from './store';

/** What is kept of a row. */
export interface RowContent {
  readonly place: number;
  readonly cells: Readonly<Record<string, string>>;
  readonly values: FieldValues;
  readonly attachmentIds: readonly string[];
  /** A permit of the file that bears it out; null: none was found. */
  readonly recordId: string | null;
  readonly faults: readonly CellFault[];
}

const blockPurpose = 'bulk_block.contentSealed';
const fatePurpose = 'bulk_row.contentSealed';
export const partPurpose = 'bulk_part.contentSealed';
export const namePurpose = 'bulk_import.nameSealed';

export const sealBlock = (seal: Seal, rows: readonly RowContent[]): string => seal.seal(JSON.stringify(rows), blockPurpose);
export const openBlock = (seal: Seal, { contentSealed }: Pick<BlockOfSheet, 'contentSealed'>): readonly RowContent[] =>
  JSON.parse(seal.openText(contentSealed, blockPurpose)) as RowContent[];

/** Why a row was refused when it was to be registered. */
export const sealFaults = (seal: Seal, faults: readonly CellFault[]): string => seal.seal(JSON.stringify(faults), fatePurpose);
export const openFaults = (seal: Seal, { contentSealed }: Pick<FateOfRow, 'contentSealed'>): readonly CellFault[] =>
  contentSealed === null ? [] : (JSON.parse(seal.openText(contentSealed, fatePurpose)) as CellFault[]);

/** The cell a fault stands at, as its column is called. */
export const labelOf = (kind: KindPolicy, key: string): string =>
  key === papersKey ? papersLabel : (kind.fields.find(field => field.key === key)?.label ?? '整行');
