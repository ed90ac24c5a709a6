import type { Db } from '../../lib/db';
import type { Seal } from '../../lib/seal';
import { contentPurpose } from './append-read';
import { contentDigestOf, faultInRows, genesisDigest, type ReadContent } from './chain';
import { readKeptRoots } from './checkpoint';
import { merkleTree } from './merkle';
import { readAllHeads, readLastCheckpoint, readLeaves, readRoots, readRowDigest, readRowsAfter, type StoredRow } from './store';

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

/**
 * Reads every chain from its first row and holds it against its head, the newest checkpoint and the file outside the
 * database. For an operator (`npm run admin -- ledger audit`); reads all, so not for every minute.
 * @returns one line per fault; empty = nothing was altered, inserted, reordered, deleted or re-hashed.
 */
export const auditLedger =
  ({ db, seal, filePath }: { readonly db: Db; readonly seal: Seal; readonly filePath: string }) =>
  async (): Promise<string[]> => {
    const faults: string[] = [];
    for (const { subjectId, seq, digest } of await readAllHeads(db)) {
      const fault = await auditChain(db, seal, subjectId, { seq, digest });
      if (fault) faults.push(`${subjectId}: ${fault}`);
    }
    const last = await readLastCheckpoint(db);
    const kept = await readKeptRoots(filePath);
    const stored = await readRoots(db, [...kept.keys()]);
    for (const [seq, root] of kept) {
      if (!stored.has(seq)) faults.push(`checkpoint ${seq} of the file is gone from the database`);
      else if (stored.get(seq) !== root) faults.push(`checkpoint ${seq}: the database and the file disagree`);
    }
    if (!last) return faults;
    const leaves = await readLeaves(db, last.seq);
    if (merkleTree(leaves).root !== last.root) faults.push(`checkpoint ${last.seq}: its heads do not make its root`);
    for (const leaf of leaves) {
      if ((await readRowDigest(db, leaf.subjectId, leaf.seq)) !== leaf.digest)
        faults.push(`${leaf.subjectId}: row ${leaf.seq} is not the one that checkpoint ${last.seq} signed`);
    }
    return faults;
  };
