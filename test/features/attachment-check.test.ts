import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeInspector, wireAttachment } from '../../bff/features/attachment';
import type { Call } from '../../bff/http/call';
import type { Db } from '../../bff/lib/db';
import { makeLog } from '../../bff/lib/log';
import { newId } from '../../bff/lib/new-id';
import { Problem } from '../../bff/lib/problem';
import { makeSeal } from '../../bff/lib/seal';
import { diskBlobs } from '../../bff/platform/blob/disk';
import type { BlobPort, ScanVerdict } from '../../bff/platform/ports';
import { sha256 } from '../support/clamd';
import { openTestDb } from '../support/db';
import { alice, aliceSubject } from '../support/guarded-app';
import { makePdf, makePhoto } from '../support/papers';

/** What may happen while a check is under way. The store and the inspecting process are real; the scanner says what the test wants. */
let db: Db;
let close: () => Promise<void>;
let root: string;
let verdict: () => ScanVerdict | Promise<ScanVerdict>;
let blobs: BlobPort;
let attachment: ReturnType<typeof wireAttachment>;

beforeAll(async () => {
  ({ db, close } = await openTestDb());
  root = mkdtempSync(join(tmpdir(), 'chengxin-check-'));
  blobs = diskBlobs(root);
  attachment = wireAttachment({
    db,
    now: () => new Date(),
    newId,
    seal: makeSeal({ current: 'k1', keys: { k1: randomBytes(32) }, indexKey: randomBytes(32) }),
    log: makeLog('silent'),
    blobs: {
      put: (...piece) => blobs.put(...piece),
      get: (...piece) => blobs.get(...piece),
      remove: (...piece) => blobs.remove(...piece),
      removeAll: folder => blobs.removeAll(folder),
    },
    scanner: { scan: async () => verdict(), fault: async () => null },
    inspector: makeInspector(),
    enqueue: async () => undefined,
    notify: async () => undefined,
    appendRead: async () => undefined,
    city: { appName: '城信' },
    citizensOf: async () => [],
  });
});
beforeEach(() => {
  verdict = () => ({ is: 'clean' });
  blobs = diskBlobs(root);
});
afterAll(async () => {
  attachment.close();
  await close();
  rmSync(root, { recursive: true, force: true });
});

const callOf = <N extends 'attachment.begin' | 'attachment.append' | 'attachment.finish' | 'attachment.read' | 'attachment.remove'>(
  more: object,
): Call<N> => ({ citizen: alice, subject: aliceSubject, keep: async () => undefined, ...more }) as unknown as Call<N>;

const arrived = async (bytes: Buffer): Promise<string> => {
  const body = { name: '材料', sizeBytes: bytes.length, sentDigest: null, purpose: 'entry' };
  const { attachmentId } = await attachment.handlers['attachment.begin'](callOf<'attachment.begin'>({ body }));
  const params = { attachmentId };
  await attachment.handlers['attachment.append'](callOf<'attachment.append'>({ params, query: { from: 0 }, body: bytes }));
  await attachment.handlers['attachment.finish'](callOf<'attachment.finish'>({ params }));
  return attachmentId;
};
const check = (attachmentId: string): Promise<void> => attachment.check({ attachmentId }, { signal: new AbortController().signal });
const read = async (attachmentId: string) =>
  attachment.handlers['attachment.read'](callOf<'attachment.read'>({ params: { attachmentId } }));
const remove = async (attachmentId: string) =>
  attachment.handlers['attachment.remove'](callOf<'attachment.remove'>({ params: { attachmentId } }));
const contentOf = async (attachmentId: string): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await attachment.openAttachment(attachmentId))?.content() ?? []) pieces.push(piece);
  return Buffer.concat(pieces);
};
const filesOf = (attachmentId: string): string[] =>
  readdirSync(root).flatMap(name => (name === attachmentId ? readdirSync(join(root, name)) : []));

describe('attachment.check', () => {
  it('delivered twice at the same moment keeps one picture', async () => {
    const attachmentId = await arrived(await makePhoto());
    await Promise.all([check(attachmentId), check(attachmentId)]);
    await check(attachmentId);
    const { state, keptDigest } = await read(attachmentId);
    expect([state, sha256(await contentOf(attachmentId))]).toEqual(['clean', keptDigest]);
    expect(filesOf(attachmentId)).toHaveLength(1);
  });

  it('is done again after the store or the process failed, and leaves nothing of the first time', async () => {
    const attachmentId = await arrived(await makePhoto());
    const whole = blobs;
    blobs = { ...whole, put: () => Promise.reject(new Problem('attachment.store_unavailable')) };
    await expect(check(attachmentId)).rejects.toMatchObject({ code: 'attachment.store_unavailable' });
    blobs = { ...whole, get: () => Promise.reject(new Problem('attachment.store_unavailable')) };
    await expect(check(attachmentId)).rejects.toMatchObject({ code: 'attachment.store_unavailable' });
    blobs = whole;
    const stopped = new AbortController();
    const checking = attachment.check({ attachmentId }, { signal: stopped.signal });
    stopped.abort();
    await expect(checking).rejects.toThrow();
    expect((await read(attachmentId)).state).toBe('checking');
    expect(filesOf(attachmentId)).toHaveLength(1);
    await check(attachmentId);
    expect((await read(attachmentId)).state).toBe('clean');
  });

  it('of what was taken back meanwhile leaves nothing behind', async () => {
    const attachmentId = await arrived(await makePhoto());
    verdict = async () => {
      await remove(attachmentId);
      return { is: 'clean' };
    };
    await check(attachmentId);
    await expect(read(attachmentId)).rejects.toMatchObject({ code: 'attachment.not_found' });
    expect(await attachment.openAttachment(attachmentId)).toBeNull();
    expect(filesOf(attachmentId)).toEqual([]);
    expect(await db.query('SELECT id FROM attachment_part WHERE attachmentId = ?', [attachmentId])).toEqual([]);
  });

  it('whose store fails while it clears away is clean, and the sweep clears the rest', async () => {
    const attachmentId = await arrived(await makePhoto());
    const whole = blobs;
    blobs = { ...whole, remove: () => Promise.reject(new Problem('attachment.store_unavailable')) };
    await check(attachmentId);
    expect((await read(attachmentId)).state).toBe('clean');
    expect(filesOf(attachmentId)).toHaveLength(2);
    blobs = whole;
    await attachment.sweep();
    expect(filesOf(attachmentId)).toHaveLength(1);
    expect((await contentOf(attachmentId)).length).toBeGreaterThan(0);
  });

  it('never opens what waits for a scanner, however often it is asked', async () => {
    const attachmentId = await arrived(makePdf());
    verdict = () => ({ is: 'absent', why: 'away' });
    await check(attachmentId);
    await attachment.scanHeld();
    await attachment.scanHeld();
    expect((await read(attachmentId)).state).toBe('held');
    await expect(attachment.openAttachment(attachmentId)).rejects.toMatchObject({ code: 'attachment.not_ready' });
    await remove(attachmentId);
  });
});
