import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../lib/problem';
import type { BlobPort } from '../ports';

const isGone = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 'ENOENT';
const unavailable = (cause: unknown): Problem => new Problem('attachment.store_unavailable', { cause });
/** Names are ids of ours; a slip elsewhere must still not leave the folder. */
const idForm = /^[0-9a-f-]{36}$/;

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const readInto = async (path: string, into: Buffer | undefined): Promise<Buffer> => {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const target = into && into.length >= size ? into.subarray(0, size) : Buffer.allocUnsafeSlow(size);
    for (let at = 0; at < size; ) {
      const { bytesRead } = await file.read(target, at, size - at, at);
      if (bytesRead === 0) throw new Error('blob: shorter than it was');
      at += bytesRead;
    }
    return target;
  } finally {
    await file.close();
  }
};

/**
 * Pieces as files below `root`, one folder an attachment; readable by this user alone. A piece is written beside its place, synced and
 * renamed, so that a reader finds all of it or nothing. Several instances may share the folder.
 */
export const diskBlobs = (root: string): BlobPort => {
  const pathOf = (...ids: string[]): string => {
    if (ids.some(id => !idForm.test(id))) throw new Error('blob: not an id');
    return join(root, ...ids);
  };
  const tried = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw unavailable(error);
    }
  };
  return {
    put: (folder, name, bytes) =>
      tried(async () => {
        const target = pathOf(folder, name);
        const beside = `${target}.${randomBytes(4).toString('hex')}.part`;
        const made = await mkdir(pathOf(folder), { recursive: true, mode: 0o700 });
        if (made !== undefined) await syncFolder(root);
        const file = await open(beside, 'wx', 0o600);
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(beside, target);
        await syncFolder(pathOf(folder));
      }),
    get: (folder, name, into) =>
      tried(() =>
        readInto(pathOf(folder, name), into).catch(error => {
          if (isGone(error)) return null;
          throw error;
        }),
      ),
    remove: (folder, name) => tried(() => rm(pathOf(folder, name), { force: true })),
    removeAll: folder => tried(() => rm(pathOf(folder), { recursive: true, force: true })),
  };
};
