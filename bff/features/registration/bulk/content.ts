import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
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

/** In threads of their own. */
const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

const blockPurpose = 'bulk_block.contentSealed';
const fatePurpose = 'bulk_row.contentSealed';
export const partPurpose = 'bulk_part.contentSealed';
export const namePurpose = 'bulk_import.nameSealed';

/** Packed, as rows of one sheet repeat themselves: a tenth is written, and on SQLite everybody waits for what is written. */
export const sealBlock = async (seal: Seal, rows: readonly RowContent[]): Promise<string> =>
  seal.seal(await pack(JSON.stringify(rows)), blockPurpose);
export const openBlock = async (seal: Seal, { contentSealed }: Pick<BlockOfSheet, 'contentSealed'>): Promise<readonly RowContent[]> =>
  JSON.parse((await unpack(seal.open(contentSealed, blockPurpose))).toString('utf8')) as RowContent[];

/** Why a row was refused when it was to be registered. */
export const sealFaults = (seal: Seal, faults: readonly CellFault[]): string => seal.seal(JSON.stringify(faults), fatePurpose);
export const openFaults = (seal: Seal, { contentSealed }: Pick<FateOfRow, 'contentSealed'>): readonly CellFault[] =>
  contentSealed === null ? [] : (JSON.parse(seal.openText(contentSealed, fatePurpose)) as CellFault[]);

/** The cell a fault stands at, as its column is called. */
export const labelOf = (kind: KindPolicy, key: string): string =>
  key === papersKey ? papersLabel : (kind.fields.find(field => field.key === key)?.label ?? '整行');
