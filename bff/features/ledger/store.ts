import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Db, type Sql, UniqueViolation } from '../../lib/db';
import type { ChainRow } from './chain';
import type { Leaf } from './merkle';

export interface StoredRow extends ChainRow {
  readonly id: string;
  readonly contentSealed: string | null;
}

export interface StoredCheckpoint {
  readonly seq: number;
  readonly at: string;
  readonly root: string;
  readonly prevRoot: string;
  readonly keyId: string;
  readonly signature: string;
  readonly heads: number;
}

const rowColumns = 'seq, id, at, salt, contentDigest, prevDigest, digest, contentSealed';
const checkpointColumns = 'seq, at, root, prevRoot, keyId, signature, heads';

const packLeaves = (leaves: readonly Leaf[]): string =>
  deflateRawSync(JSON.stringify(leaves.map(leaf => [leaf.subjectId, leaf.seq, leaf.digest]))).toString('base64');

const unpackLeaves = (packed: string): Leaf[] =>
  (JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8')) as [string, number, string][]).map(
    ([subjectId, seq, digest]) => ({ subjectId, seq, digest }),
  );

/**
 * Takes the next place of a subject's chain and holds the head's row lock until the transaction ends, so that
 * two readers of one file never write the same place. `genesis` is used when there is no chain yet.
 */
export const takePlace = async (tx: Sql, subjectId: string, genesis: string, at: string): Promise<{ seq: number; prevDigest: string }> => {
  const advance = () => tx.run('UPDATE ledger_head SET seq = seq + 1 WHERE subjectId = ?', [subjectId]);
  if ((await advance()) === 0) {
    try {
      await tx.run('INSERT INTO ledger_head (subjectId, seq, digest, createdAt) VALUES (?, 1, ?, ?)', [subjectId, genesis, at]);
    } catch (error) {
      if (!(error instanceof UniqueViolation)) throw error;
      await advance();
    }
  }
  const [head] = await tx.query<{ seq: number; digest: string }>('SELECT seq, digest FROM ledger_head WHERE subjectId = ?', [subjectId]);
  if (!head) throw new Error('ledger head vanished inside its transaction');
  return { seq: head.seq, prevDigest: head.digest };
};

export const insertRow = async (tx: Sql, subjectId: string, row: StoredRow): Promise<void> => {
  await tx.run(`INSERT INTO ledger_row (subjectId, ${rowColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, [
    subjectId,
    row.seq,
    row.id,
    row.at,
    row.salt,
    row.contentDigest,
    row.prevDigest,
    row.digest,
    row.contentSealed,
  ]);
  await tx.run('UPDATE ledger_head SET digest = ? WHERE subjectId = ?', [row.digest, subjectId]);
};

export const readHead = async (sql: Sql, subjectId: string): Promise<{ seq: number; digest: string; createdAt: string } | null> =>
  (
    await sql.query<{ seq: number; digest: string; createdAt: string }>(
      'SELECT seq, digest, createdAt FROM ledger_head WHERE subjectId = ?',
      [subjectId],
    )
  )[0] ?? null;

export const readRowsAfter = (sql: Sql, subjectId: string, afterSeq: number, limit: number): Promise<StoredRow[]> =>
  sql.query<StoredRow>(`SELECT ${rowColumns} FROM ledger_row WHERE subjectId = ? AND seq > ? ORDER BY seq LIMIT ${limit}`, [
    subjectId,
    afterSeq,
  ]);

/** Newest first, from `from` (inclusive) to before `before`. */
export const readRowsBefore = (sql: Sql, subjectId: string, from: string, before: string, limit: number): Promise<StoredRow[]> =>
  sql.query<StoredRow>(`SELECT ${rowColumns} FROM ledger_row WHERE subjectId = ? AND at >= ? AND at < ? ORDER BY seq DESC LIMIT ${limit}`, [
    subjectId,
    from,
    before,
  ]);

export const readRowDigest = async (sql: Sql, subjectId: string, seq: number): Promise<string | null> =>
  (await sql.query<{ digest: string }>('SELECT digest FROM ledger_row WHERE subjectId = ? AND seq = ?', [subjectId, seq]))[0]?.digest ??
  null;

/** Every head, sorted by subject, in pages: a city has millions. */
export const readAllHeads = async (sql: Sql): Promise<Leaf[]> => {
  const page = 5000;
  const leaves: Leaf[] = [];
  for (let after = ''; ; ) {
    const rows = await sql.query<Leaf>(
      `SELECT subjectId, seq, digest FROM ledger_head WHERE subjectId > ? ORDER BY subjectId LIMIT ${page}`,
      [after],
    );
    leaves.push(...rows);
    if (rows.length < page) return leaves;
    after = rows.at(-1)?.subjectId ?? '';
  }
};

export const readLastCheckpoint = async (sql: Sql): Promise<StoredCheckpoint | null> =>
  (await sql.query<StoredCheckpoint>(`SELECT ${checkpointColumns} FROM ledger_checkpoint ORDER BY seq DESC LIMIT 1`))[0] ?? null;

/** Roots of the checkpoints named, as far as they exist. */
export const readRoots = async (sql: Sql, seqs: readonly number[]): Promise<Map<number, string>> => {
  if (seqs.length === 0) return new Map();
  const rows = await sql.query<{ seq: number; root: string }>('SELECT seq, root FROM ledger_checkpoint WHERE seq >= ? AND seq <= ?', [
    Math.min(...seqs),
    Math.max(...seqs),
  ]);
  return new Map(rows.map(row => [row.seq, row.root]));
};

export const readLeaves = async (sql: Sql, seq: number): Promise<Leaf[]> => {
  const [row] = await sql.query<{ leaves: string }>('SELECT leaves FROM ledger_checkpoint WHERE seq = ?', [seq]);
  return row?.leaves ? unpackLeaves(row.leaves) : [];
};

/** @throws UniqueViolation another instance made this checkpoint. Only the newest keeps its leaves. */
export const insertCheckpoint = async (tx: Sql, checkpoint: StoredCheckpoint, leaves: readonly Leaf[]): Promise<void> => {
  const { seq, at, root, prevRoot, keyId, signature, heads } = checkpoint;
  await tx.run(`INSERT INTO ledger_checkpoint (${checkpointColumns}, leaves) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, [
    seq,
    at,
    root,
    prevRoot,
    keyId,
    signature,
    heads,
    packLeaves(leaves),
  ]);
  await tx.run(`UPDATE ledger_checkpoint SET leaves = '' WHERE seq = ?`, [seq - 1]);
};

/** Erases what the rows of a subject say before an instant; the digests stay and the chain still proves itself. */
export const eraseContent = (db: Db, subjectId: string, before: string): Promise<number> =>
  db.run('UPDATE ledger_row SET contentSealed = NULL WHERE subjectId = ? AND at < ? AND contentSealed IS NOT NULL', [subjectId, before]);
