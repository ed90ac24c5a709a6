import type { Sql } from '../lib/db';
import { toInstant } from '../lib/time';
import type { Instant } from '../platform/ports';
import { firstWaits } from './failure';

/** `waiting` → `leased` → `done` | `waiting` again | `dead`. */
export interface Delivery {
  readonly id: string;
  readonly topic: string;
  readonly orderKey: string;
  readonly payloadSealed: string;
  /** Tries that count against the budget. */
  readonly attempts: number;
  /** Claims so far, never fewer: tells two claims of a row apart, and whether it was ever tried. */
  readonly fence: number;
  /** Leases that ran out with their holder never heard of again. */
  readonly losses: number;
}

export const insertWaiting = async (
  tx: Sql,
  row: { id: string; topic: string; orderKey: string; payloadSealed: string; at: Instant },
): Promise<void> => {
  await tx.run(
    `INSERT INTO outbox (id, topic, orderKey, payloadSealed, state, attempts, fence, losses, createdAt, nextAt)
     VALUES (?, ?, ?, ?, 'waiting', 0, 0, 0, ?, ?)`,
    [row.id, row.topic, row.orderKey, row.payloadSealed, row.at, row.at],
  );
};

/** The newest row of a key that is not delivered yet, dead letters too. */
export const lastOpenId = async (db: Sql, orderKey: string): Promise<string | null> => {
  const [row] = await db.query<{ id: string | null }>(
    "SELECT MAX(id) AS id FROM outbox WHERE orderKey = ? AND state IN ('waiting', 'leased', 'dead')",
    [orderKey],
  );
  return row?.id ?? null;
};

/** What the database says the time is. Leases are held against it: the clocks of two relays may be an hour apart. */
export const readDatabaseNow = async (db: Sql): Promise<Date> => {
  const [row] = await db.query<{ at: string }>("SELECT DATE_FORMAT(UTC_TIMESTAMP(3), '%Y-%m-%dT%H:%i:%s.%f') AS at");
  return new Date(`${row?.at.slice(0, 23)}Z`);
};

/**
 * Rows that are due and are the oldest open row of their order key; none of the topics `but`. A row may have been written by a clock that was
 * an hour fast and is right again: what was never claimed is due at once, and what says it waits longer than anything waits after so few tries.
 */
export const findDue = (db: Sql, now: Instant, limit: number, but: readonly string[] = []): Promise<Delivery[]> =>
  db.query<Delivery>(
    `SELECT o.id, o.topic, o.orderKey, o.payloadSealed, o.attempts, o.fence, o.losses FROM outbox o
     WHERE o.state = 'waiting' AND (o.nextAt <= ? OR o.fence = 0 OR (o.attempts <= ${firstWaits.tries} AND o.nextAt > ?))
       AND NOT EXISTS (SELECT 1 FROM outbox p WHERE p.orderKey = o.orderKey AND p.state IN ('waiting', 'leased') AND p.id < o.id)
       ${but.length > 0 ? `AND o.topic NOT IN (${but.map(() => '?').join(', ')})` : ''}
     ORDER BY o.nextAt, o.id LIMIT ${Math.trunc(limit)}`,
    [now, toInstant(new Date(Date.parse(now) + firstWaits.atMostMs)), ...but],
  );

/** One conditional update, portable on both engines: whoever changes the row has it. */
export const claim = async (db: Sql, { id, fence }: Delivery, by: string, until: Instant): Promise<boolean> =>
  (await db.run(
    "UPDATE outbox SET state = 'leased', leasedBy = ?, leasedUntil = ?, fence = fence + 1 WHERE id = ? AND fence = ? AND state = 'waiting'",
    [by, until, id, fence],
  )) === 1;

/** A claim of ours; the three that follow act only while it is. */
export interface Lease {
  readonly id: string;
  readonly by: string;
  /** After the claim. */
  readonly fence: number;
}
const held = "WHERE id = ? AND leasedBy = ? AND fence = ? AND state = 'leased'";

export const extendLease = async (db: Sql, { id, by, fence }: Lease, until: Instant): Promise<boolean> =>
  (await db.run(`UPDATE outbox SET leasedUntil = ? ${held}`, [until, id, by, fence])) === 1;

/** What was delivered is not kept: only that it was. */
export const markDone = async (db: Sql, { id, by, fence }: Lease, attempts: number, now: Instant): Promise<boolean> =>
  (await db.run(
    `UPDATE outbox SET state = 'done', attempts = ?, doneAt = ?, payloadSealed = '', leasedBy = NULL, leasedUntil = NULL, lastError = NULL
     ${held}`,
    [attempts, now, id, by, fence],
  )) === 1;

export interface Failed {
  readonly state: 'waiting' | 'dead';
  readonly attempts: number;
  readonly nextAt: Instant;
  readonly reason: string;
}

export const markFailed = async (db: Sql, { id, by, fence }: Lease, { state, attempts, nextAt, reason }: Failed): Promise<boolean> =>
  (await db.run(`UPDATE outbox SET state = ?, attempts = ?, nextAt = ?, leasedBy = NULL, leasedUntil = NULL, lastError = ? ${held}`, [
    state,
    attempts,
    nextAt,
    reason.slice(0, 300),
    id,
    by,
    fence,
  ])) === 1;

export interface Lost {
  readonly id: string;
  readonly topic: string;
  readonly fence: number;
  /** Leases of this row that ran out before, its holder never heard of again. */
  readonly losses: number;
}

/** Leases that ran out: whoever had them is gone. */
export const findLost = (db: Sql, leaseNow: Instant, limit: number): Promise<Lost[]> =>
  db.query<Lost>(
    `SELECT id, topic, fence, losses FROM outbox WHERE state = 'leased' AND leasedUntil <= ? ORDER BY leasedUntil LIMIT ${Math.trunc(limit)}`,
    [leaseNow],
  );

export const takeBack = async (
  db: Sql,
  { id, fence, losses }: Lost,
  leaseNow: Instant,
  { state, nextAt, reason }: Pick<Failed, 'state' | 'nextAt' | 'reason'>,
): Promise<boolean> =>
  (await db.run(
    `UPDATE outbox SET state = ?, nextAt = ?, losses = ?, leasedBy = NULL, leasedUntil = NULL, lastError = ?
     WHERE id = ? AND fence = ? AND state = 'leased' AND leasedUntil <= ?`,
    [state, nextAt, losses + 1, reason, id, fence, leaseNow],
  )) === 1;

/** Gives back what a stopping relay had claimed and not begun. */
export const giveBack = (db: Sql, by: string, now: Instant): Promise<number> =>
  db.run("UPDATE outbox SET state = 'waiting', nextAt = ?, leasedBy = NULL, leasedUntil = NULL WHERE leasedBy = ? AND state = 'leased'", [
    now,
    by,
  ]);

export interface Backlog {
  readonly waiting: number;
  readonly dead: number;
  /** Creation of the oldest row that is not delivered and not dead. */
  readonly oldestAt: Instant | null;
}

export const readBacklog = async (db: Sql): Promise<Backlog> => {
  const rows = await db.query<{ state: string; count: number | bigint; oldestAt: Instant }>(
    "SELECT state, COUNT(*) AS count, MIN(createdAt) AS oldestAt FROM outbox WHERE state IN ('waiting', 'leased', 'dead') GROUP BY state",
  );
  const open = rows.filter(row => row.state !== 'dead');
  return {
    waiting: open.reduce((sum, row) => sum + Number(row.count), 0),
    dead: Number(rows.find(row => row.state === 'dead')?.count ?? 0),
    oldestAt: open.map(row => row.oldestAt).sort()[0] ?? null,
  };
};

export interface DeadLetter {
  readonly id: string;
  readonly topic: string;
  readonly attempts: number;
  readonly createdAt: Instant;
  readonly lastError: string | null;
}

/** Of dead letters: one, those of a topic, or all. */
export type Which = { readonly id: string } | { readonly topic: string } | 'all';

const whichSql = (which: Which): { readonly where: string; readonly values: readonly string[] } => {
  if (which === 'all') return { where: '', values: [] };
  return 'id' in which ? { where: ' AND id = ?', values: [which.id] } : { where: ' AND topic = ?', values: [which.topic] };
};

/** Oldest first, from after `after`. */
export const listDead = (db: Sql, which: Which, after: string, limit: number): Promise<DeadLetter[]> => {
  const { where, values } = whichSql(which);
  return db.query<DeadLetter>(
    `SELECT id, topic, attempts, createdAt, lastError FROM outbox WHERE state = 'dead' AND id > ?${where} ORDER BY id LIMIT ${Math.trunc(limit)}`,
    [after, ...values],
  );
};

/** Lets them try anew with a whole budget. @returns how many */
export const revive = (db: Sql, which: Which, now: Instant): Promise<number> => {
  const { where, values } = whichSql(which);
  return db.run(`UPDATE outbox SET state = 'waiting', attempts = 0, losses = 0, nextAt = ? WHERE state = 'dead'${where}`, [now, ...values]);
};

/** An operator's decision that nobody delivers these any more; the reason stays with the rows. @returns how many */
export const dropDead = (db: Sql, which: Which, now: Instant, reason: string): Promise<number> => {
  const { where, values } = whichSql(which);
  return db.run(`UPDATE outbox SET state = 'dropped', doneAt = ?, payloadSealed = '', lastError = ? WHERE state = 'dead'${where}`, [
    now,
    reason.slice(0, 300),
    ...values,
  ]);
};

export const deleteDone = (db: Sql, before: Instant): Promise<number> =>
  db.run("DELETE FROM outbox WHERE state IN ('done', 'dropped') AND doneAt < ?", [before]);
