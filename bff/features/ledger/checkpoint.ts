import { open } from 'node:fs/promises';
import { type Db, type Sql, UniqueViolation } from '../../lib/db';
import { type Clock, toInstant } from '../../lib/time';
import type { Checkpoint } from '../../platform/ports';
import { faultInRows } from './chain';
import { type Leaf, merkleTree } from './merkle';
import {
  insertCheckpoint,
  readAllHeads,
  readLastCheckpoint,
  readLeaves,
  readRowDigest,
  readRowsAfter,
  type StoredCheckpoint,
} from './store';

export interface CheckpointDeps {
  readonly db: Db;
  readonly now: Clock;
  /** Ed25519 over the text; base64url. */
  readonly sign: (text: string) => { keyId: string; signature: string };
  /** Append-only, outside the database. */
  readonly filePath: string;
  readonly enqueue: (tx: Sql, topic: string, orderKey: string, payload: unknown) => Promise<void>;
  readonly onFault: (fault: string) => void;
}

/** Outbox topic that carries a checkpoint to the platform. */
export const checkpointTopic = 'ledger.checkpoint';

/** What is signed: everything that a later forger would like to change. */
export const checkpointText = ({ seq, at, root, prevRoot }: Pick<StoredCheckpoint, 'seq' | 'at' | 'root' | 'prevRoot'>): string =>
  `chengxin-checkpoint|${seq}|${at}|${root}|${prevRoot}`;

const minIntervalMs = 50_000;

/** null: the rest of a line that a full disk or a lost machine cut off; its checkpoint is written again on a line of its own. */
const checkpointOf = (line: string): StoredCheckpoint | null => {
  try {
    return JSON.parse(line) as StoredCheckpoint;
  } catch {
    return null;
  }
};

/** Roots at the end of the file outside the database, by checkpoint number; the last few hundred are enough to compare with. */
export const readKeptRoots = async (filePath: string): Promise<Map<number, string>> => {
  const file = await open(filePath, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!file) return new Map();
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, 128 * 1024));
    await file.read(tail, 0, tail.length, size - tail.length);
    const kept = tail.toString('utf8').split('\n').map(checkpointOf);
    return new Map(kept.filter(line => line !== null).map(line => [line.seq, line.root]));
  } finally {
    await file.close();
  }
};

/** A line that was cut off stays a line of its own. */
const keepInFile = async (filePath: string, checkpoint: StoredCheckpoint): Promise<void> => {
  const file = await open(filePath, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const broken = size > 0 && last.toString() !== '\n';
    await file.appendFile(`${broken ? '\n' : ''}${JSON.stringify(checkpoint)}\n`);
  } finally {
    await file.close();
  }
};

/** A head may only grow: the old head must still stand in the chain, and the new rows must follow it. */
const faultSince = async (db: Db, old: Leaf, now: Leaf | undefined): Promise<string | null> => {
  if (!now) return `${old.subjectId}: its chain is gone`;
  if (now.seq === old.seq) return now.digest === old.digest ? null : `${old.subjectId}: head ${old.seq} was rewritten`;
  if (now.seq < old.seq) return `${old.subjectId}: rows after ${now.seq} were deleted`;
  if ((await readRowDigest(db, old.subjectId, old.seq)) !== old.digest) return `${old.subjectId}: row ${old.seq} was rewritten`;
  let prev = { seq: old.seq, digest: old.digest };
  while (prev.seq < now.seq) {
    const rows = await readRowsAfter(db, old.subjectId, prev.seq, 500);
    const fault = faultInRows(rows, prev);
    if (fault) return `${old.subjectId}: ${fault}`;
    const last = rows.at(-1);
    if (!last) return `${old.subjectId}: row ${prev.seq + 1} is missing`;
    prev = { seq: last.seq, digest: last.digest };
  }
  return null;
};

/**
 * Every minute: checks that each chain only grew since the last checkpoint, then signs a root over all heads and puts it
 * into the database, the file and (by the outbox) the platform. A forged history is never signed: it stops and says so.
 * @returns the new checkpoint, or null when another instance has just made one or a fault was found.
 */
export const makeCheckpoint =
  ({ db, now, sign, filePath, enqueue, onFault }: CheckpointDeps) =>
  async (): Promise<Checkpoint | null> => {
    const last = await readLastCheckpoint(db);
    const at = toInstant(now());
    if (last && Date.parse(at) - Date.parse(last.at) < minIntervalMs) return null;

    const heads = await readAllHeads(db);
    if (last) {
      const known = await readLeaves(db, last.seq);
      const keptRoot = (await readKeptRoots(filePath)).get(last.seq);
      const faults = [
        merkleTree(known).root === last.root ? null : `checkpoint ${last.seq}: its heads do not make its root`,
        keptRoot === undefined || keptRoot === last.root ? null : `checkpoint ${last.seq}: the database and the file disagree`,
      ];
      const current = new Map(heads.map(head => [head.subjectId, head]));
      for (const leaf of known) {
        const head = current.get(leaf.subjectId);
        if (head?.seq !== leaf.seq || head.digest !== leaf.digest) faults.push(await faultSince(db, leaf, head));
      }
      const found = faults.filter(fault => fault !== null);
      if (found.length > 0) {
        for (const fault of found) onFault(fault);
        return null;
      }
      // The process may have died between commit and file; the line is caught up with before the next one.
      if (keptRoot === undefined) await keepInFile(filePath, last);
    }

    const { root } = merkleTree(heads);
    const unsigned = { seq: (last?.seq ?? 0) + 1, at, root, prevRoot: last?.root ?? '0'.repeat(64) };
    const checkpoint: StoredCheckpoint = { ...unsigned, ...sign(checkpointText(unsigned)), heads: heads.length };
    try {
      await db.inTx(async tx => {
        await insertCheckpoint(tx, checkpoint, heads);
        await enqueue(tx, checkpointTopic, 'ledger', checkpoint);
      });
    } catch (error) {
      if (error instanceof UniqueViolation) return null;
      throw error;
    }
    await keepInFile(filePath, checkpoint);
    return checkpoint;
  };
