import { createHash } from 'node:crypto';
import type { Db, Sql } from '../../../lib/db';
import type { Seal } from '../../../lib/seal';
import { type Clock, toInstant } from '../../../lib/time';
import { staffPolicy } from '../../../policy/staff';
import { type AuditRow, dropActs, insertAct, listActs, readLastSeq, takePlace } from './store';

/** One act of somebody of the staff, or of the operator about them. */
export interface StaffAct {
  /** null: nobody known (a refused sign-in), or the operator's command line. */
  readonly staffId: string | null;
  readonly act: string;
  /** A case's number or a member's id; never personal data. */
  readonly about: string | null;
  readonly outcome: string;
  /** Anything more; kept sealed. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface AuditDeps {
  readonly db: Db;
  readonly seal: Seal;
  readonly now: Clock;
}

const purpose = 'staff_audit.detailSealed';
const dayMs = 24 * 3600_000;
const rowsAtOnce = 500;

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const genesis = sha256('chengxin-staff-audit');

const digestOf = (row: Omit<AuditRow, 'digest' | 'detailSealed'>): string =>
  sha256(JSON.stringify([row.seq, row.at, row.staffId, row.act, row.about, row.outcome, row.detailDigest, row.prevDigest]));

const detailDigestOf = (seal: Seal, seq: number, detail: string): string => seal.index('staff_audit', `${seq}\u0000${detail}`);

/**
 * What the staff did, in one chain: a row that is altered, taken out or put in breaks it. The keyed digest keeps somebody with the
 * database alone from making a new chain; whoever has the keys too can, which the read ledger's checkpoints are for.
 */
export const staffAudit = ({ db, seal, now }: AuditDeps) => ({
  /** One row, in the act's own transaction: no row, no act. Holds the chain until commit, so it comes late in the transaction. */
  async record(tx: Sql, { staffId, act, about, outcome, detail }: StaffAct): Promise<void> {
    const at = toInstant(now());
    const { seq, prevDigest } = await takePlace(tx, at);
    const text = detail === undefined ? '' : JSON.stringify(detail);
    const row = { seq, at, staffId, act, about, outcome, detailDigest: detailDigestOf(seal, seq, text), prevDigest: prevDigest ?? genesis };
    await insertAct(tx, { ...row, detailSealed: detail === undefined ? null : seal.seal(text, purpose), digest: digestOf(row) });
  },

  detailOf: ({ detailSealed }: Pick<AuditRow, 'detailSealed'>): string =>
    detailSealed === null ? '' : seal.openText(detailSealed, purpose),

  /** The first fault of the chain as a line for the operator; null: whole. */
  async findFault(): Promise<string | null> {
    const lastSeq = await readLastSeq(db);
    let before: Pick<AuditRow, 'seq' | 'digest'> | null = null;
    for (;;) {
      const rows: AuditRow[] = await listActs(db, before?.seq ?? 0, rowsAtOnce);
      for (const row of rows) {
        if (before !== null && row.seq !== before.seq + 1) return `第 ${before.seq + 1} 行不见了`;
        if (before !== null && row.prevDigest !== before.digest) return `第 ${row.seq} 行接不上前一行`;
        const { detailSealed } = row;
        const detail = detailSealed === null ? '' : seal.openText(detailSealed, purpose);
        if (digestOf(row) !== row.digest || detailDigestOf(seal, row.seq, detail) !== row.detailDigest) return `第 ${row.seq} 行被改过`;
        before = row;
      }
      if (rows.length < rowsAtOnce) break;
    }
    return (before?.seq ?? 0) < lastSeq ? `第 ${lastSeq} 行（最新的一行）不见了` : null;
  },

  /** Clock job: rows whose time is over. */
  async sweep(): Promise<void> {
    await dropActs(db, toInstant(new Date(now().getTime() - staffPolicy.auditKeptDays * dayMs)), await readLastSeq(db));
  },
});

export type StaffAudit = ReturnType<typeof staffAudit>;
