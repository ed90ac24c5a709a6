import type { Seal } from '../../lib/seal';
import type { FieldValues } from '../../policy/registration/check-fields';
import type { BoundAttachment } from '../offers';
import type { MoveRow, RevisionRow } from './store';

/** What one revision says. */
export interface EntryContent {
  readonly title: string;
  readonly fields: FieldValues;
  /** As they were when it was submitted: the receipt. */
  readonly attachments: readonly BoundAttachment[];
  readonly permit: { readonly state: 'agreed' | 'differs' | 'unavailable'; readonly agencyName: string | null } | null;
}

export interface Reason {
  /** JSON pointer into `{fields, attachments}`; `/` for the whole. */
  readonly pointer: string;
  readonly text: string;
}

const contentPurpose = 'registration_revision.contentSealed';
const byPurpose = 'registration_move.bySealed';
const reasonsPurpose = 'registration_move.reasonsSealed';

export const sealContent = (seal: Seal, content: EntryContent): string => seal.seal(JSON.stringify(content), contentPurpose);

export const openContent = (seal: Seal, { contentSealed }: Pick<RevisionRow, 'contentSealed'>): EntryContent =>
  JSON.parse(seal.openText(contentSealed, contentPurpose)) as EntryContent;

export const sealBy = (seal: Seal, by: string): string => seal.seal(by, byPurpose);
export const openBy = (seal: Seal, { bySealed }: Pick<MoveRow, 'bySealed'>): string => seal.openText(bySealed, byPurpose);

export const sealReasons = (seal: Seal, reasons: readonly Reason[]): string | null =>
  reasons.length === 0 ? null : seal.seal(JSON.stringify(reasons), reasonsPurpose);

export const openReasons = (seal: Seal, { reasonsSealed }: Pick<MoveRow, 'reasonsSealed'>): Reason[] =>
  reasonsSealed === null ? [] : (JSON.parse(seal.openText(reasonsSealed, reasonsPurpose)) as Reason[]);
