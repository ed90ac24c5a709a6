import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { bulkPolicy } from '../../../policy/registration/bulk';
import type { CheckedRow } from './check-rows';
import { RefusedSheet } from './refusals';
import type { SheetJob, Told } from './worker';

/** Test runs execute the sources as they are; the build has JavaScript here. */
const workerFile = require.resolve('./worker');
const execArgv = workerFile.endsWith('.ts') ? ['--require', require.resolve('tsx/cjs')] : [];
const memory = { maxOldGenerationSizeMb: 512 } as const;

/**
 * Checked rows of a sheet, some at a time, from a thread of its own: requests go on meanwhile. A thread that takes too long or too much
 * memory is ended, and its file refused.
 * @throws RefusedSheet; Error where it was no fault of the file
 */
export async function* checkInWorker(job: SheetJob, signal: AbortSignal): AsyncGenerator<readonly CheckedRow[]> {
  const worker = new Worker(workerFile, { workerData: job, execArgv, resourceLimits: memory });
  const late = AbortSignal.timeout(bulkPolicy.deadlineMs);
  const gone = new AbortController();
  worker.once('exit', () => gone.abort());
  try {
    for await (const [told] of on(worker, 'message', { signal: AbortSignal.any([signal, late, gone.signal]) }) as AsyncIterable<[Told]>) {
      if ('refused' in told) throw new RefusedSheet(told.refused);
      if ('end' in told) return;
      yield told.rows;
    }
  } catch (error) {
    if (error instanceof RefusedSheet || signal.aborted) throw error;
    if (late.aborted || (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY') throw new RefusedSheet('too_heavy');
    throw error;
  } finally {
    await worker.terminate();
  }
}
