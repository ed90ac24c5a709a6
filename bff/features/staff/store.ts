import type { Sql } from '../../lib/db';
import type { Instant } from '../../platform/ports';

export interface MemberRow {
  readonly id: string;
  readonly accountIndex: string;
  readonly accountSealed: string;
  readonly nameSealed: string;
  readonly orgId: string;
  readonly county: string | null;
  /** Words of contract/staff, separated by commas. */
  readonly roles: string;
  readonly passwordSealed: string | null;
  readonly totpSealed: string | null;
  readonly invitationDigest: string | null;
  readonly invitedUntil: Instant | null;
  readonly createdAt: Instant;
  readonly joinedAt: Instant | null;
  readonly disabledAt: Instant | null;
}

export interface SessionRow {
  readonly id: string;
  readonly staffId: string;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
}

export interface LockRow {
  readonly tries: number;
  readonly at: Instant;
  readonly lockedUntil: Instant | null;
}

const memberColumns =
  'id, accountIndex, accountSealed, nameSealed, orgId, county, roles, passwordSealed, totpSealed, invitationDigest, invitedUntil, createdAt, joinedAt, disabledAt';

export const findMember = async (sql: Sql, by: 'id' | 'accountIndex', value: string): Promise<MemberRow | null> =>
  (await sql.query<MemberRow>(`SELECT ${memberColumns} FROM staff_member WHERE ${by} = ?`, [value]))[0] ?? null;

export const listMembers = (sql: Sql): Promise<MemberRow[]> =>
  sql.query<MemberRow>(`SELECT ${memberColumns} FROM staff_member ORDER BY createdAt, id`);

export const readNames = async (sql: Sql, ids: readonly string[]): Promise<{ id: string; nameSealed: string }[]> =>
  ids.length === 0
    ? []
    : sql.query<{ id: string; nameSealed: string }>(
        `SELECT id, nameSealed FROM staff_member WHERE id IN (${ids.map(() => '?').join(', ')})`,
        ids,
      );

/** @throws UniqueViolation there is such an account */
export const insertMember = async (
  sql: Sql,
  row: Pick<MemberRow, 'id' | 'accountIndex' | 'accountSealed' | 'nameSealed' | 'orgId' | 'county' | 'roles' | 'createdAt'>,
): Promise<void> => {
  await sql.run(
    'INSERT INTO staff_member (id, accountIndex, accountSealed, nameSealed, orgId, county, roles, totpStep, createdAt) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)',
    [row.id, row.accountIndex, row.accountSealed, row.nameSealed, row.orgId, row.county, row.roles, row.createdAt],
  );
};

/** Whoever is invited has no password and no secret any more. */
export const invite = (sql: Sql, id: string, invitationDigest: string, invitedUntil: Instant): Promise<number> =>
  sql.run(
    'UPDATE staff_member SET invitationDigest = ?, invitedUntil = ?, passwordSealed = NULL, totpSealed = NULL, disabledAt = NULL WHERE id = ?',
    [invitationDigest, invitedUntil, id],
  );

/** 0: the invitation was used meanwhile. */
export const setSecret = (sql: Sql, id: string, invitationDigest: string, totpSealed: string): Promise<number> =>
  sql.run('UPDATE staff_member SET totpSealed = ? WHERE id = ? AND invitationDigest = ?', [totpSealed, id, invitationDigest]);

export interface Joining {
  readonly id: string;
  readonly invitationDigest: string;
  /** The secret whose code was checked. */
  readonly totpSealed: string;
  readonly passwordSealed: string;
  readonly step: number;
  readonly at: Instant;
}

/** 0: the invitation was used, or another secret was made meanwhile. */
export const join = (sql: Sql, { id, invitationDigest, totpSealed, passwordSealed, step, at }: Joining): Promise<number> =>
  sql.run(
    `UPDATE staff_member SET passwordSealed = ?, totpStep = ?, joinedAt = ?, invitationDigest = NULL, invitedUntil = NULL
     WHERE id = ? AND invitationDigest = ? AND totpSealed = ? AND disabledAt IS NULL`,
    [passwordSealed, step, at, id, invitationDigest, totpSealed],
  );

/** A demo member: its password and secret are set by the sandbox. */
export const setProofs = (sql: Sql, id: string, passwordSealed: string, totpSealed: string, at: Instant): Promise<number> =>
  sql.run('UPDATE staff_member SET passwordSealed = ?, totpSealed = ?, joinedAt = ? WHERE id = ?', [passwordSealed, totpSealed, at, id]);

/** 1: this call used the code of that step; 0: it, or a later one, was used before, or the member was disabled meanwhile. */
export const spendStep = (sql: Sql, id: string, step: number): Promise<number> =>
  sql.run('UPDATE staff_member SET totpStep = ? WHERE id = ? AND totpStep < ? AND disabledAt IS NULL', [step, id, step]);

export const disable = (sql: Sql, id: string, at: Instant): Promise<number> =>
  sql.run('UPDATE staff_member SET disabledAt = ?, invitationDigest = NULL, invitedUntil = NULL WHERE id = ? AND disabledAt IS NULL', [
    at,
    id,
  ]);

export const insertSession = async (sql: Sql, tokenDigest: string, { id, staffId, createdAt, lastSeenAt }: SessionRow): Promise<void> => {
  await sql.run('INSERT INTO staff_session (tokenDigest, id, staffId, createdAt, lastSeenAt) VALUES (?, ?, ?, ?, ?)', [
    tokenDigest,
    id,
    staffId,
    createdAt,
    lastSeenAt,
  ]);
};

export type LiveSession = SessionRow & Pick<MemberRow, 'accountSealed' | 'nameSealed' | 'orgId' | 'county' | 'roles'>;

/** The session with whoever it is of, as they stand at this moment; null: ended, or the member is disabled. */
export const readLive = async (sql: Sql, tokenDigest: string): Promise<LiveSession | null> =>
  (
    await sql.query<LiveSession>(
      `SELECT s.id, s.staffId, s.createdAt, s.lastSeenAt, m.accountSealed, m.nameSealed, m.orgId, m.county, m.roles
       FROM staff_session s JOIN staff_member m ON m.id = s.staffId
       WHERE s.tokenDigest = ? AND s.endedAt IS NULL AND m.disabledAt IS NULL`,
      [tokenDigest],
    )
  )[0] ?? null;

export const touchSession = (sql: Sql, id: string, at: Instant): Promise<number> =>
  sql.run('UPDATE staff_session SET lastSeenAt = ? WHERE id = ? AND endedAt IS NULL AND lastSeenAt < ?', [at, id, at]);

export const endSession = (sql: Sql, tokenDigest: string, at: Instant): Promise<number> =>
  sql.run('UPDATE staff_session SET endedAt = ? WHERE tokenDigest = ? AND endedAt IS NULL', [at, tokenDigest]);

export const endSessionsOf = (sql: Sql, staffId: string, at: Instant): Promise<number> =>
  sql.run('UPDATE staff_session SET endedAt = ? WHERE staffId = ? AND endedAt IS NULL', [at, staffId]);

export const dropSessions = (sql: Sql, before: Instant): Promise<number> =>
  sql.run('DELETE FROM staff_session WHERE createdAt < ?', [before]);

export const readLock = async (sql: Sql, accountIndex: string): Promise<LockRow | null> =>
  (await sql.query<LockRow>('SELECT tries, at, lockedUntil FROM staff_lock WHERE accountIndex = ?', [accountIndex]))[0] ?? null;

/** @throws UniqueViolation somebody else tried in the same moment */
export const insertLock = async (sql: Sql, accountIndex: string, { tries, at, lockedUntil }: LockRow): Promise<void> => {
  await sql.run('INSERT INTO staff_lock (accountIndex, tries, at, lockedUntil) VALUES (?, ?, ?, ?)', [
    accountIndex,
    tries,
    at,
    lockedUntil,
  ]);
};

/** 0: somebody else tried in between. */
export const replaceLock = (sql: Sql, accountIndex: string, seen: LockRow, next: LockRow): Promise<number> =>
  sql.run('UPDATE staff_lock SET tries = ?, at = ?, lockedUntil = ? WHERE accountIndex = ? AND tries = ? AND at = ?', [
    next.tries,
    next.at,
    next.lockedUntil,
    accountIndex,
    seen.tries,
    seen.at,
  ]);

export const dropLock = (sql: Sql, accountIndex: string): Promise<number> =>
  sql.run('DELETE FROM staff_lock WHERE accountIndex = ?', [accountIndex]);

export const dropLocks = (sql: Sql, before: Instant): Promise<number> =>
  sql.run('DELETE FROM staff_lock WHERE at < ? AND (lockedUntil IS NULL OR lockedUntil < ?)', [before, before]);
