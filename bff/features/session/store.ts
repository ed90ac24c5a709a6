import type { Sql } from '../../lib/db';
import type { Instant } from '../../platform/ports';

export interface CitizenRow {
  readonly id: string;
  readonly personId: string | null;
}

export interface SessionRow {
  readonly id: string;
  readonly citizenId: string;
  readonly client: 'weapp' | 'h5';
  readonly device: string;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | null;
}

export interface CodeRow {
  readonly id: string;
  readonly purpose: string;
  readonly about: string;
  readonly fromIndex: string;
  readonly codeDigest: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

const first = async <T>(rows: Promise<T[]>): Promise<T | null> => (await rows)[0] ?? null;

/** The columns an account can be found by; each is unique. */
export type AccountKey = 'openidIndex' | 'phoneIndex' | 'personId';
const sealedColumnOf = { openidIndex: 'openidSealed', phoneIndex: 'phoneSealed' } as const;

export const findCitizen = (sql: Sql, key: AccountKey, value: string): Promise<CitizenRow | null> =>
  first(sql.query<CitizenRow>(`SELECT id, personId FROM citizen WHERE ${key} = ?`, [value]));

/** Sealed; null: there is none. */
export const readOpenId = async (sql: Sql, citizenId: string): Promise<string | null> =>
  (await first(sql.query<{ openidSealed: string | null }>('SELECT openidSealed FROM citizen WHERE id = ?', [citizenId])))?.openidSealed ??
  null;

export const readCitizen = (sql: Sql, citizenId: string): Promise<CitizenRow | null> =>
  first(sql.query<CitizenRow>('SELECT id, personId FROM citizen WHERE id = ?', [citizenId]));

export const readPhoneSealed = async (sql: Sql, citizenId: string): Promise<string | null> =>
  (await first(sql.query<{ phoneSealed: string | null }>('SELECT phoneSealed FROM citizen WHERE id = ?', [citizenId])))?.phoneSealed ??
  null;

/** @throws UniqueViolation the other phone was first */
export const insertCitizen = async (
  sql: Sql,
  id: string,
  key: keyof typeof sealedColumnOf,
  index: string,
  sealed: string,
  at: Instant,
): Promise<void> => {
  await sql.run(`INSERT INTO citizen (id, ${key}, ${sealedColumnOf[key]}, createdAt) VALUES (?, ?, ?, ?)`, [id, index, sealed, at]);
};

/** @throws UniqueViolation the other phone was first */
export const insertVerifiedCitizen = async (sql: Sql, id: string, personId: string, method: string, at: Instant): Promise<void> => {
  await sql.run('INSERT INTO citizen (id, personId, verifiedMethod, verifiedAt, createdAt) VALUES (?, ?, ?, ?, ?)', [
    id,
    personId,
    method,
    at,
    at,
  ]);
};

/** @throws UniqueViolation the phone belongs to another account */
export const setPhone = async (sql: Sql, citizenId: string, index: string, sealed: string): Promise<void> => {
  await sql.run('UPDATE citizen SET phoneIndex = ?, phoneSealed = ? WHERE id = ?', [index, sealed, citizenId]);
};

const sessionColumns = 'id, citizenId, client, device, createdAt, lastSeenAt, expiresAt, revokedAt';

export const insertSession = async (sql: Sql, row: SessionRow): Promise<void> => {
  await sql.run(`INSERT INTO session (${sessionColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, [
    row.id,
    row.citizenId,
    row.client,
    row.device,
    row.createdAt,
    row.lastSeenAt,
    row.expiresAt,
    row.revokedAt,
  ]);
};

export const readSession = (sql: Sql, sessionId: string): Promise<SessionRow | null> =>
  first(sql.query<SessionRow>(`SELECT ${sessionColumns} FROM session WHERE id = ?`, [sessionId]));

export const listLiveSessions = (sql: Sql, citizenId: string, at: Instant): Promise<SessionRow[]> =>
  sql.query<SessionRow>(
    `SELECT ${sessionColumns} FROM session WHERE citizenId = ? AND revokedAt IS NULL AND expiresAt > ? ORDER BY lastSeenAt DESC LIMIT 100`,
    [citizenId, at],
  );

export const prolongSession = async (sql: Sql, sessionId: string, at: Instant, expiresAt: Instant): Promise<void> => {
  await sql.run('UPDATE session SET lastSeenAt = ?, expiresAt = ? WHERE id = ?', [at, expiresAt, sessionId]);
};

export const revokeSession = (sql: Sql, sessionId: string, at: Instant): Promise<number> =>
  sql.run('UPDATE session SET revokedAt = ? WHERE id = ? AND revokedAt IS NULL', [at, sessionId]);

export const revokeSessionsOf = (sql: Sql, citizenId: string, at: Instant): Promise<number> =>
  sql.run('UPDATE session SET revokedAt = ? WHERE citizenId = ? AND revokedAt IS NULL', [at, citizenId]);

/** The sessions that one sign-out-everywhere ended. */
export const listRevokedAt = (sql: Sql, citizenId: string, at: Instant): Promise<{ id: string }[]> =>
  sql.query<{ id: string }>('SELECT id FROM session WHERE citizenId = ? AND revokedAt = ?', [citizenId, at]);

export const insertRenewal = async (sql: Sql, tokenDigest: string, sessionId: string, at: Instant): Promise<void> => {
  await sql.run('INSERT INTO renewal_token (tokenDigest, sessionId, createdAt) VALUES (?, ?, ?)', [tokenDigest, sessionId, at]);
};

export const readRenewal = (sql: Sql, tokenDigest: string): Promise<{ sessionId: string; usedAt: Instant | null } | null> =>
  first(
    sql.query<{ sessionId: string; usedAt: Instant | null }>('SELECT sessionId, usedAt FROM renewal_token WHERE tokenDigest = ?', [
      tokenDigest,
    ]),
  );

/** 1: this call used it up; 0: it was used, or there is none. */
export const spendRenewal = (sql: Sql, tokenDigest: string, at: Instant): Promise<number> =>
  sql.run('UPDATE renewal_token SET usedAt = ? WHERE tokenDigest = ? AND usedAt IS NULL', [at, tokenDigest]);

/** @throws UniqueViolation a code for the same purpose was sent in the same span of time */
export const insertCode = async (sql: Sql, row: CodeRow): Promise<void> => {
  await sql.run(
    'INSERT INTO sms_code (id, purpose, about, fromIndex, codeDigest, createdAt, expiresAt, attempts) VALUES (?, ?, ?, ?, ?, ?, ?, 0)',
    [row.id, row.purpose, row.about, row.fromIndex, row.codeDigest, row.createdAt, row.expiresAt],
  );
};

export const dropCode = async (sql: Sql, id: string): Promise<void> => {
  await sql.run('DELETE FROM sms_code WHERE id = ?', [id]);
};

export const readNewestCode = (
  sql: Sql,
  purpose: string,
  about: string,
): Promise<{ id: string; codeDigest: string; createdAt: Instant } | null> =>
  first(
    sql.query<{ id: string; codeDigest: string; createdAt: Instant }>(
      'SELECT id, codeDigest, createdAt FROM sms_code WHERE purpose = ? AND about = ? ORDER BY createdAt DESC LIMIT 1',
      [purpose, about],
    ),
  );

const countOf = async (rows: Promise<{ n: number }[]>): Promise<number> => Number((await rows)[0]?.n ?? 0);

export const countCodesAbout = (sql: Sql, purpose: string, about: string, since: Instant): Promise<number> =>
  countOf(sql.query('SELECT COUNT(*) AS n FROM sms_code WHERE purpose = ? AND about = ? AND createdAt > ?', [purpose, about, since]));

export const countCodesFrom = (sql: Sql, fromIndex: string, since: Instant): Promise<number> =>
  countOf(sql.query('SELECT COUNT(*) AS n FROM sms_code WHERE fromIndex = ? AND createdAt > ?', [fromIndex, since]));

/** Takes one try before the code is looked at; 0: used, expired or tried too often. */
export const takeTry = (sql: Sql, id: string, tries: number, at: Instant): Promise<number> =>
  sql.run('UPDATE sms_code SET attempts = attempts + 1 WHERE id = ? AND attempts < ? AND usedAt IS NULL AND expiresAt > ?', [
    id,
    tries,
    at,
  ]);

/** 1: this call used it; of two phones with the same code one gets 0. */
export const spendCode = (sql: Sql, id: string, at: Instant): Promise<number> =>
  sql.run('UPDATE sms_code SET usedAt = ? WHERE id = ? AND usedAt IS NULL', [at, id]);

const sweepBatch = 500;

/**
 * Sessions that ended before `before` go with their tokens; codes older than `codesBefore` too. In two steps, because MySQL
 * reads and locks the whole token table for a DELETE with a subquery.
 */
export const sweepRows = async (sql: Sql, before: Instant, codesBefore: Instant): Promise<void> => {
  for (;;) {
    const over = await sql.query<{ id: string }>(`SELECT id FROM session WHERE expiresAt < ? LIMIT ${sweepBatch}`, [before]);
    if (over.length === 0) break;
    const ids = over.map(({ id }) => id);
    const places = ids.map(() => '?').join(', ');
    await sql.run(`DELETE FROM renewal_token WHERE sessionId IN (${places})`, ids);
    await sql.run(`DELETE FROM session WHERE id IN (${places})`, ids);
  }
  await sql.run('DELETE FROM sms_code WHERE createdAt < ?', [codesBefore]);
};
