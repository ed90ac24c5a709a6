import { type Db, type Sql, UniqueViolation } from '../../lib/db';
import type { ChainRow } from './chain';
import { bucketOf, type Nodes } from './head-tree';
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

/** A head and whether it grew since the newest checkpoint (1). */
export interface StoredHead extends Leaf {
  readonly moved: number;
}

/** Values of one statement; fewer than any engine's limit. */
const batch = 500;
const inBatches = async <T>(values: readonly T[], work: (some: readonly T[], places: string) => Promise<unknown>): Promise<void> => {
  for (let at = 0; at < values.length; at += batch) {
    const some = values.slice(at, at + batch);
    await work(some, some.map(() => '?').join(', '));
  }
};

/**
 * Takes the next place of a subject's chain and holds the head's row lock until the transaction ends, so that
 * two readers of one file never write the same place. `genesis` is used when there is no chain yet.
 */
export const takePlace = async (tx: Sql, subjectId: string, genesis: string, at: string): Promise<{ seq: number; prevDigest: string }> => {
  const advance = () => tx.run('UPDATE ledger_head SET seq = seq + 1, moved = 1 WHERE subjectId = ?', [subjectId]);
  if ((await advance()) === 0) {
    try {
      await tx.run('INSERT INTO ledger_head (subjectId, seq, digest, createdAt, bucket, moved) VALUES (?, 1, ?, ?, ?, 1)', [
        subjectId,
        genesis,
        at,
        bucketOf(subjectId),
      ]);
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

/** Heads by subject, from after `after`. */
export const readHeadsAfter = (sql: Sql, after: string, limit: number): Promise<Leaf[]> =>
  sql.query<Leaf>(`SELECT subjectId, seq, digest FROM ledger_head WHERE subjectId > ? ORDER BY subjectId LIMIT ${limit}`, [after]);

export const readMovedHeads = (sql: Sql, limit: number): Promise<Leaf[]> =>
  sql.query<Leaf>(`SELECT subjectId, seq, digest FROM ledger_head WHERE moved = 1 LIMIT ${limit}`);

/** Of the buckets from `first` to `last`, both included. */
export const readHeadsOf = (sql: Sql, first: number, last: number): Promise<StoredHead[]> =>
  sql.query<StoredHead>('SELECT subjectId, seq, digest, moved FROM ledger_head WHERE bucket >= ? AND bucket <= ?', [first, last]);

export const readLeavesOf = (sql: Sql, first: number, last: number): Promise<Leaf[]> =>
  sql.query<Leaf>('SELECT subjectId, seq, digest FROM ledger_leaf WHERE bucket >= ? AND bucket <= ?', [first, last]);

export const readLeavesIn = async (sql: Sql, buckets: readonly number[]): Promise<Leaf[]> => {
  const leaves: Leaf[] = [];
  await inBatches(buckets, async (some, places) => {
    leaves.push(...(await sql.query<Leaf>(`SELECT subjectId, seq, digest FROM ledger_leaf WHERE bucket IN (${places})`, some)));
  });
  return leaves;
};

export const readNodes = async (sql: Sql, ids: readonly number[]): Promise<Map<number, string>> => {
  const nodes = new Map<number, string>();
  await inBatches(ids, async (some, places) => {
    const rows = await sql.query<{ id: number; digest: string }>(`SELECT id, digest FROM ledger_node WHERE id IN (${places})`, some);
    for (const { id, digest } of rows) nodes.set(id, digest);
  });
  return nodes;
};

export const countNodes = async (sql: Sql): Promise<number> =>
  Number((await sql.query<{ n: number | bigint }>('SELECT COUNT(*) AS n FROM ledger_node'))[0]?.n ?? 0);

/** Deleted and written anew, because the engines do not agree on how to write "insert or update". */
export const replaceLeaves = async (tx: Sql, leaves: readonly Leaf[]): Promise<void> => {
  await inBatches(
    leaves.map(leaf => leaf.subjectId),
    (ids, places) => tx.run(`DELETE FROM ledger_leaf WHERE subjectId IN (${places})`, ids),
  );
  await inBatches(leaves, some =>
    tx.run(
      `INSERT INTO ledger_leaf (subjectId, bucket, seq, digest) VALUES ${some.map(() => '(?, ?, ?, ?)').join(', ')}`,
      some.flatMap(({ subjectId, seq, digest }) => [subjectId, bucketOf(subjectId), seq, digest]),
    ),
  );
};

export const replaceNodes = async (tx: Sql, nodes: Nodes): Promise<void> => {
  await inBatches([...nodes.keys()], (ids, places) => tx.run(`DELETE FROM ledger_node WHERE id IN (${places})`, ids));
  const present = [...nodes].filter((node): node is [number, string] => node[1] !== null);
  await inBatches(present, some =>
    tx.run(`INSERT INTO ledger_node (id, digest) VALUES ${some.map(() => '(?, ?)').join(', ')}`, some.flat()),
  );
};

/** Heads that are still what their leaf says have not moved since; one that grew meanwhile stays marked. */
export const settleHeads = (sql: Sql, subjectIds: readonly string[]): Promise<void> =>
  inBatches(subjectIds, (some, places) =>
    sql.run(
      `UPDATE ledger_head SET moved = 0 WHERE subjectId IN (${places})
       AND seq = (SELECT l.seq FROM ledger_leaf l WHERE l.subjectId = ledger_head.subjectId)`,
      some,
    ),
  );

/** Forgets what the checkpoints saw: the next one sees every head as new. */
export const forgetTree = async (tx: Sql): Promise<void> => {
  await tx.run('DELETE FROM ledger_leaf');
  await tx.run('DELETE FROM ledger_node');
  await tx.run('UPDATE ledger_head SET moved = 1');
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

/** @throws UniqueViolation another instance made this checkpoint */
export const insertCheckpoint = async (tx: Sql, checkpoint: StoredCheckpoint): Promise<void> => {
  const { seq, at, root, prevRoot, keyId, signature, heads } = checkpoint;
  await tx.run(`INSERT INTO ledger_checkpoint (${checkpointColumns}) VALUES (?, ?, ?, ?, ?, ?, ?)`, [
    seq,
    at,
    root,
    prevRoot,
    keyId,
    signature,
    heads,
  ]);
};

/** Erases what the rows of a subject say before an instant; the digests stay and the chain still proves itself. */
export const eraseContent = (db: Db, subjectId: string, before: string): Promise<number> =>
  db.run('UPDATE ledger_row SET contentSealed = NULL WHERE subjectId = ? AND at < ? AND contentSealed IS NOT NULL', [subjectId, before]);
