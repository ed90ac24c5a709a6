import type { Db } from '../../lib/db';
import { faultInRows, genesisDigest } from './chain';
import { bucketNodes, bucketOf, type Nodes, rise, rootNode, siblingsOf, sliceOf } from './head-tree';
import { emptyRoot, type Leaf } from './merkle';
import {
  readHeadsOf,
  readLeavesIn,
  readLeavesOf,
  readMovedHeads,
  readNodes,
  readRowsAfter,
  type StoredCheckpoint,
  type StoredHead,
} from './store';

/** What happened since a checkpoint, and what the next one is made of. */
export interface Growth {
  /** Empty: every chain that was looked at only grew. */
  readonly faults: readonly string[];
  readonly moved: readonly Leaf[];
  /** Nodes that change, the root among them. */
  readonly nodes: Nodes;
  readonly root: string;
  /** Subjects with a chain. */
  readonly heads: number;
}

/** Heads that one checkpoint takes in; after a long pause the rest follows a minute later. */
const movedAtOnce = 50_000;
/** Chains read at the same time; the pool has to serve the residents too. */
const chainsAtOnce = 8;

/** A head may only grow: the old head must still stand in the chain, and the new rows must follow it. */
const faultSince = async (db: Db, head: Leaf, old: Leaf | undefined): Promise<string | null> => {
  const { subjectId } = head;
  let prev = { seq: old?.seq ?? 0, digest: old?.digest ?? genesisDigest(subjectId) };
  if (head.seq < prev.seq) return `${subjectId}: rows after ${head.seq} were deleted`;
  if (head.seq === prev.seq) return head.digest === prev.digest ? null : `${subjectId}: head ${prev.seq} was rewritten`;
  let rows = await readRowsAfter(db, subjectId, Math.max(0, prev.seq - 1), 500);
  if (prev.seq > 0) {
    const [first, ...next] = rows;
    if (first?.seq !== prev.seq || first.digest !== prev.digest) return `${subjectId}: row ${prev.seq} was rewritten`;
    rows = next;
  }
  while (prev.seq < head.seq) {
    const fault = faultInRows(rows, prev);
    if (fault) return `${subjectId}: ${fault}`;
    const last = rows.at(-1);
    if (!last) return `${subjectId}: row ${prev.seq + 1} is missing`;
    const seen = rows.find(row => row.seq === head.seq);
    if (seen && seen.digest !== head.digest) return `${subjectId}: head ${head.seq} was rewritten`;
    prev = { seq: last.seq, digest: last.digest };
    rows = await readRowsAfter(db, subjectId, prev.seq, 500);
  }
  return null;
};

/** A head that is not marked as moved must be what the last checkpoint saw. */
const faultsAtRest = (heads: readonly StoredHead[], leaves: readonly Leaf[]): string[] => {
  const leafOf = new Map(leaves.map(leaf => [leaf.subjectId, leaf]));
  const rewritten = heads.filter(({ subjectId, seq, digest, moved }) => {
    const leaf = leafOf.get(subjectId);
    return moved === 0 && (leaf?.seq !== seq || leaf.digest !== digest);
  });
  const present = new Set(heads.map(({ subjectId }) => subjectId));
  return [
    ...rewritten.map(({ subjectId, seq }) => `${subjectId}: head ${seq} was rewritten`),
    ...leaves.filter(({ subjectId }) => !present.has(subjectId)).map(({ subjectId }) => `${subjectId}: its chain is gone`),
  ];
};

/**
 * Looks at every head that moved since `last` and at one slice of those that did not. What it reads of the stored tree must lead
 * to the root that was signed, so nothing forged there is built upon. Costs in proportion to the heads that moved.
 */
export const readGrowth = async (db: Db, last: StoredCheckpoint | null): Promise<Growth> => {
  const slice = sliceOf((last?.seq ?? 0) + 1);
  const moved = await readMovedHeads(db, movedAtOnce);
  // Heads before leaves: one that grows in between is marked, one that another checkpoint settles has its leaf already.
  const atRest = await readHeadsOf(db, slice.first, slice.last);
  const sliceLeaves = await readLeavesOf(db, slice.first, slice.last);
  const movedBuckets = [...new Set(moved.map(({ subjectId }) => bucketOf(subjectId)))];
  const outside = movedBuckets.filter(bucket => bucket < slice.first || bucket > slice.last);
  const leaves = [...sliceLeaves, ...(await readLeavesIn(db, outside))];
  const sliceBuckets = Array.from({ length: slice.last - slice.first + 1 }, (_, i) => slice.first + i);

  const bottom = bucketNodes([...sliceBuckets, ...outside], leaves);
  const siblings = await readNodes(db, siblingsOf(bottom.keys()));
  const before = rise(bottom, siblings);
  const signed = last?.root ?? emptyRoot;
  const faults = (before.get(rootNode) ?? emptyRoot) === signed ? [] : [`checkpoint ${last?.seq ?? 0}: its heads do not make its root`];

  faults.push(...faultsAtRest(atRest, sliceLeaves));
  const leafOf = new Map(leaves.map(leaf => [leaf.subjectId, leaf]));
  for (let at = 0; at < moved.length; at += chainsAtOnce) {
    const some = moved.slice(at, at + chainsAtOnce).map(head => faultSince(db, head, leafOf.get(head.subjectId)));
    for (const fault of await Promise.all(some)) if (fault) faults.push(fault);
  }

  const after = new Map([...leafOf, ...moved.map(head => [head.subjectId, head] as const)]);
  const nodes = rise(bucketNodes(movedBuckets, after.values()), new Map([...siblings, ...before]));
  return {
    faults,
    moved,
    nodes,
    root: nodes.get(rootNode) ?? signed,
    heads: (last?.heads ?? 0) + moved.filter(({ subjectId }) => !leafOf.has(subjectId)).length,
  };
};
