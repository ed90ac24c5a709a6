import { z } from 'zod';
import { zDay } from '../../contract/atoms';

const zBulkPolicy = z.object({
  effectiveFrom: zDay,
  source: z.string(),
  verified: z.boolean(),
  /** Rows of one sheet that say something. */
  rowsAtMost: z.int().min(1),
  /** What a sheet may unfold to, bytes, and of how many parts its archive may be. */
  unpackedBytes: z.int().min(1),
  partsAtMost: z.int().min(1),
  /** Rows and columns that are looked at, said or not. */
  rowsSeenAtMost: z.int().min(1),
  columnsAtMost: z.int().min(1),
  /** A check that takes longer is given up. */
  deadlineMs: z.int().min(1),
  /** Sheets of one merchant that are neither done nor given up. */
  openAtOnce: z.int().min(1),
  /** A sheet and its rows are forgotten so many days after the last thing that happened to it. */
  keptDays: z.int().min(1),
});

/** How much one sheet may hold. Our own numbers, no law: twice what the largest merchant of a city registers in a year. */
export const bulkPolicy = zBulkPolicy.parse({
  effectiveFrom: '2026-11-01',
  source: 'docs/security.md#bulk',
  verified: false,
  rowsAtMost: 10_000,
  unpackedBytes: 64 * 1024 * 1024,
  partsAtMost: 200,
  rowsSeenAtMost: 50_000,
  columnsAtMost: 60,
  deadlineMs: 30_000,
  openAtOnce: 3,
  keptDays: 30,
});
