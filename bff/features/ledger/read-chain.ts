import type { Reply } from '../../contract/types';
import type { Call } from '../../http/call';
import type { Db } from '../../lib/db';
import type { Seal } from '../../lib/seal';
import { contentPurpose } from './append-read';
import { genesisDigest, type ReadContent } from './chain';
import { type MerkleTree, merkleTree } from './merkle';
import { readHead, readLastCheckpoint, readLeaves, readRowsAfter, type StoredCheckpoint } from './store';

const pageRows = 200;

/** The rows, head and newest checkpoint of one subject, for the phone to check by itself. */
export const readChain = ({ db, seal }: { readonly db: Db; readonly seal: Seal }) => {
  /** The tree of the newest checkpoint: a minute's worth of askers share it. */
  let kept: { seq: number; tree: MerkleTree } | null = null;
  const treeOf = async (checkpoint: StoredCheckpoint): Promise<MerkleTree> => {
    if (kept?.seq !== checkpoint.seq) kept = { seq: checkpoint.seq, tree: merkleTree(await readLeaves(db, checkpoint.seq)) };
    return kept.tree;
  };

  return async ({ subject, query }: Call<'ledger.readChain'>): Promise<Reply<'ledger.readChain'>> => {
    const { subjectId } = subject;
    const [head, rows, checkpoint] = await Promise.all([
      readHead(db, subjectId),
      readRowsAfter(db, subjectId, query.afterSeq, pageRows),
      readLastCheckpoint(db),
    ]);
    const tree = checkpoint && (await treeOf(checkpoint));
    const leaf = tree?.find(subjectId) ?? null;
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
      checkpoint:
        checkpoint && tree && leaf
          ? {
              seq: checkpoint.seq,
              at: checkpoint.at,
              root: checkpoint.root,
              keyId: checkpoint.keyId,
              signature: checkpoint.signature,
              head: { seq: leaf.seq, digest: leaf.digest },
              path: tree.pathOf(subjectId),
            }
          : null,
    };
  };
};
