import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '../../bff/lib/new-id';
import { connectBlobs } from '../../bff/platform/blob/connect';
import { diskBlobs } from '../../bff/platform/blob/disk';
import { s3Blobs } from '../../bff/platform/blob/s3';
import type { BlobPort } from '../../bff/platform/ports';
import { sha256 } from '../support/clamd';
import { type S3, startS3 } from '../support/s3';

let root: string;
let s3: S3;
let stores: Record<'disk' | 's3', BlobPort>;
let close: () => void;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'chengxin-blobs-'));
  s3 = await startS3();
  const remote = await connectBlobs({ kind: 's3', ...s3.options });
  close = remote.close;
  stores = { disk: (await connectBlobs({ kind: 'disk', folder: root })).blobs, s3: remote.blobs };
}, 30_000);
afterAll(async () => {
  close();
  await s3.close();
  rmSync(root, { recursive: true, force: true });
});

describe.each(['disk', 's3'] as const)('%s', kind => {
  it('gives back every piece by its digest', async () => {
    const folder = newId();
    const pieces = [1, 2, 4096, 65_537, 512 * 1024 + 28].map(size => ({ name: newId(), bytes: randomBytes(size) }));
    await Promise.all(pieces.map(({ name, bytes }) => stores[kind].put(folder, name, bytes)));
    for (const { name, bytes } of pieces) {
      const back = await stores[kind].get(folder, name);
      expect([back?.length, back && sha256(back)]).toEqual([bytes.length, sha256(bytes)]);
    }
  });

  it('knows nothing of what was never there or is gone, and removes a folder without its neighbour', async () => {
    const [folder, neighbour, name, other] = [newId(), newId(), newId(), newId()];
    const store = stores[kind];
    for (const place of [folder, neighbour]) for (const one of [name, other]) await store.put(place, one, Buffer.from(place + one));
    await store.remove(folder, name);
    await store.remove(folder, name);
    expect(await store.get(folder, name)).toBeNull();
    expect(await store.get(newId(), name)).toBeNull();
    expect((await store.get(folder, other))?.toString()).toBe(folder + other);
    await store.removeAll(folder);
    await store.removeAll(folder);
    expect(await store.get(folder, other)).toBeNull();
    expect((await store.get(neighbour, name))?.toString()).toBe(neighbour + name);
  });
});

describe('disk', () => {
  it('never leaves its folder, and is its owner’s alone', async () => {
    const [folder, name] = [newId(), newId()];
    for (const [place, one] of [
      ['../..', name],
      [folder, '../../etc/passwd'],
      ['', name],
      [folder, `${name}/../x`],
    ] as const)
      await expect(stores.disk.put(place, one, Buffer.from('x'))).rejects.toMatchObject({ code: 'attachment.store_unavailable' });
    await stores.disk.put(folder, name, Buffer.from('x'));
    expect([statSync(join(root, folder)).mode & 0o777, statSync(join(root, folder, name)).mode & 0o777]).toEqual([0o700, 0o600]);
    expect(readdirSync(join(root, folder))).toEqual([name]);
  });

  it('says in our words that it cannot be written', async () => {
    const file = join(root, 'not-a-folder');
    writeFileSync(file, '');
    await expect(diskBlobs(file).put(newId(), newId(), Buffer.from('x'))).rejects.toMatchObject({
      code: 'attachment.store_unavailable',
      status: 503,
    });
  });
});

describe('s3', () => {
  it('says in our words that the store is away, or that it does not know us', async () => {
    const name = newId();
    const strangers = s3Blobs({ ...s3.options, keyId: 'NOBODY' });
    await expect(strangers.put(newId(), name, Buffer.from('x'))).rejects.toMatchObject({ code: 'attachment.store_unavailable' });
    strangers.close();
    await s3.stop();
    await expect(stores.s3.get(newId(), name)).rejects.toMatchObject({ code: 'attachment.store_unavailable' });
    await s3.start();
    expect(await stores.s3.get(newId(), name)).toBeNull();
  });
});
