import { type Sql, UniqueViolation } from '../../lib/db';
import type { Seal } from '../../lib/seal';
import { type Clock, toInstant } from '../../lib/time';
import type { IdentityDocument, OrgType, PlatformRef } from '../../platform/ports';
import { findSubjectByIndex, findSubjectByRef, insertSubject, type NewSubjectRow, refreshSubject, setPlatformRef } from './store';

export interface KeepDeps {
  readonly seal: Seal;
  readonly now: Clock;
  readonly newId: () => string;
}

export const namePurpose = 'subject.name';
export const idNumberPurpose = 'subject.idNumber';

export interface MerchantFacts {
  readonly orgCode: string;
  readonly name: string;
  readonly orgType: OrgType;
  readonly platformRef: PlatformRef;
}

/** Another row may hold the reference already (the same person under another document): then this one does without. */
const fillRef = async (tx: Sql, subjectId: string, platformRef: PlatformRef | null): Promise<void> => {
  if (platformRef === null) return;
  await setPlatformRef(tx, subjectId, platformRef).catch((error) => {
    if (!(error instanceof UniqueViolation)) throw error;
  });
};

/**
 * One row a subject, whoever asks first; two at once meet at the unique index and both get the same row. A person whom the platform
 * knows under another document too is one subject: the reference tells.
 */
const keep = async (tx: Sql, row: NewSubjectRow): Promise<string> => {
  const find = async () =>
    (await findSubjectByIndex(tx, row.identityIndex)) ?? (row.platformRef === null ? null : await findSubjectByRef(tx, row.platformRef));
  let known = await find();
  if (!known) {
    try {
      await insertSubject(tx, row);
      return row.id;
    } catch (error) {
      if (!(error instanceof UniqueViolation)) throw error;
      known = await find();
    }
  }
  if (!known) throw new Error('subject: refused as a double, but it is not there');
  await refreshSubject(tx, known.id, row);
  await fillRef(tx, known.id, row.platformRef);
  return known.id;
};

export const ensurePerson =
  ({ seal, now, newId }: KeepDeps) =>
  (tx: Sql, { name, idType, idNumber }: IdentityDocument, platformRef: PlatformRef | null): Promise<string> =>
    keep(tx, {
      id: newId(),
      kind: 'person',
      identityIndex: seal.index('person', `${idType}:${idNumber}`),
      idType,
      idNumberSealed: seal.seal(idNumber, idNumberPurpose),
      nameSealed: seal.seal(name, namePurpose),
      orgType: null,
      platformRef,
      createdAt: toInstant(now()),
    });

export const ensureMerchant =
  ({ seal, now, newId }: KeepDeps) =>
  (tx: Sql, { orgCode, name, orgType, platformRef }: MerchantFacts): Promise<string> =>
    keep(tx, {
      id: newId(),
      kind: 'merchant',
      identityIndex: seal.index('merchant', orgCode),
      idType: null,
      idNumberSealed: seal.seal(orgCode, idNumberPurpose),
      nameSealed: seal.seal(name, namePurpose),
      orgType,
      platformRef,
      createdAt: toInstant(now()),
    });
