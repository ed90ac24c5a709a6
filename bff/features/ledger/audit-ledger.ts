import type { Db } from '../../lib/db';
import type { Seal } from '../../lib/seal';
import { contentPurpose } from './append-read';
import { contentDigestOf, faultInRows, genesisDigest, type ReadContent } from './chain';
import { readKeptRoots } from './checkpoint-file';
import { bucketNodes, rise, rootNode, sliceCount, sliceOf } from './head-tree';
import { emptyRoot } from './merkle';
import {
  countNodes,
  readHeadsAfter,
  readLastCheckpoint,
  readLeavesOf,
  readNodes,
  readRoots,
  readRowDigest,
  readRowsAfter,
  type StoredCheckpoint,
  type StoredRow,
} from './store';

const headsAtOnce = 1000;

const contentFault = (row: StoredRow, seal: Seal): string | null => {
  if (row.contentSealed === null) return null;
  try {
    const content = JSON.parse(seal.openText(row.contentSealed, contentPurpose)) as ReadContent;
    return contentDigestOf(row.salt, content) === row.contentDigest ? null : `content of row ${row.seq} was altered`;
  } catch {
    return `content of row ${row.seq} does not open`;
  }
};

const auditChain = async (db: Db, seal: Seal, subjectId: string, head: { seq: number; digest: string }): Promise<string | null> => {
  let prev = { seq: 0, digest: genesisDigest(subjectId) };
  for (;;) {
    const rows = await readRowsAfter(db, subjectId, prev.seq, 500);
    if (rows.length === 0) break;
    const fault = faultInRows(rows, prev) ?? rows.map(row => contentFault(row, seal)).find(found => found !== null);
    if (fault) return fault;
    const last = rows.at(-1) as StoredRow;
    prev = { seq: last.seq, digest: last.digest };
  }
  if (prev.seq !== head.seq || prev.digest !== head.digest) return `head says ${head.seq} rows, chain has ${prev.seq}`;
  return null;
};

const auditChains = async (db: Db, seal: Seal): Promise<string[]> => {
  const faults: string[] = [];
  for (let after = ''; ; ) {
    const heads = await readHeadsAfter(db, after, headsAtOnce);
    for (const head of heads) {
      const fault = await auditChain(db, seal, head.subjectId, head);
      if (fault) faults.push(`${head.subjectId}: ${fault}`);
    }
    const last = heads.at(-1);
    if (!last || heads.length < headsAtOnce) return faults;
    after = last.subjectId;
  }
};

/** Every leaf must be a row of its chain, and all leaves together must make the root that was signed. */
const auditTree = async (db: Db, checkpoint: StoredCheckpoint): Promise<string[]> => {
  const faults: string[] = [];
  const bottom = new Map<number, string | null>();
  for (let part = 0; part < sliceCount; part += 1) {
    const { first, last } = sliceOf(part);
    const leaves = await readLeavesOf(db, first, last);
    for (const leaf of leaves) {
      if ((await readRowDigest(db, leaf.subjectId, leaf.seq)) !== leaf.digest)
        faults.push(`${leaf.subjectId}: row ${leaf.seq} is not the one that checkpoint ${checkpoint.seq} signed`);
    }
    const buckets = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    for (const [node, digest] of bucketNodes(buckets, leaves)) bottom.set(node, digest);
  }
  const nodes = rise(bottom, new Map());
  if ((nodes.get(rootNode) ?? emptyRoot) !== checkpoint.root) faults.push(`checkpoint ${checkpoint.seq}: its heads do not make its root`);
  const wanted = [...nodes].filter(([, digest]) => digest !== null);
  const stored = await readNodes(
    db,
    wanted.map(([node]) => node),
  );
  if (wanted.some(([node, digest]) => stored.get(node) !== digest) || (await countNodes(db)) !== wanted.length)
    faults.push(`checkpoint ${checkpoint.seq}: the stored tree was altered`);
  return faults;
};

/** A checkpoint made while we read changes the tree under us: then once more. */
const auditTreeAtRest = async (db: Db): Promise<string[]> => {
  for (let tries = 3; ; tries -= 1) {
    const last = await readLastCheckpoint(db);
    const faults = last ? await auditTree(db, last) : [];
    if (faults.length === 0 || tries === 1 || (await readLastCheckpoint(db))?.seq === last?.seq) return faults;
  }
};

/**
 * Reads every chain from its first row and holds it against its head, the newest checkpoint and the file outside the
 * database. For an operator (`npm run admin -- ledger audit`); reads all, so not for every minute.
 * @returns one line per fault; empty = nothing was altered, inserted, reordered, deleted or re-hashed.
 */
export const auditLedger =
  ({ db, seal, filePath }: { readonly db: Db; readonly seal: Seal; readonly filePath: string }) =>
  async (): Promise<string[]> => {
    const faults = await auditChains(db, seal);
    const kept = await readKeptRoots(filePath);
    const stored = await readRoots(db, [...kept.keys()]);
    for (const [seq, root] of kept) {
      if (!stored.has(seq)) faults.push(`checkpoint ${seq} of the file is gone from the database`);
      else if (stored.get(seq) !== root) faults.push(`checkpoint ${seq}: the database and the file disagree`);
    }
    return [...faults, ...(await auditTreeAtRest(db))];
  };
