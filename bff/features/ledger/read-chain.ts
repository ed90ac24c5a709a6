import type { Reply } from '../../contract/types';
import type { Call } from '../../http/call';
import type { Db } from '../../lib/db';
import type { Seal } from '../../lib/seal';
import { contentPurpose } from './append-read';
import { genesisDigest, type ReadContent } from './chain';
import { bucketOf, climb, sorted } from './head-tree';
import { type Leaf, merkleTree, nodeDigest } from './merkle';
import { readHead, readLastCheckpoint, readLeavesOf, readNodes, readRowsAfter, type StoredCheckpoint } from './store';

const pageRows = 200;

interface Proof {
  readonly checkpoint: StoredCheckpoint;
  readonly leaf: Leaf;
  /** Siblings from leaf to root. */
  readonly path: readonly { side: 'left' | 'right'; digest: string }[];
}

/** The newest checkpoint's proof of one head; null where it saw none. */
const readProof = async (db: Db, subjectId: string): Promise<{ proof: Proof | null; fits: boolean }> => {
  const checkpoint = await readLastCheckpoint(db);
  const bucket = bucketOf(subjectId);
  const tree = merkleTree(sorted(await readLeavesOf(db, bucket, bucket)));
  const leaf = tree.find(subjectId);
  if (!checkpoint || !leaf) return { proof: null, fits: true };
  const way = climb(subjectId);
  const nodes = await readNodes(
    db,
    way.map(node => node ^ 1),
  );
  const path = tree.pathOf(subjectId);
  let digest: string | null = tree.root;
  for (const node of way) {
    const sibling = nodes.get(node ^ 1) ?? null;
    if (sibling !== null) path.push({ side: node % 2 ? 'left' : 'right', digest: sibling });
    digest = node % 2 ? nodeDigest(sibling, digest) : nodeDigest(digest, sibling);
  }
  return { proof: { checkpoint, leaf, path }, fits: digest === checkpoint.root };
};

/** A checkpoint made while we read belongs to another tree: then once more. One that never fits is for the phone to say so. */
const readFittingProof = async (db: Db, subjectId: string): Promise<Proof | null> => {
  for (let tries = 3; ; tries -= 1) {
    const { proof, fits } = await readProof(db, subjectId);
    if (fits || tries === 1) return proof;
  }
};

/** The rows, head and newest checkpoint of one subject, for the phone to check by itself. */
export const readChain =
  ({ db, seal }: { readonly db: Db; readonly seal: Seal }) =>
  async ({ subject, query }: Call<'ledger.readChain'>): Promise<Reply<'ledger.readChain'>> => {
    const { subjectId } = subject;
    // In this order: what is written while we read makes the rows longer than the head and the head newer than the proof, never the reverse.
    const proof = await readFittingProof(db, subjectId);
    const head = await readHead(db, subjectId);
    const rows = await readRowsAfter(db, subjectId, query.afterSeq, pageRows);
    return {
      rows: rows.map(({ seq, at, salt, contentDigest, prevDigest, digest, contentSealed }) => ({
        seq,
        at,
        salt,
        contentDigest,
        prevDigest,
        digest,
        content:
          contentSealed === null ? null : (JSON.parse(seal.openText(contentSealed, contentPurpose)) as ReadContent & { fields: string[] }),
      })),
      head: { seq: head?.seq ?? 0, digest: head?.digest ?? genesisDigest(subjectId) },
      checkpoint: proof && {
        seq: proof.checkpoint.seq,
        at: proof.checkpoint.at,
        root: proof.checkpoint.root,
        keyId: proof.checkpoint.keyId,
        signature: proof.checkpoint.signature,
        head: { seq: proof.leaf.seq, digest: proof.leaf.digest },
        path: [...proof.path],
      },
    };
  };
