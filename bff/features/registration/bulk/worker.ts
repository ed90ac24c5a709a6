import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { CheckOn } from '../../../policy/registration/check-fields';
import { type Kind, kindOfVersion } from '../../../policy/registration/kinds';
import { type CheckedRow, checkRows } from './check-rows';
import { type Refusal, RefusedSheet } from './refusals';

export interface SheetJob {
  readonly bytes: Uint8Array;
  readonly kind: Kind;
  readonly version: string;
  readonly on: CheckOn;
}

/** What the worker tells: rows in their order, then one of the other two. */
export type Told = { readonly rows: readonly CheckedRow[] } | { readonly refused: Refusal } | { readonly end: true };

/** Few: whoever takes them in has requests to answer. */
const atOnce = 25;

/** Looks through one sheet and ends. It has no keys and no database: what a hostile file can reach is this thread. */
const look = async ({ bytes, kind, version, on }: SheetJob, tell: (told: Told) => void): Promise<void> => {
  let rows: CheckedRow[] = [];
  for await (const row of checkRows(Buffer.from(bytes), kindOfVersion(kind, version), on)) {
    rows.push(row);
    if (rows.length < atOnce) continue;
    tell({ rows });
    rows = [];
  }
  if (rows.length > 0) tell({ rows });
  tell({ end: true });
};

// On Linux this is the thread's own: it works where nobody else wants to, and requests go first, also in a process that is itself nice.
// Elsewhere it would be the whole process's.
if (process.platform === 'linux') setPriority(Math.min(19, getPriority() + 10));

const tell = (told: Told): void => parentPort?.postMessage(told);

look(workerData as SheetJob, tell).catch((error: unknown) => {
  // Whatever a reader of XML falls over is the file's own fault; its message may quote the file and goes nowhere.
  tell({ refused: error instanceof RefusedSheet ? error.word : 'no_sheet' });
});
