import type { Sql } from '../../lib/db';
import type { Day, IdType, Instant, OrgType, SubjectKind } from '../../platform/ports';

export interface SubjectRow {
  readonly id: string;
  readonly kind: SubjectKind;
  readonly idType: IdType | null;
  readonly idNumberSealed: string;
  readonly nameSealed: string;
  readonly orgType: OrgType | null;
  readonly platformRef: string | null;
}

export interface NewSubjectRow extends SubjectRow {
  readonly identityIndex: string;
  readonly createdAt: Instant;
}

/** A live tie between an account and a merchant. */
export interface BindingRow {
  readonly bindingId: string;
  readonly subjectId: string;
  readonly role: 'legal_representative' | 'agent';
  readonly endsOn: Day | null;
  readonly checkedAt: Instant | null;
}

export interface TieRow {
  readonly subjectId: string;
  readonly endsOn: Day;
}

const columns = 'id, kind, idType, idNumberSealed, nameSealed, orgType, platformRef';
const first = async <T>(rows: Promise<T[]>): Promise<T | null> => (await rows)[0] ?? null;

export const readSubjectRow = (sql: Sql, subjectId: string): Promise<SubjectRow | null> =>
  first(sql.query<SubjectRow>(`SELECT ${columns} FROM subject WHERE id = ?`, [subjectId]));

export const readSubjectRows = (sql: Sql, subjectIds: readonly string[]): Promise<SubjectRow[]> =>
  subjectIds.length === 0
    ? Promise.resolve([])
    : sql.query<SubjectRow>(`SELECT ${columns} FROM subject WHERE id IN (${subjectIds.map(() => '?').join(', ')})`, subjectIds);

export const findSubjectByIndex = (sql: Sql, identityIndex: string): Promise<SubjectRow | null> =>
  first(sql.query<SubjectRow>(`SELECT ${columns} FROM subject WHERE identityIndex = ?`, [identityIndex]));

export const findSubjectByRef = (sql: Sql, platformRef: string): Promise<{ id: string } | null> =>
  first(sql.query<{ id: string }>('SELECT id FROM subject WHERE platformRef = ?', [platformRef]));

/** @throws UniqueViolation somebody else wrote this subject first */
export const insertSubject = async (sql: Sql, row: NewSubjectRow): Promise<void> => {
  await sql.run(`INSERT INTO subject (${columns}, identityIndex, createdAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, [
    row.id,
    row.kind,
    row.idType,
    row.idNumberSealed,
    row.nameSealed,
    row.orgType,
    row.platformRef,
    row.identityIndex,
    row.createdAt,
  ]);
};

/** What the newest proof said: a changed name, a merchant's new form. */
export const refreshSubject = async (
  sql: Sql,
  subjectId: string,
  { nameSealed, orgType }: Pick<SubjectRow, 'nameSealed' | 'orgType'>,
): Promise<void> => {
  await sql.run('UPDATE subject SET nameSealed = ?, orgType = ? WHERE id = ?', [nameSealed, orgType, subjectId]);
};

/** @throws UniqueViolation another subject has this reference */
export const setPlatformRef = async (sql: Sql, subjectId: string, platformRef: string): Promise<void> => {
  await sql.run('UPDATE subject SET platformRef = ? WHERE id = ? AND platformRef IS NULL', [platformRef, subjectId]);
};

export const readPersonId = async (sql: Sql, citizenId: string): Promise<string | null> =>
  (await first(sql.query<{ personId: string | null }>('SELECT personId FROM citizen WHERE id = ?', [citizenId])))?.personId ?? null;

export interface AccountOfPerson {
  readonly subjectId: string;
  /** null: no account is tied to this person. */
  readonly citizenId: string | null;
  readonly verifiedMethod: string | null;
  readonly verifiedAt: Instant | null;
}

export const findAccountOfPerson = (sql: Sql, identityIndex: string): Promise<AccountOfPerson | null> =>
  first(
    sql.query<AccountOfPerson>(
      `SELECT s.id AS subjectId, c.id AS citizenId, c.verifiedMethod AS verifiedMethod, c.verifiedAt AS verifiedAt
       FROM subject s LEFT JOIN citizen c ON c.personId = s.id WHERE s.identityIndex = ?`,
      [identityIndex],
    ),
  );

export const findTie = (sql: Sql, guardianId: string, childId: string, today: Day): Promise<TieRow | null> =>
  first(
    sql.query<TieRow>('SELECT childId AS subjectId, endsOn FROM guardianship WHERE liveKey = ? AND endsOn >= ?', [
      `${guardianId}:${childId}`,
      today,
    ]),
  );

export const listTies = (sql: Sql, guardianId: string, today: Day): Promise<TieRow[]> =>
  sql.query<TieRow>(
    'SELECT childId AS subjectId, endsOn FROM guardianship WHERE guardianId = ? AND liveKey IS NOT NULL AND endsOn >= ? ORDER BY createdAt',
    [guardianId, today],
  );

const bindingColumns = 'id AS bindingId, merchantId AS subjectId, role, endsOn, checkedAt';

export const findBinding = (sql: Sql, citizenId: string, personId: string, merchantId: string, today: Day): Promise<BindingRow | null> =>
  first(
    sql.query<BindingRow>(
      `SELECT ${bindingColumns} FROM merchant_binding WHERE liveKey = ? AND personId = ? AND state = 'active' AND (endsOn IS NULL OR endsOn >= ?)`,
      [`${citizenId}:${merchantId}`, personId, today],
    ),
  );

export const listBindings = (sql: Sql, citizenId: string, personId: string, today: Day): Promise<BindingRow[]> =>
  sql.query<BindingRow>(
    `SELECT ${bindingColumns} FROM merchant_binding
     WHERE citizenId = ? AND personId = ? AND state = 'active' AND (endsOn IS NULL OR endsOn >= ?) ORDER BY requestedAt`,
    [citizenId, personId, today],
  );

export const markBindingChecked = async (sql: Sql, bindingId: string, at: Instant): Promise<void> => {
  await sql.run('UPDATE merchant_binding SET checkedAt = ? WHERE id = ?', [at, bindingId]);
};

export const forgetBindingChecks = async (sql: Sql, merchantId: string): Promise<void> => {
  await sql.run(
    `UPDATE merchant_binding SET checkedAt = NULL WHERE merchantId = ? AND state = 'active' AND role = 'legal_representative'`,
    [merchantId],
  );
};

/** 1 when this call ended it, 0 when another one did. */
export const endBinding = (sql: Sql, bindingId: string, at: Instant, reason: string): Promise<number> =>
  sql.run(`UPDATE merchant_binding SET state = 'ended', endedAt = ?, endedReason = ?, liveKey = NULL WHERE id = ? AND state = 'active'`, [
    at,
    reason,
    bindingId,
  ]);

/** Accounts that may act for a subject today. */
export const listActors = async (sql: Sql, subjectId: string, today: Day): Promise<string[]> => {
  const own = sql.query<{ id: string }>('SELECT id FROM citizen WHERE personId = ?', [subjectId]);
  const guardians = sql.query<{ id: string }>(
    `SELECT c.id AS id FROM guardianship g JOIN citizen c ON c.personId = g.guardianId
     WHERE g.childId = ? AND g.liveKey IS NOT NULL AND g.endsOn >= ?`,
    [subjectId, today],
  );
  const bound = sql.query<{ id: string }>(
    `SELECT b.citizenId AS id FROM merchant_binding b JOIN citizen c ON c.id = b.citizenId AND c.personId = b.personId
     WHERE b.merchantId = ? AND b.state = 'active' AND (b.endsOn IS NULL OR b.endsOn >= ?)`,
    [subjectId, today],
  );
  const rows = await Promise.all([own, guardians, bound]);
  return [...new Set(rows.flat().map(({ id }) => id))];
};
