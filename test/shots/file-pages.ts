import type { PageShots } from './shot';

/** Pages of the file, reports, verification, reads and help. */
export const filePages: readonly PageShots[] = [];
