import type { Sql } from '../../../lib/db';
import { nextOfMark, readMark } from '../../../lib/db/marks';
import type { Instant } from '../../../platform/ports';

export interface AuditRow {
  readonly seq: number;
  readonly at: Instant;
  readonly staffId: string | null;
  readonly act: string;
  readonly about: string | null;
  readonly outcome: string;
  readonly detailSealed: string | null;
  readonly detailDigest: string;
  readonly prevDigest: string;
  readonly digest: string;
}

const columns = 'seq, at, staffId, act, about, outcome, detailSealed, detailDigest, prevDigest, digest';
const mark = 'staff.audit';

/** The next place in the chain; whoever takes it is alone with the chain until the transaction ends. */
export const takePlace = async (tx: Sql, at: Instant): Promise<{ seq: number; prevDigest: string | null }> => {
  const seq = await nextOfMark(tx, mark, at);
  const before = await tx.query<{ digest: string }>('SELECT digest FROM staff_audit WHERE seq = ?', [seq - 1]);
  return { seq, prevDigest: before[0]?.digest ?? null };
};

/** Number of the newest row there ever was. */
export const readLastSeq = async (sql: Sql): Promise<number> => Number((await readMark(sql, mark))?.value ?? 0);

export const insertAct = async (tx: Sql, row: AuditRow): Promise<void> => {
  await tx.run(`INSERT INTO staff_audit (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, [
    row.seq,
    row.at,
    row.staffId,
    row.act,
    row.about,
    row.outcome,
    row.detailSealed,
    row.detailDigest,
    row.prevDigest,
    row.digest,
  ]);
};

/** Rows after `seq`, oldest first. */
export const listActs = (sql: Sql, seq: number, limit: number): Promise<AuditRow[]> =>
  sql.query<AuditRow>(`SELECT ${columns} FROM staff_audit WHERE seq > ? ORDER BY seq LIMIT ${limit}`, [seq]);

export const listNewestActs = (sql: Sql, limit: number): Promise<AuditRow[]> =>
  sql.query<AuditRow>(`SELECT ${columns} FROM staff_audit ORDER BY seq DESC LIMIT ${limit}`);

/** The newest row stays, or the next one would begin a chain of its own. */
export const dropActs = (sql: Sql, before: Instant, lastSeq: number): Promise<number> =>
  sql.run('DELETE FROM staff_audit WHERE at < ? AND seq < ?', [before, lastSeq]);
