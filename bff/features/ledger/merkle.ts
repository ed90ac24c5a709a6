import { createHash } from 'node:crypto';

/** One subject's head as a checkpoint saw it. */
export interface Leaf {
  readonly subjectId: string;
  readonly seq: number;
  readonly digest: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const leafDigest = ({ subjectId, seq, digest }: Leaf): string => sha256(`leaf|${subjectId}|${seq}|${digest}`);
export const emptyRoot = sha256('empty');

/** Of two children where one is missing the other rises unchanged. */
export const nodeDigest = (left: string | null, right: string | null): string | null =>
  left === null || right === null ? (left ?? right) : sha256(`node|${left}|${right}`);

/** All layers from leaves to root; an odd last node rises unchanged. `leaves` must be sorted by subjectId. */
const layersOf = (leaves: readonly Leaf[]): string[][] => {
  const layers = [leaves.map(leafDigest)];
  for (let below = layers[0] ?? []; below.length > 1; ) {
    const layer: string[] = [];
    for (let i = 0; i < below.length; i += 2) {
      layer.push(nodeDigest(below[i] as string, below[i + 1] ?? null) as string);
    }
    layers.push(layer);
    below = layer;
  }
  return layers;
};

export interface MerkleTree {
  readonly root: string;
  find(subjectId: string): Leaf | null;
  /** Siblings from leaf to root. */
  pathOf(subjectId: string): { side: 'left' | 'right'; digest: string }[];
}

export const merkleTree = (leaves: readonly Leaf[]): MerkleTree => {
  const layers = layersOf(leaves);
  const positions = new Map(leaves.map((leaf, i) => [leaf.subjectId, i]));
  return {
    root: layers.at(-1)?.[0] ?? emptyRoot,
    find: subjectId => leaves[positions.get(subjectId) ?? -1] ?? null,
    pathOf(subjectId) {
      const path: { side: 'left' | 'right'; digest: string }[] = [];
      let position = positions.get(subjectId) ?? -1;
      if (position < 0) return path;
      for (const layer of layers) {
        const sibling = layer[position ^ 1];
        if (layer.length > 1 && sibling !== undefined) path.push({ side: position % 2 ? 'left' : 'right', digest: sibling });
        position >>= 1;
      }
      return path;
    },
  };
};
