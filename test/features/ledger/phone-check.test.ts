import { createHash } from 'node:crypto';
import type { Reply } from '../../../bff/contract/types';
import { contentDigestOf, genesisDigest, type ReadContent, rowDigestOf } from '../../../bff/features/ledger/chain';
import { merkleTree } from '../../../bff/features/ledger/merkle';
import { verifyChain } from '../../../miniapp/src/ledger/verify-chain';
import { sha256 } from '../../../miniapp/src/shared/sha256';

type Page = Reply<'ledger.readChain'>;
type Row = Page['rows'][number];

const me = '01930000-0000-7000-8000-000000000001';
const other = '01930000-0000-7000-8000-000000000002';

/** A chain made with the server's own functions. */
const chainOf = (subjectId: string, count: number): Row[] => {
  const rows: Row[] = [];
  for (let seq = 1; seq <= count; seq++) {
    const content: ReadContent = {
      who: '您自己',
      system: '城信',
      reason: `第 ${seq} 次看 "𠮷" \\ \u2028`,
      fields: ['行政处罚', '荣誉'],
      own: true,
    };
    const salt = `salt-${seq}`;
    const at = new Date(Date.UTC(2026, 5, 1, 0, seq)).toISOString();
    const prevDigest = rows.at(-1)?.digest ?? genesisDigest(subjectId);
    const contentDigest = contentDigestOf(salt, content);
    const digest = rowDigestOf({ seq, at, contentDigest, prevDigest });
    rows.push({ seq, at, salt, contentDigest, prevDigest, digest, content: { ...content, fields: [...content.fields] } });
  }
  return rows;
};
const headOf = (rows: readonly Row[]) => ({ seq: rows.length, digest: rows.at(-1)?.digest ?? genesisDigest(me) });

const checkpointOf = (rows: readonly Row[], seq: number): Page['checkpoint'] => {
  const seen = { seq, digest: rows[seq - 1]?.digest ?? '' };
  const tree = merkleTree([
    { subjectId: me, ...seen },
    ...[1, 2, 3, 4].map(n => ({ subjectId: `${other}${n}`, seq: n, digest: sha256(String(n)) })),
  ]);
  return { seq: 9, at: '2026-06-01T08:00:00.000Z', root: tree.root, head: seen, path: tree.pathOf(me), signature: 's', keyId: 'k' };
};

const serve =
  (rows: readonly Row[], checkpoint: Page['checkpoint'] = null) =>
  async (afterSeq: number): Promise<Page> => ({
    rows: rows.filter(row => row.seq > afterSeq).slice(0, 200),
    head: headOf(rows),
    checkpoint,
  });

/** Recomputes every digest from `from` on: what someone who owns the database would do. */
const rehash = (rows: Row[]): Row[] => {
  const out: Row[] = [];
  for (const row of rows) {
    const content = row.content as ReadContent;
    const next = {
      ...row,
      seq: out.length + 1,
      prevDigest: out.at(-1)?.digest ?? genesisDigest(me),
      contentDigest: contentDigestOf(row.salt, content),
    };
    out.push({ ...next, digest: rowDigestOf(next) });
  }
  return out;
};

describe('phone.sha256', () => {
  it('agrees with node for every length around a block and for characters of every width', () => {
    for (let length = 0; length < 200; length++) {
      const text = 'aé信𠮷'.repeat(60).slice(0, length);
      expect(sha256(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
    }
  });
});

describe('phone.verifyChain', () => {
  it('finds a long chain whole, with erased rows, a checkpoint and the head seen before', async () => {
    const rows = chainOf(me, 450);
    const erased = rows.map(row => (row.seq === 7 ? { ...row, content: null } : row));
    const seen = { seq: 30, digest: rows[29]?.digest ?? '' };
    expect(await verifyChain(me, seen, serve(erased, checkpointOf(rows, 449)))).toMatchObject({
      state: 'whole',
      rows: 450,
      erased: 1,
      checkpoint: { seq: 449 },
      head: headOf(rows),
    });
    expect(await verifyChain(me, null, serve([]))).toMatchObject({ state: 'whole', rows: 0 });
  });

  it('finds an altered row, altered content, a row put in, left out or moved', async () => {
    const rows = chainOf(me, 9);
    const [a, b, c, ...rest] = rows as [Row, Row, Row, ...Row[]];
    const cases: Record<string, Row[]> = {
      altered: [a, { ...b, at: '2026-06-02T00:00:00.000Z' }, c, ...rest],
      content: [a, { ...b, content: { ...(b.content as ReadContent), fields: [], who: '别人' } }, c, ...rest],
      missing: [a, c, ...rest],
      inserted: [a, b, { ...b, seq: 3 }, { ...c, seq: 4 }, ...rest.map(row => ({ ...row, seq: row.seq + 1 }))],
      moved: [a, c, b, ...rest],
    };
    for (const [name, forged] of Object.entries(cases)) {
      const check = await verifyChain(me, null, async after => ({
        rows: forged.filter(row => row.seq > after),
        head: headOf(rows),
        checkpoint: null,
      }));
      expect([name, check?.state]).toEqual([name, 'broken']);
    }
  });

  it('finds a cut tail and a wholly re-hashed chain by the head it saw before', async () => {
    const rows = chainOf(me, 9);
    expect(await verifyChain(me, headOf(rows), serve(rows.slice(0, 8)))).toMatchObject({
      state: 'broken',
      fault: { kind: 'shorter', seq: 9 },
    });
    const forged = rehash(rows.filter(row => row.seq !== 4).concat(chainOf(me, 1)));
    expect(await verifyChain(me, null, serve(forged))).toMatchObject({ state: 'whole' });
    expect(await verifyChain(me, headOf(rows), serve(forged))).toMatchObject({ state: 'broken', fault: { kind: 'rewritten', seq: 9 } });
  });

  it('finds both by the checkpoint, on a phone that sees the chain for the first time', async () => {
    const rows = chainOf(me, 9);
    const checkpoint = checkpointOf(rows, 9);
    expect(await verifyChain(me, null, serve(rows.slice(0, 8), checkpoint))).toMatchObject({ state: 'broken', fault: { kind: 'shorter' } });
    expect(await verifyChain(me, null, serve(rehash(rows.slice(1).concat(chainOf(me, 1))), checkpoint))).toMatchObject({
      state: 'broken',
      fault: { kind: 'checkpoint' },
    });
    const forgedRoot = { ...(checkpoint as NonNullable<typeof checkpoint>), root: sha256('x') };
    expect(await verifyChain(me, null, serve(rows, forgedRoot))).toMatchObject({ state: 'broken', fault: { kind: 'checkpoint' } });
  });

  it('finds a chain of another person, and gives no verdict when a page does not arrive', async () => {
    expect(await verifyChain(other, null, serve(chainOf(me, 3)))).toMatchObject({ state: 'broken' });
    expect(await verifyChain(me, null, async () => null)).toBeNull();
  });
});
