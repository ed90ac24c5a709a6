import { createHash } from 'node:crypto';
import { type Leaf, merkleTree, nodeDigest } from './merkle';

/**
 * One tree over all heads, in parts small enough to change one by one: the leaves lie in 65,536 buckets under a binary tree whose
 * nodes are numbered like a heap (1 is the root, 2n and 2n + 1 lie below n). A part without leaves has no node: its sibling rises
 * unchanged, so the phone climbs this tree like any other (`miniapp/src/ledger/verify-chain.ts`).
 */
const bucketCount = 65_536;
export const rootNode = 1;

/** Digests by node number; null: nothing lies below. */
export type Nodes = ReadonlyMap<number, string | null>;

/** A hash, because ids that are made one after another begin alike. */
export const bucketOf = (subjectId: string): number =>
  Number.parseInt(createHash('sha256').update(subjectId).digest('hex').slice(0, 4), 16);

/** Each checkpoint checks one slice of buckets, whether they moved or not, so that this many checkpoints check them all. */
export const sliceCount = 64;
export const sliceOf = (checkpointSeq: number): { first: number; last: number } => {
  const width = bucketCount / sliceCount;
  const first = (checkpointSeq % sliceCount) * width;
  return { first, last: first + width - 1 };
};

/** The bottom nodes of `buckets`, made from their leaves; sorted, as the tree within a bucket is. */
export const bucketNodes = (buckets: Iterable<number>, leaves: Iterable<Leaf>): Map<number, string | null> => {
  const leavesOf = new Map([...buckets].map(bucket => [bucket, [] as Leaf[]]));
  for (const leaf of leaves) leavesOf.get(bucketOf(leaf.subjectId))?.push(leaf);
  return new Map([...leavesOf].map(([bucket, own]) => [bucketCount + bucket, own.length === 0 ? null : merkleTree(sorted(own)).root]));
};

export const sorted = (leaves: readonly Leaf[]): Leaf[] => [...leaves].sort((a, b) => (a.subjectId < b.subjectId ? -1 : 1));

/** The bottom node of a subject and all above it but the root: where its path to the root runs. */
export const climb = (subjectId: string): number[] => {
  const nodes: number[] = [];
  for (let node = bucketCount + bucketOf(subjectId); node > rootNode; node >>= 1) nodes.push(node);
  return nodes;
};

/** Nodes beside the way from `bottom` to the root: what must be known to compute it. */
export const siblingsOf = (bottom: Iterable<number>): number[] => {
  const siblings: number[] = [];
  for (let level = new Set(bottom); level.size > 0 && !level.has(rootNode); level = new Set([...level].map(node => node >> 1))) {
    for (const node of level) if (!level.has(node ^ 1)) siblings.push(node ^ 1);
  }
  return siblings;
};

/** `bottom` and every node above it, the root included. Beside the way the digests of `siblings` count. */
export const rise = (bottom: Nodes, siblings: Nodes): Map<number, string | null> => {
  const nodes = new Map(bottom);
  const digestOf = (node: number): string | null => (nodes.has(node) ? nodes.get(node) : siblings.get(node)) ?? null;
  for (let level = new Set(bottom.keys()); level.size > 0 && !level.has(rootNode); ) {
    level = new Set([...level].map(node => node >> 1));
    for (const node of level) nodes.set(node, nodeDigest(digestOf(2 * node), digestOf(2 * node + 1)));
  }
  return nodes;
};
