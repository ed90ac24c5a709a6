import type { Db } from '../../lib/db';
import { beijingDay } from '../../lib/time';
import type { IdentityDocument, IdType } from '../../platform/ports';
import { type ActingDeps, actingSubject, recheckRepresentatives } from './acting-subject';
import { ensureMerchant, type KeepDeps, keepPerson, merchantIndex, personIndex } from './keep-subject';
import { listSubjects } from './list-subjects';
import { documentOf, openSubject, type ReadDeps, readSubject } from './read-subject';
import { findAccountOfPerson, findSubjectByIndex, findSubjectByRef, listActors, readPersonId, readSubjectRow } from './store';

export type { AccountOfPerson } from './store';

export interface DirectoryDeps extends KeepDeps, ReadDeps, ActingDeps {
  readonly db: Db;
  readonly credit: ActingDeps['credit'] & ReadDeps['credit'];
}

/** Subjects, and who may act as them. Has no endpoint of its own. */
export const wireDirectory = (deps: DirectoryDeps) => {
  const { db, seal, now } = deps;
  const read = readSubject(deps);
  return {
    readSubject: read,
    /** The document an account was verified with; null before. Personal data. */
    async documentOf(citizenId: string): Promise<IdentityDocument | null> {
      const personId = await readPersonId(db, citizenId);
      const row = personId === null ? null : await readSubjectRow(db, personId);
      return row && documentOf(openSubject(seal)(row));
    },
    actingSubject: actingSubject(deps, read),
    listSubjects: listSubjects(deps),
    keepPerson: keepPerson(deps),
    ensureMerchant: ensureMerchant(deps),
    /** The person an account was proved to be. */
    personOf: (citizenId: string) => readPersonId(db, citizenId),
    /** For operators: the account a person's document is tied to. */
    accountOf: (idType: IdType, idNumber: string) => findAccountOfPerson(db, personIndex(seal, idType, idNumber)),
    isVerified: async (citizenId: string): Promise<boolean> => (await readPersonId(db, citizenId)) !== null,
    /** Accounts that may act for a subject today: whom to notify. */
    citizensOf: (subjectId: string) => listActors(db, subjectId, beijingDay(now())),
    /** The subject of a unified code, where somebody here has met it. */
    merchantOfCode: async (orgCode: string): Promise<string | null> =>
      (await findSubjectByIndex(db, merchantIndex(seal, orgCode)))?.id ?? null,
    subjectOfRef: async (platformRef: string): Promise<string | null> => (await findSubjectByRef(db, platformRef))?.id ?? null,
    platformRefOf: async (subjectId: string): Promise<string | null> => (await read(subjectId))?.platformRef ?? null,
    recheckRepresentatives: recheckRepresentatives(db),
  };
};
