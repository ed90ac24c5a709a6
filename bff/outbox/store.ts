import type { Sql } from '../lib/db';
import type { Instant } from '../platform/ports';

/** `waiting` → `leased` → `done` | `waiting` again | `dead`. */
export interface Delivery {
  readonly id: string;
  readonly topic: string;
  readonly orderKey: string;
  readonly payloadSealed: string;
  /** Attempts begun, this one included once claimed; also the fence that tells two claims of a row apart. */
  readonly attempts: number;
  /** Of an earlier try; kept when an operator lets a dead letter try anew, so that it is not taken for one that was never sent. */
  readonly lastError: string | null;
}

export const insertWaiting = async (
  tx: Sql,
  row: { id: string; topic: string; orderKey: string; payloadSealed: string; at: Instant },
): Promise<void> => {
  await tx.run(
    "INSERT INTO outbox (id, topic, orderKey, payloadSealed, state, attempts, createdAt, nextAt) VALUES (?, ?, ?, ?, 'waiting', 0, ?, ?)",
    [row.id, row.topic, row.orderKey, row.payloadSealed, row.at, row.at],
  );
};

/** Rows that are due and are the oldest open row of their order key; none of the topics `but`. */
export const findDue = (db: Sql, now: Instant, limit: number, but: readonly string[] = []): Promise<Delivery[]> =>
  db.query<Delivery>(
    `SELECT o.id, o.topic, o.orderKey, o.payloadSealed, o.attempts, o.lastError FROM outbox o
     WHERE ((o.state = 'waiting' AND o.nextAt <= ?) OR (o.state = 'leased' AND o.leasedUntil <= ?))
       AND NOT EXISTS (SELECT 1 FROM outbox p WHERE p.orderKey = o.orderKey AND p.state IN ('waiting', 'leased') AND p.id < o.id)
       ${but.length > 0 ? `AND o.topic NOT IN (${but.map(() => '?').join(', ')})` : ''}
     ORDER BY o.nextAt, o.id LIMIT ${Math.trunc(limit)}`,
    [now, now, ...but],
  );

/** One conditional update, portable on both engines: whoever changes the row has it. */
export const claim = async (db: Sql, row: Delivery, by: string, now: Instant, until: Instant): Promise<boolean> =>
  (await db.run(
    `UPDATE outbox SET state = 'leased', leasedBy = ?, leasedUntil = ?, attempts = attempts + 1
     WHERE id = ? AND attempts = ? AND (state = 'waiting' OR (state = 'leased' AND leasedUntil <= ?))`,
    [by, until, row.id, row.attempts, now],
  )) === 1;

/** The three that follow act only while the lease is ours: `attempts` is the value after the claim. */
const ours = "WHERE id = ? AND leasedBy = ? AND attempts = ? AND state = 'leased'";

export const extendLease = async (db: Sql, id: string, by: string, attempts: number, until: Instant): Promise<boolean> =>
  (await db.run(`UPDATE outbox SET leasedUntil = ? ${ours}`, [until, id, by, attempts])) === 1;

/** What was delivered is not kept: only that it was. */
export const markDone = async (db: Sql, id: string, by: string, attempts: number, now: Instant): Promise<boolean> =>
  (await db.run(
    `UPDATE outbox SET state = 'done', doneAt = ?, payloadSealed = '', leasedBy = NULL, leasedUntil = NULL, lastError = NULL ${ours}`,
    [now, id, by, attempts],
  )) === 1;

export const markFailed = async (
  db: Sql,
  id: string,
  by: string,
  attempts: number,
  next: { state: 'waiting'; nextAt: Instant } | { state: 'dead'; nextAt: Instant },
  reason: string,
): Promise<boolean> =>
  (await db.run(`UPDATE outbox SET state = ?, nextAt = ?, leasedBy = NULL, leasedUntil = NULL, lastError = ? ${ours}`, [
    next.state,
    next.nextAt,
    reason.slice(0, 300),
    id,
    by,
    attempts,
  ])) === 1;

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

/** Oldest first, from after `after`. */
export const listDead = (db: Sql, after: string, limit: number): Promise<DeadLetter[]> =>
  db.query<DeadLetter>(
    `SELECT id, topic, attempts, createdAt, lastError FROM outbox WHERE state = 'dead' AND id > ? ORDER BY id LIMIT ${Math.trunc(limit)}`,
    [after],
  );

export const revive = async (db: Sql, id: string, now: Instant): Promise<boolean> =>
  (await db.run("UPDATE outbox SET state = 'waiting', attempts = 0, nextAt = ? WHERE id = ? AND state = 'dead'", [now, id])) === 1;

export const deleteDone = (db: Sql, before: Instant): Promise<number> =>
  db.run("DELETE FROM outbox WHERE state IN ('done', 'dropped') AND doneAt < ?", [before]);

/** An operator's decision that nobody delivers this any more; the reason stays with the row. */
export const dropDead = async (db: Sql, id: string, now: Instant, reason: string): Promise<boolean> =>
  (await db.run("UPDATE outbox SET state = 'dropped', doneAt = ?, payloadSealed = '', lastError = ? WHERE id = ? AND state = 'dead'", [
    now,
    reason.slice(0, 300),
    id,
  ])) === 1;
