import type { Reply } from '../../../bff/contract/types';
import { sha256 } from '../shared/sha256';

type ChainPage = Reply<'ledger.readChain'>;
type Row = ChainPage['rows'][number];
export interface Head {
  readonly seq: number;
  readonly digest: string;
}

/** `at` is the instant of the first row that does not fit, where there is one. */
export interface ChainFault {
  readonly kind: 'missing' | 'altered' | 'shorter' | 'rewritten' | 'checkpoint';
  readonly seq: number;
  readonly at: string | null;
}

export type ChainCheck =
  | {
      readonly state: 'whole';
      readonly rows: number;
      /** Rows whose content was erased on request: their digests still stand in the chain. */
      readonly erased: number;
      /** The last row that a signed checkpoint covers; null when none does yet. */
      readonly checkpoint: { readonly at: string; readonly seq: number } | null;
      readonly seenBefore: Head | null;
      readonly head: Head;
    }
  | { readonly state: 'broken'; readonly rows: number; readonly fault: ChainFault };

/** The digest formulas of the server's ledger (`bff/features/ledger/chain.ts`, `merkle.ts`), computed here independently. */
export const genesisDigest = (subjectId: string): string => sha256(`chengxin-ledger|${subjectId}`);
const contentDigest = (row: Row): string | null => {
  if (row.content === null) return null;
  const { who, system, reason, fields, own } = row.content;
  return sha256(`${row.salt}\n${JSON.stringify([who, system, reason, fields, own])}`);
};
const rowDigest = ({ seq, at, contentDigest: content, prevDigest }: Row): string => sha256(`${seq}|${at}|${content}|${prevDigest}`);

/** First fault of `rows` that must follow `prev`, or null. */
const faultIn = (rows: readonly Row[], prev: Head): ChainFault | null => {
  let { seq, digest } = prev;
  for (const row of rows) {
    if (row.seq !== seq + 1) return { kind: 'missing', seq: seq + 1, at: row.at };
    if (row.prevDigest !== digest) return { kind: 'rewritten', seq: row.seq, at: row.at };
    const content = contentDigest(row);
    if (rowDigest(row) !== row.digest || (content !== null && content !== row.contentDigest))
      return { kind: 'altered', seq: row.seq, at: row.at };
    ({ seq, digest } = row);
  }
  return null;
};

/** The head that the checkpoint saw must be this chain's, and its Merkle path must lead to the signed root. */
const checkpointFits = (checkpoint: NonNullable<ChainPage['checkpoint']>, subjectId: string, digests: readonly string[]): boolean => {
  const { head, path, root } = checkpoint;
  if (digests[head.seq] !== head.digest) return false;
  const leaf = sha256(`leaf|${subjectId}|${head.seq}|${head.digest}`);
  return (
    path.reduce((below, { side, digest }) => sha256(side === 'left' ? `node|${digest}|${below}` : `node|${below}|${digest}`), leaf) === root
  );
};

/**
 * Recomputes a subject's whole chain from what the server sends, page by page.
 * @param seenBefore the head this phone saw last time: a chain that no longer passes through it was rewritten or cut.
 * @param readPage reads the rows after a sequence number; a null page ends the check without a verdict.
 */
export const verifyChain = async (
  subjectId: string,
  seenBefore: Head | null,
  readPage: (afterSeq: number) => Promise<ChainPage | null>,
): Promise<ChainCheck | null> => {
  const digests = [genesisDigest(subjectId)];
  let erased = 0;
  for (;;) {
    const last: Head = { seq: digests.length - 1, digest: digests[digests.length - 1] as string };
    const page = await readPage(last.seq);
    if (page === null) return null;
    const fault = faultIn(page.rows, last);
    if (fault) return { state: 'broken', rows: page.head.seq, fault };
    for (const row of page.rows) {
      digests.push(row.digest);
      if (row.content === null) erased++;
    }
    const rows = digests.length - 1;
    if (rows < page.head.seq && page.rows.length > 0) continue;

    const broken = (kind: ChainFault['kind'], seq: number): ChainCheck => ({ state: 'broken', rows, fault: { kind, seq, at: null } });
    if (rows < page.head.seq) return broken('missing', rows + 1);
    if (digests[page.head.seq] !== page.head.digest) return broken('altered', page.head.seq);
    if (seenBefore && seenBefore.seq > rows) return broken('shorter', rows + 1);
    if (seenBefore && digests[seenBefore.seq] !== seenBefore.digest) return broken('rewritten', seenBefore.seq);
    if (page.checkpoint && page.checkpoint.head.seq > rows) return broken('shorter', rows + 1);
    if (page.checkpoint && !checkpointFits(page.checkpoint, subjectId, digests)) return broken('checkpoint', page.checkpoint.head.seq);
    return {
      state: 'whole',
      rows,
      erased,
      checkpoint: page.checkpoint && { at: page.checkpoint.at, seq: page.checkpoint.head.seq },
      seenBefore,
      head: { seq: rows, digest: digests[rows] as string },
    };
  }
};
