import { LRUCache } from 'lru-cache';
import { type Db, UniqueViolation } from '../../lib/db';
import { Problem } from '../../lib/problem';
import type { Seal } from '../../lib/seal';
import type { CreditPort, IdentityDocument, IdType, OrgType, PlatformRef, SubjectKind } from '../../platform/ports';
import { idNumberPurpose, namePurpose } from './keep-subject';
import { readSubjectRow, type SubjectRow, setPlatformRef } from './store';

/** A subject in clear. Personal data: never into a log, an error or a URL. */
export interface SubjectRecord {
  readonly subjectId: string;
  readonly kind: SubjectKind;
  readonly name: string;
  /** null for a merchant. */
  readonly idType: IdType | null;
  /** Unified code of a merchant. */
  readonly idNumber: string;
  readonly orgType: OrgType | null;
  /** null: the platform does not know this subject, or could not be asked. */
  readonly platformRef: PlatformRef | null;
}

export interface ReadDeps {
  readonly db: Db;
  readonly seal: Seal;
  readonly credit: Pick<CreditPort, 'resolvePerson' | 'resolveMerchant'>;
}

/** A subject the platform did not know is asked for again at most once in this time. */
const askAgainMs = 60_000;

export const openSubject =
  (seal: Seal) =>
  (row: SubjectRow): SubjectRecord => ({
    subjectId: row.id,
    kind: row.kind,
    name: seal.openText(row.nameSealed, namePurpose),
    idType: row.idType,
    idNumber: seal.openText(row.idNumberSealed, idNumberPurpose),
    orgType: row.orgType,
    platformRef: row.platformRef,
  });

/** @throws Error for a merchant: it has no identity document */
export const documentOf = ({ name, idType, idNumber }: SubjectRecord): IdentityDocument => {
  if (idType === null) throw new Error('a merchant has no identity document');
  return { name, idType, idNumber };
};

/**
 * One subject, null when there is none. A reference that is still missing, because the platform was away at the real-name check or
 * has opened the file since, is asked for here; when it cannot be asked the record comes without.
 */
export const readSubject = ({ db, seal, credit }: ReadDeps) => {
  const open = openSubject(seal);
  const askedLately = new LRUCache<string, true>({ max: 10_000, ttl: askAgainMs });

  const resolve = async (subject: SubjectRecord): Promise<PlatformRef | null> => {
    askedLately.set(subject.subjectId, true);
    try {
      const known =
        subject.kind === 'person' ? await credit.resolvePerson(documentOf(subject)) : await credit.resolveMerchant(subject.idNumber);
      if (known) await setPlatformRef(db, subject.subjectId, known.ref);
      return known?.ref ?? null;
    } catch (error) {
      if (error instanceof Problem && error.code === 'platform.unavailable') askedLately.delete(subject.subjectId);
      else if (!(error instanceof UniqueViolation)) throw error;
      return null;
    }
  };

  return async (subjectId: string): Promise<SubjectRecord | null> => {
    const row = await readSubjectRow(db, subjectId);
    if (!row) return null;
    const subject = open(row);
    if (subject.platformRef !== null || askedLately.has(subjectId)) return subject;
    return { ...subject, platformRef: await resolve(subject) };
  };
};
