import { type ChildProcess, fork } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { attachmentTypes } from '../../../contract/attachment/schema';
import { isRefusal, type Refusal } from '../refusals';

/** `rewritten`: what is kept was given to `keep`; otherwise it is what was sent. */
export type Verdict =
  | { readonly refused: Refusal }
  | { readonly contentType: (typeof attachmentTypes)[number]; readonly rewritten: boolean };

export interface Inspector {
  /** @throws Error where it was no fault of the content: no process could be had, or we are stopping */
  inspect(content: AsyncIterable<Uint8Array>, keep: (piece: Uint8Array) => Promise<void>, signal?: AbortSignal): Promise<Verdict>;
  close(): void;
}

export interface InspectorOptions {
  readonly deadlineMs?: number;
  readonly atOnce?: number;
  /** Most memory of one, MB. */
  readonly memoryMb?: number;
}

/** Test runs execute the sources as they are; the build has JavaScript here. */
const childFile = require.resolve('./child');
const execArgv = ['--max-old-space-size=256', ...(childFile.endsWith('.ts') ? ['--require', require.resolve('tsx/cjs')] : [])];

/** What a hostile file can do to a decoder: end it by a signal, or by the memory limit. */
const overwhelmed: ReadonlySet<string> = new Set(['SIGKILL', 'SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGTRAP']);
/** Also in `child.ts`: it ended itself at its memory limit. */
export const memoryExit = 86;

const isVerdict = (told: unknown): told is Verdict => {
  const { refused, contentType, rewritten } = (told ?? {}) as Record<string, unknown>;
  return isRefusal(refused) || (typeof contentType === 'string' && typeof rewritten === 'boolean');
};

const give = async (child: ChildProcess, content: AsyncIterable<Uint8Array>): Promise<void> => {
  if (!child.stdin) throw new Error('inspect: no way in');
  let ours: { error: unknown } | null = null;
  const source = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* content;
    } catch (error) {
      ours = { error };
      throw error;
    }
  };
  // One piece at a time. It may end before it has read everything: its verdict is worth more than our failed writing.
  await pipeline(Readable.from(source(), { highWaterMark: 1 }), child.stdin).catch(() => undefined);
  if (ours) throw (ours as { error: unknown }).error;
};

const take = async (child: ChildProcess, keep: (piece: Uint8Array) => Promise<void>): Promise<void> => {
  for await (const piece of child.stdout ?? []) await keep(piece as Buffer);
};

/**
 * Looks inside what people send, each file in a process of its own that has no keys, no environment and no address of anything: a decoder
 * that is overwhelmed takes only itself with it, and its memory is not ours. (A thread would share both, and its native code cannot be
 * ended from outside.)
 */
export const makeInspector = ({ deadlineMs = 45_000, atOnce = 2, memoryMb = 768 }: InspectorOptions = {}): Inspector => {
  const running = new Set<ChildProcess>();
  const waiting: (() => void)[] = [];
  let places = atOnce;
  let closed = false;

  const enter = async (): Promise<void> => {
    if (places > 0) places -= 1;
    else await new Promise<void>(resolve => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else places += 1;
  };

  const run = async (
    content: AsyncIterable<Uint8Array>,
    keep: (piece: Uint8Array) => Promise<void>,
    signal: AbortSignal | undefined,
  ): Promise<Verdict> => {
    const env = { MALLOC_ARENA_MAX: '2', VIPS_CONCURRENCY: '1', INSPECT_MEMORY_MB: String(memoryMb) };
    const child = fork(childFile, [], { execArgv, env, stdio: ['pipe', 'pipe', 'ignore', 'ipc'] });
    running.add(child);
    let verdict: Verdict | null = null;
    let late = false;
    child.on('message', told => {
      if (isVerdict(told)) verdict = told;
    });
    const ended = new Promise<[number | null, string | null]>((resolve, reject) => {
      child.once('close', (code, by) => resolve([code, by]));
      child.once('error', reject);
    });
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, deadlineMs);
    const stop = (): void => void child.kill('SIGKILL');
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const taken = take(child, keep).catch(error => {
        stop();
        throw error;
      });
      const [sent, kept, exit] = await Promise.allSettled([give(child, content), taken, ended]);
      if (closed || signal?.aborted) throw new Error('inspect: stopped');
      for (const part of [sent, kept, exit]) if (part.status === 'rejected') throw part.reason;
      const [code, by] = exit.status === 'fulfilled' ? exit.value : [null, null];
      if (code === 0 && verdict) return verdict;
      if (late || code === memoryExit || (by !== null && overwhelmed.has(by))) return { refused: 'too_heavy' };
      throw new Error(`inspect: ended with ${code ?? by}`);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      running.delete(child);
      child.kill('SIGKILL');
    }
  };

  return {
    async inspect(content, keep, signal) {
      await enter();
      try {
        if (closed) throw new Error('inspect: stopped');
        return await run(content, keep, signal);
      } finally {
        leave();
      }
    },
    close() {
      closed = true;
      for (const child of running) child.kill('SIGKILL');
    },
  };
};
