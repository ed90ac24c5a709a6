import { open } from 'node:fs/promises';
import type { StoredCheckpoint } from './store';

/** null: the rest of a line that a full disk or a lost machine cut off; its checkpoint is written again on a line of its own. */
const checkpointOf = (line: string): StoredCheckpoint | null => {
  try {
    return JSON.parse(line) as StoredCheckpoint;
  } catch {
    return null;
  }
};

/** Roots at the end of the file outside the database, by checkpoint number; the last few hundred are enough to compare with. */
export const readKeptRoots = async (filePath: string): Promise<Map<number, string>> => {
  const file = await open(filePath, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!file) return new Map();
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, 128 * 1024));
    await file.read(tail, 0, tail.length, size - tail.length);
    const kept = tail.toString('utf8').split('\n').map(checkpointOf);
    return new Map(kept.filter(line => line !== null).map(line => [line.seq, line.root]));
  } finally {
    await file.close();
  }
};

/** A line that was cut off stays a line of its own. */
export const keepInFile = async (filePath: string, checkpoint: StoredCheckpoint): Promise<void> => {
  const file = await open(filePath, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const broken = size > 0 && last.toString() !== '\n';
    await file.appendFile(`${broken ? '\n' : ''}${JSON.stringify(checkpoint)}\n`);
  } finally {
    await file.close();
  }
};
