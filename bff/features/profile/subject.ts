import type { IdType, OrgType, PlatformRef, SubjectKind } from '../../platform/ports';

/** A subject as the directory knows it, opened. */
export interface SubjectRecord {
  readonly subjectId: string;
  readonly kind: SubjectKind;
  readonly name: string;
  readonly idType: IdType | null;
  readonly idNumber: string;
  readonly orgType: OrgType | null;
  readonly platformRef: PlatformRef | null;
}
