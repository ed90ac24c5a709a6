import { statfs } from 'node:fs/promises';

const mib = 2 ** 20;
/** Below this an operator is told, while everything still works: logs and a day of checkpoints and rows fit into it. */
const neededMib = 200;

/** Bytes that may still be written below a folder. */
export const freeBytes = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/** Check of a dependency: null, or how little is left. */
export const checkDisk =
  (folder: string, free: (folder: string) => Promise<number> = freeBytes) =>
  async (): Promise<string | null> => {
    const freeMib = Math.floor((await free(folder)) / mib);
    return freeMib < neededMib ? `${freeMib} MB free in DATA_DIR` : null;
  };
