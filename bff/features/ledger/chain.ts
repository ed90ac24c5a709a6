import { createHash } from 'node:crypto';

/** What a ledger row says; its canonical JSON with a salt is what `contentDigest` covers. */
export interface ReadContent {
  readonly who: string;
  readonly system: string;
  readonly reason: string;
  readonly fields: readonly string[];
  /** The subject's own people looking at their own file. */
  readonly own: boolean;
}

export interface ChainRow {
  readonly seq: number;
  readonly at: string;
  readonly salt: string;
  readonly contentDigest: string;
  readonly prevDigest: string;
  readonly digest: string;
}

/**
 * The digests of the read ledger. All are SHA-256 over UTF-8 text, lower-case hex. The phone computes the same
 * (`miniapp/src/ledger`), so this format is a contract: change it only with a new prefix.
 */
const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** `prevDigest` of a subject's first row: binds the chain to its subject. */
export const genesisDigest = (subjectId: string): string => sha256(`chengxin-ledger|${subjectId}`);

/** Fixed key order; no white space. */
const canonicalContent = ({ who, system, reason, fields, own }: ReadContent): string => JSON.stringify([who, system, reason, fields, own]);

/** The salt keeps an erased row's few possible contents from being guessed from its digest. */
export const contentDigestOf = (salt: string, content: ReadContent): string => sha256(`${salt}\n${canonicalContent(content)}`);

export const rowDigestOf = (row: Pick<ChainRow, 'seq' | 'at' | 'contentDigest' | 'prevDigest'>): string =>
  sha256(`${row.seq}|${row.at}|${row.contentDigest}|${row.prevDigest}`);

/** First fault of consecutive rows that follow `prev`, or null. */
export const faultInRows = (rows: readonly ChainRow[], prev: { seq: number; digest: string }): string | null => {
  let { seq, digest } = prev;
  for (const row of rows) {
    if (row.seq !== seq + 1) return `row ${seq + 1} is missing or out of order`;
    if (row.prevDigest !== digest) return `row ${row.seq} does not follow row ${seq}`;
    if (rowDigestOf(row) !== row.digest) return `row ${row.seq} was altered`;
    seq = row.seq;
    digest = row.digest;
  }
  return null;
};
