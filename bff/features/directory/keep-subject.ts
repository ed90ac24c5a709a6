import { type Db, type Sql, UniqueViolation } from '../../lib/db';
import { Problem } from '../../lib/problem';
import type { Seal } from '../../lib/seal';
import { type Clock, toInstant } from '../../lib/time';
import type { CreditPort, IdentityDocument, IdType, OrgType, PlatformRef } from '../../platform/ports';
import { findSubjectByIndex, findSubjectByRef, insertSubject, type NewSubjectRow, refreshSubject, setPlatformRef } from './store';

export interface KeepDeps {
  readonly db: Db;
  readonly credit: Pick<CreditPort, 'resolvePerson'>;
  readonly seal: Seal;
  readonly now: Clock;
  readonly newId: () => string;
}

export const namePurpose = 'subject.nameSealed';
export const idNumberPurpose = 'subject.idNumberSealed';

export interface MerchantFacts {
  readonly orgCode: string;
  readonly name: string;
  readonly orgType: OrgType;
  readonly platformRef: PlatformRef;
}

/** Another row may hold the reference already (the same person under another document): then this one does without. */
const fillRef = async (tx: Sql, subjectId: string, platformRef: PlatformRef | null): Promise<void> => {
  if (platformRef === null) return;
  await setPlatformRef(tx, subjectId, platformRef).catch(error => {
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

export const merchantIndex = (seal: Seal, orgCode: string): string => seal.index('merchant', orgCode);
export const personIndex = (seal: Seal, idType: IdType, idNumber: string): string => seal.index('person', `${idType}:${idNumber}`);

const ensurePerson = ({ seal, now, newId, db }: KeepDeps, { name, idType, idNumber }: IdentityDocument, platformRef: PlatformRef | null) =>
  keep(db, {
    id: newId(),
    kind: 'person',
    identityIndex: personIndex(seal, idType, idNumber),
    idType,
    idNumberSealed: seal.seal(idNumber, idNumberPurpose),
    nameSealed: seal.seal(name, namePurpose),
    orgType: null,
    platformRef,
    createdAt: toInstant(now()),
  });

/**
 * The subject of a proved document. A platform that is away now, or does not know the person, does not stand in the way: the
 * reference is asked for again when the file is read.
 */
export const keepPerson =
  (deps: KeepDeps) =>
  async (document: IdentityDocument): Promise<string> => {
    const known = await deps.credit.resolvePerson(document).catch(error => {
      if (error instanceof Problem && error.code === 'platform.unavailable') return null;
      throw error;
    });
    return ensurePerson(deps, document, known?.ref ?? null);
  };

export const ensureMerchant =
  ({ db, seal, now, newId }: KeepDeps) =>
  ({ orgCode, name, orgType, platformRef }: MerchantFacts): Promise<string> =>
    keep(db, {
      id: newId(),
      kind: 'merchant',
      identityIndex: merchantIndex(seal, orgCode),
      idType: null,
      idNumberSealed: seal.seal(orgCode, idNumberPurpose),
      nameSealed: seal.seal(name, namePurpose),
      orgType,
      platformRef,
      createdAt: toInstant(now()),
    });
