import type { Sql } from '../../lib/db';
import type { Instant } from '../../platform/ports';

export interface ConsentRow {
  readonly id: string;
  readonly citizenId: string;
  readonly kind: 'privacy' | 'identity' | 'face' | 'child';
  readonly version: string;
  readonly textDigest: string;
  readonly givenAt: Instant;
  readonly withdrawnAt: Instant | null;
  /** citizen:kind while in force. */
  readonly liveKey: string | null;
}

const columns = 'id, citizenId, kind, version, textDigest, givenAt, withdrawnAt, liveKey';
const first = async <T>(rows: Promise<T[]>): Promise<T | null> => (await rows)[0] ?? null;

export const liveKeyOf = (citizenId: string, kind: ConsentRow['kind']): string => `${citizenId}:${kind}`;

/** Latest first; of one instant in the order of their kinds, so that a list reads the same twice. */
export const listConsents = (sql: Sql, citizenId: string): Promise<ConsentRow[]> =>
  sql.query<ConsentRow>(`SELECT ${columns} FROM consent WHERE citizenId = ? ORDER BY givenAt DESC, kind, id DESC LIMIT 200`, [citizenId]);

export const readConsent = (sql: Sql, id: string, citizenId: string): Promise<ConsentRow | null> =>
  first(sql.query<ConsentRow>(`SELECT ${columns} FROM consent WHERE id = ? AND citizenId = ?`, [id, citizenId]));

export const findLiveConsent = (sql: Sql, citizenId: string, kind: ConsentRow['kind']): Promise<ConsentRow | null> =>
  first(sql.query<ConsentRow>(`SELECT ${columns} FROM consent WHERE liveKey = ?`, [liveKeyOf(citizenId, kind)]));

/** Locks a consent in force until the transaction ends: a withdrawal waits. 0: there is none. */
export const holdLiveConsent = (tx: Sql, citizenId: string, kind: ConsentRow['kind']): Promise<number> =>
  tx.run('UPDATE consent SET version = version WHERE liveKey = ?', [liveKeyOf(citizenId, kind)]);

/** @throws UniqueViolation the other phone was first */
export const insertConsent = async (tx: Sql, row: ConsentRow): Promise<void> => {
  await tx.run(`INSERT INTO consent (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, [
    row.id,
    row.citizenId,
    row.kind,
    row.version,
    row.textDigest,
    row.givenAt,
    row.withdrawnAt,
    row.liveKey,
  ]);
};

/** A newer wording was agreed to: the older one is history, not withdrawn. */
export const retireConsent = async (tx: Sql, id: string): Promise<void> => {
  await tx.run('UPDATE consent SET liveKey = NULL WHERE id = ?', [id]);
};

/** 0: it is not in force any more. */
export const withdrawConsentRow = (tx: Sql, id: string, at: Instant): Promise<number> =>
  tx.run('UPDATE consent SET withdrawnAt = ?, liveKey = NULL WHERE id = ? AND liveKey IS NOT NULL', [at, id]);
