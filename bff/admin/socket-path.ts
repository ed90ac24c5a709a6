import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Longest address of a Unix socket that every system takes, bytes. */
const limitBytes = 100;

/** In DATA_DIR; where its path is too long for a socket, a name made from it in the temporary folder. */
export const socketPath = (dataDir: string): string => {
  const path = join(dataDir, 'admin.sock');
  if (Buffer.byteLength(path) <= limitBytes) return path;
  return join(tmpdir(), `chengxin-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}.sock`);
};
