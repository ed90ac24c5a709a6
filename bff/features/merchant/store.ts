import type { Sql } from '../../lib/db';
import type { Day, Instant } from '../../platform/ports';

export interface BindingRow {
  readonly id: string;
  readonly citizenId: string;
  readonly personId: string;
  readonly merchantId: string;
  readonly role: 'legal_representative' | 'agent';
  readonly state: 'pending' | 'active' | 'refused' | 'ended';
  readonly requestedAt: Instant;
  readonly decidedAt: Instant | null;
  readonly endsOn: Day | null;
  readonly endedAt: Instant | null;
  readonly endedReason: string | null;
  readonly checkedAt: Instant | null;
  /** citizen:merchant while pending or active. */
  readonly liveKey: string | null;
}

const names = [
  'id',
  'citizenId',
  'personId',
  'merchantId',
  'role',
  'state',
  'requestedAt',
  'decidedAt',
  'endsOn',
  'endedAt',
  'endedReason',
  'checkedAt',
  'liveKey',
] as const;
const columns = names.join(', ');
const first = async <T>(rows: Promise<T[]>): Promise<T | null> => (await rows)[0] ?? null;

export const liveKeyOf = (citizenId: string, merchantId: string): string => `${citizenId}:${merchantId}`;

export const readBinding = (sql: Sql, id: string): Promise<BindingRow | null> =>
  first(sql.query<BindingRow>(`SELECT ${columns} FROM merchant_binding WHERE id = ?`, [id]));

export const listBindingsOf = (sql: Sql, citizenId: string): Promise<BindingRow[]> =>
  sql.query<BindingRow>(`SELECT ${columns} FROM merchant_binding WHERE citizenId = ? ORDER BY requestedAt DESC, id DESC LIMIT 100`, [
    citizenId,
  ]);

export const countRequestsSince = async (sql: Sql, citizenId: string, since: Instant): Promise<number> => {
  const rows = await sql.query<{ n: number }>(
    `SELECT COUNT(*) AS n FROM merchant_binding WHERE citizenId = ? AND role = 'agent' AND requestedAt >= ?`,
    [citizenId, since],
  );
  return Number(rows[0]?.n ?? 0);
};

/** Agents who wait or act, of the merchants this account is bound to as legal representative. */
export const listAgentsFor = (sql: Sql, citizenId: string, state: 'pending' | 'active'): Promise<BindingRow[]> =>
  sql.query<BindingRow>(
    `SELECT ${names.map(name => `p.${name} AS ${name}`).join(', ')}
     FROM merchant_binding p JOIN merchant_binding r ON r.merchantId = p.merchantId
     WHERE r.citizenId = ? AND r.role = 'legal_representative' AND r.state = 'active' AND p.role = 'agent' AND p.state = ?
     ORDER BY p.requestedAt LIMIT 100`,
    [citizenId, state],
  );

/** Accounts of a merchant's legal representatives. */
export const listRepresentatives = async (sql: Sql, merchantId: string): Promise<string[]> =>
  (
    await sql.query<{ citizenId: string }>(
      `SELECT citizenId FROM merchant_binding WHERE merchantId = ? AND role = 'legal_representative' AND state = 'active'`,
      [merchantId],
    )
  ).map(({ citizenId }) => citizenId);

/** @throws UniqueViolation pending or active already */
export const insertBinding = async (tx: Sql, row: BindingRow): Promise<void> => {
  await tx.run(
    `INSERT INTO merchant_binding (${columns}) VALUES (${names.map(() => '?').join(', ')})`,
    names.map(name => row[name]),
  );
};

/** 0: somebody decided before. */
export const activateBinding = (tx: Sql, id: string, at: Instant, endsOn: Day): Promise<number> =>
  tx.run(`UPDATE merchant_binding SET state = 'active', decidedAt = ?, endsOn = ? WHERE id = ? AND state = 'pending'`, [at, endsOn, id]);

export const refuseBinding = (tx: Sql, id: string, at: Instant, reason: string): Promise<number> =>
  tx.run(
    `UPDATE merchant_binding SET state = 'refused', decidedAt = ?, endedAt = ?, endedReason = ?, liveKey = NULL WHERE id = ? AND state = 'pending'`,
    [at, at, reason, id],
  );

export const endBindingRow = (tx: Sql, id: string, at: Instant, reason: string): Promise<number> =>
  tx.run(
    `UPDATE merchant_binding SET state = 'ended', endedAt = ?, endedReason = ?, liveKey = NULL WHERE id = ? AND state IN ('pending', 'active')`,
    [at, reason, id],
  );

export const endBindingsOf = async (tx: Sql, citizenId: string, at: Instant, reason: string): Promise<void> => {
  await tx.run(
    `UPDATE merchant_binding SET state = 'ended', endedAt = ?, endedReason = ?, liveKey = NULL WHERE citizenId = ? AND state IN ('pending', 'active')`,
    [at, reason, citizenId],
  );
};

/** Agents whose time is over, and requests nobody answered. */
export const endOverdue = async (sql: Sql, at: Instant, today: Day, pendingBefore: Instant): Promise<void> => {
  await sql.run(
    `UPDATE merchant_binding SET state = 'ended', endedAt = ?, endedReason = '委托期限已到', liveKey = NULL WHERE state = 'active' AND endsOn < ?`,
    [at, today],
  );
  await sql.run(
    `UPDATE merchant_binding SET state = 'ended', endedAt = ?, endedReason = '30 天内没有得到同意', liveKey = NULL
     WHERE state = 'pending' AND requestedAt < ?`,
    [at, pendingBefore],
  );
};
