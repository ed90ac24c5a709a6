import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LedgerDeps, wireLedger } from '../../bff/features/ledger';
import { genesisDigest, rowDigestOf } from '../../bff/features/ledger/chain';
import { sliceCount } from '../../bff/features/ledger/head-tree';
import type { Db } from '../../bff/lib/db';
import { newId } from '../../bff/lib/new-id';
import { makeSeal } from '../../bff/lib/seal';
import { verifyChain } from '../../miniapp/src/ledger/verify-chain';
import { openTestDb } from '../support/db';

/** The ledger over a real database; only the clock is moved. */
const key = Buffer.alloc(32, 7);
const seal = makeSeal({ current: 'k1', keys: { k1: key }, indexKey: Buffer.alloc(32, 8) });
const content = (n: number) => ({ who: '本人', system: '城信', reason: `第 ${n} 次看档案`, fields: ['行政处罚'], own: false });

let db: Db;
let closeDb: () => Promise<void>;
let dir: string;
let filePath: string;
let at: Date;
let faults: string[];
let sent: unknown[];

const wire = (platform: Partial<Pick<LedgerDeps, 'credit' | 'platformRefOf'>> = {}) =>
  wireLedger({
    db,
    seal,
    now: () => at,
    newId,
    credit: { listUsage: async () => [] },
    platformRefOf: async () => null,
    platformAppId: 'our-app',
    sign: text => ({ keyId: 'test', signature: Buffer.from(text).toString('base64url').slice(0, 40) }),
    filePath,
    enqueue: async (_tx, _topic, _key, payload) => void sent.push(payload),
    onFault: fault => void faults.push(fault),
    ...platform,
  });

const append = async (subjectId: string, times: number) => {
  const ledger = wire();
  for (let n = 1; n <= times; n++) await db.inTx(tx => ledger.appendRead(tx, subjectId, content(n)));
};

/** A minute later, so that the next checkpoint is due. */
const later = () => {
  at = new Date(at.getTime() + 60_000);
};

beforeAll(async () => {
  const opened = await openTestDb();
  db = opened.db;
  closeDb = opened.close;
});
afterAll(() => closeDb());
beforeEach(async () => {
  for (const table of ['ledger_row', 'ledger_head', 'ledger_leaf', 'ledger_node', 'ledger_checkpoint'])
    await db.run(`DELETE FROM ${table}`);
  dir = await mkdtemp(join(tmpdir(), 'ledger-'));
  filePath = join(dir, 'checkpoints.jsonl');
  at = new Date('2026-11-22T01:00:00.000Z');
  faults = [];
  sent = [];
});
afterEach(() => rm(dir, { recursive: true }));

describe('ledger.appendRead', () => {
  it('tells what the platform noted of this app in plain words, of others as the platform names them', async () => {
    const usage = (id: string, receiverSystem: string, agoMs: number) => ({
      id,
      at: new Date(at.getTime() - agoMs).toISOString(),
      action: '本人查询公共信用信息',
      receiverCode: 'x',
      receiverName: '信用办',
      receiverSystem,
    });
    const { handlers } = wire({
      platformRefOf: async () => 'ref',
      credit: { listUsage: async () => [usage('1', 'our-app', 1000), usage('2', '双随机监管系统', 2000)] },
    });
    const { entries } = await handlers['ledger.list']({ subject: { subjectId: newId() }, query: { limit: 30 } } as never);
    expect(entries.map(({ system }) => system)).toEqual(['经由本应用', '双随机监管系统']);
  });

  it('keeps one unbroken chain when fifty readers write at once', async () => {
    const subjectId = newId();
    const ledger = wire();
    await Promise.all(Array.from({ length: 50 }, (_, n) => db.inTx(tx => ledger.appendRead(tx, subjectId, content(n)))));
    const rows = await db.query<{ seq: number }>('SELECT seq FROM ledger_row WHERE subjectId = ? ORDER BY seq', [subjectId]);
    expect(rows.map(row => row.seq)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
    expect(await ledger.audit()).toEqual([]);
  });

  it('leaves no row and no advanced head when the reader’s transaction fails', async () => {
    const subjectId = newId();
    const ledger = wire();
    await append(subjectId, 1);
    await expect(
      db.inTx(async tx => {
        await ledger.appendRead(tx, subjectId, content(2));
        throw new Error('the reader failed');
      }),
    ).rejects.toThrow('the reader failed');
    await append(subjectId, 1);
    expect(await ledger.audit()).toEqual([]);
    expect(await db.query('SELECT seq FROM ledger_head WHERE subjectId = ?', [subjectId])).toEqual([{ seq: 2 }]);
  });

  it('keeps no word of the content in clear', async () => {
    const subjectId = newId();
    await append(subjectId, 1);
    const [row] = await db.query<Record<string, unknown>>('SELECT * FROM ledger_row WHERE subjectId = ?', [subjectId]);
    expect(JSON.stringify(row)).not.toContain('档案');
  });

  it('still proves itself after the content was erased', async () => {
    const subjectId = newId();
    await append(subjectId, 3);
    const ledger = wire();
    later();
    expect(await ledger.eraseContent(subjectId, at.toISOString())).toBe(3);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe('ledger.makeCheckpoint', () => {
  it('writes the same root to the database, the file and the outbox, once a minute', async () => {
    await append(newId(), 2);
    await append(newId(), 1);
    const checkpoint = await wire().makeCheckpoint();
    expect(checkpoint?.seq).toBe(1);
    expect(JSON.parse((await readFile(filePath, 'utf8')).trim())).toMatchObject({ seq: 1, root: checkpoint?.root, heads: 2 });
    expect(sent).toMatchObject([{ seq: 1, root: checkpoint?.root }]);
    expect(await wire().makeCheckpoint()).toBeNull();
    later();
    expect((await wire().makeCheckpoint())?.seq).toBe(2);
  });

  it('catches up with the file when the process died between commit and file', async () => {
    await append(newId(), 1);
    await wire().makeCheckpoint();
    await rm(filePath);
    later();
    await wire().makeCheckpoint();
    const lines = (await readFile(filePath, 'utf8')).trim().split('\n');
    expect(lines.map(line => (JSON.parse(line) as { seq: number }).seq)).toEqual([1, 2]);
  });
});

/** What the phone says of a subject's chain and the newest checkpoint. */
const askPhone = (subjectId: string) => {
  const read = wire().handlers['ledger.readChain'];
  return verifyChain(subjectId, null, afterSeq => read({ subject: { subjectId }, query: { afterSeq } } as Parameters<typeof read>[0]));
};

describe('ledger.readChain', () => {
  it('leads the phone from every head to the signed root, also after some of them moved', async () => {
    const subjects = Array.from({ length: 120 }, () => newId());
    for (const subjectId of subjects) await append(subjectId, 1);
    await wire().makeCheckpoint();
    for (const subjectId of subjects.slice(0, 40)) await append(subjectId, 2);
    later();
    expect(await wire().makeCheckpoint()).toMatchObject({ seq: 2, heads: 120 });
    expect(faults).toEqual([]);
    for (const [n, subjectId] of subjects.entries())
      expect(await askPhone(subjectId)).toMatchObject({ state: 'whole', checkpoint: { seq: n < 40 ? 3 : 1 } });
    expect(await wire().audit()).toEqual([]);
  });

  it('lets the phone see that a stored node was altered', async () => {
    const subjects = [newId(), newId(), newId()];
    for (const subjectId of subjects) await append(subjectId, 1);
    await wire().makeCheckpoint();
    await db.run('UPDATE ledger_node SET digest = ?', ['f'.repeat(64)]);
    expect(await askPhone(subjects[0] as string)).toMatchObject({ state: 'broken', fault: { kind: 'checkpoint' } });
  });
});

/** Re-computes every digest of a chain after a change, as a thief with the database would. */
const rehash = async (subjectId: string) => {
  const rows = await db.query<{ seq: number; at: string; contentDigest: string }>(
    'SELECT seq, at, contentDigest FROM ledger_row WHERE subjectId = ? ORDER BY seq',
    [subjectId],
  );
  let prevDigest = genesisDigest(subjectId);
  for (const row of rows) {
    const digest = rowDigestOf({ ...row, prevDigest });
    await db.run('UPDATE ledger_row SET prevDigest = ?, digest = ? WHERE subjectId = ? AND seq = ?', [
      prevDigest,
      digest,
      subjectId,
      row.seq,
    ]);
    prevDigest = digest;
  }
  await db.run('UPDATE ledger_head SET digest = ?, seq = ? WHERE subjectId = ?', [prevDigest, rows.length, subjectId]);
};

describe('a forged past', () => {
  const forgeries: [string, (subjectId: string) => Promise<unknown>][] = [
    ['an altered row', id => db.run(`UPDATE ledger_row SET at = '2026-11-21T00:00:00.000Z' WHERE subjectId = ? AND seq = 2`, [id])],
    [
      'an altered content',
      id =>
        db.run('UPDATE ledger_row SET contentSealed = ? WHERE subjectId = ? AND seq = 2', [
          seal.seal('{}', 'ledger_row.contentSealed'),
          id,
        ]),
    ],
    [
      'an inserted row',
      id =>
        db.run(
          `INSERT INTO ledger_row (subjectId, seq, id, at, salt, contentDigest, prevDigest, digest)
           SELECT subjectId, 4, ?, at, salt, contentDigest, digest, digest FROM ledger_row WHERE subjectId = ? AND seq = 3`,
          [newId(), id],
        ),
    ],
    [
      'two rows that changed places',
      async id => {
        await db.run('UPDATE ledger_row SET seq = 99 WHERE subjectId = ? AND seq = 1', [id]);
        await db.run('UPDATE ledger_row SET seq = 1 WHERE subjectId = ? AND seq = 2', [id]);
        await db.run('UPDATE ledger_row SET seq = 2 WHERE subjectId = ? AND seq = 99', [id]);
      },
    ],
    ['a deleted last row', id => db.run('DELETE FROM ledger_row WHERE subjectId = ? AND seq = 3', [id])],
    [
      'a deleted last row with a mended head',
      async id => {
        await db.run('DELETE FROM ledger_row WHERE subjectId = ? AND seq = 3', [id]);
        await rehash(id);
      },
    ],
    [
      'a whole chain hashed anew',
      async id => {
        await db.run(`UPDATE ledger_row SET at = '2026-11-21T00:00:00.000Z' WHERE subjectId = ? AND seq = 2`, [id]);
        await rehash(id);
      },
    ],
  ];

  it.each(forgeries)('is found by the audit: %s', async (_name, forge) => {
    const subjectId = newId();
    await append(subjectId, 3);
    await append(newId(), 2);
    await wire().makeCheckpoint();
    expect(await wire().audit()).toEqual([]);
    await forge(subjectId);
    expect((await wire().audit()).some(fault => fault.startsWith(subjectId))).toBe(true);
  });

  it('is never signed: the next checkpoint refuses a chain hashed anew', async () => {
    const subjectId = newId();
    await append(subjectId, 3);
    await wire().makeCheckpoint();
    await db.run(`UPDATE ledger_row SET at = '2026-11-21T00:00:00.000Z' WHERE subjectId = ? AND seq = 2`, [subjectId]);
    await rehash(subjectId);
    await append(subjectId, 1);
    later();
    expect(await wire().makeCheckpoint()).toBeNull();
    expect(faults).toEqual([expect.stringContaining('rewritten')]);
  });

  it('goes on after a full disk cut off the last line of the file', async () => {
    await append(newId(), 1);
    await wire().makeCheckpoint();
    const whole = await readFile(filePath, 'utf8');
    await writeFile(filePath, whole.slice(0, 40));
    later();
    expect(await wire().makeCheckpoint()).toMatchObject({ seq: 2 });
    later();
    expect(await wire().makeCheckpoint()).toMatchObject({ seq: 3 });
    const kept = (await readFile(filePath, 'utf8')).split('\n').filter(line => line.endsWith('}'));
    expect(kept.map(line => JSON.parse(line).seq)).toEqual([1, 2, 3]);
    expect(faults).toEqual([]);
    expect(await wire().audit()).toEqual([]);
  });

  it('is found when the checkpoint in the database was forged with it', async () => {
    const subjectId = newId();
    await append(subjectId, 3);
    await wire().makeCheckpoint();
    await db.run(`UPDATE ledger_checkpoint SET root = ? WHERE seq = 1`, ['f'.repeat(64)]);
    expect(await wire().audit()).toContain('checkpoint 1: the database and the file disagree');
  });

  it('is found within 64 checkpoints where the head did not move and says so', async () => {
    const [subjectId, bystander] = [newId(), newId()];
    await append(subjectId, 3);
    await append(bystander, 1);
    await wire().makeCheckpoint();
    await db.run(`UPDATE ledger_row SET at = '2026-11-21T00:00:00.000Z' WHERE subjectId = ? AND seq = 2`, [subjectId]);
    await rehash(subjectId);
    for (let minutes = 0; minutes < sliceCount && faults.length === 0; minutes++) {
      await append(bystander, 1);
      later();
      await wire().makeCheckpoint();
    }
    expect(faults).toEqual([`${subjectId}: head 3 was rewritten`]);
  });

  it('is found within 64 checkpoints where a whole chain was taken out', async () => {
    const subjectId = newId();
    await append(subjectId, 3);
    await wire().makeCheckpoint();
    for (const table of ['ledger_row', 'ledger_head']) await db.run(`DELETE FROM ${table} WHERE subjectId = ?`, [subjectId]);
    for (let minutes = 0; minutes < sliceCount && faults.length === 0; minutes++) {
      later();
      await wire().makeCheckpoint();
    }
    expect(faults).toEqual([`${subjectId}: its chain is gone`]);
  });

  it('is not built upon: what the last checkpoint saw was altered with it', async () => {
    const subjectId = newId();
    await append(subjectId, 3);
    await wire().makeCheckpoint();
    await db.run(`UPDATE ledger_row SET at = '2026-11-21T00:00:00.000Z' WHERE subjectId = ? AND seq = 2`, [subjectId]);
    await rehash(subjectId);
    await db.run('UPDATE ledger_leaf SET digest = (SELECT digest FROM ledger_head WHERE subjectId = ?) WHERE subjectId = ?', [
      subjectId,
      subjectId,
    ]);
    await append(subjectId, 1);
    later();
    expect(await wire().makeCheckpoint()).toBeNull();
    expect(faults).toEqual(['checkpoint 1: its heads do not make its root']);
    expect(await wire().audit()).toContain('checkpoint 1: its heads do not make its root');
  });

  it('tells a few faults of many', async () => {
    for (let n = 0; n < 25; n++) await append(newId(), 1);
    await db.run('DELETE FROM ledger_row');
    await wire().makeCheckpoint();
    expect(faults).toHaveLength(21);
    expect(faults.at(-1)).toBe('and 5 faults more');
  });
});

describe('ledger.restartCheckpoints', () => {
  it('is needed when an older copy of the database was put back, and tells everybody that it is a beginning', async () => {
    const subjectId = newId();
    await append(subjectId, 1);
    await wire().makeCheckpoint();
    later();
    await append(subjectId, 1);
    await wire().makeCheckpoint();
    for (const table of ['ledger_row', 'ledger_head', 'ledger_leaf', 'ledger_node', 'ledger_checkpoint'])
      await db.run(`DELETE FROM ${table}`);
    await append(subjectId, 1);
    later();
    expect(await wire().makeCheckpoint()).toBeNull();
    expect(faults).toEqual(['the file knows checkpoint 2, the database ends at 0']);

    expect(await wire().restartCheckpoints(2)).toEqual({ above: 2 });
    expect(await wire().restartCheckpoints(3)).toMatchObject({ made: { seq: 3, heads: 0, prevRoot: '0'.repeat(64) } });
    later();
    expect(await wire().makeCheckpoint()).toMatchObject({ seq: 4, heads: 1 });
    expect(await askPhone(subjectId)).toMatchObject({ state: 'whole', checkpoint: { seq: 1 } });
  });

  it('does not bless a chain that does not hold together', async () => {
    const subjectId = newId();
    await append(subjectId, 3);
    await wire().makeCheckpoint();
    await db.run(`UPDATE ledger_row SET at = '2026-11-21T00:00:00.000Z' WHERE subjectId = ? AND seq = 2`, [subjectId]);
    await wire().restartCheckpoints(9);
    later();
    expect(await wire().makeCheckpoint()).toBeNull();
    expect(faults).toEqual([`${subjectId}: row 2 was altered`]);
  });
});
