import { Session } from 'node:inspector';
import { scriptHead } from '../../support/weapp/logic';

/** Script of the dist → ranges of its text in which something ran, from the innermost function outwards. */
export type Executed = Readonly<Record<string, readonly (readonly [from: number, to: number, count: number])[]>>;

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly { startOffset: number; endOffset: number; count: number }[] }[];
  }[];
}

/** Counts of V8 itself, block by block: the dist runs as it is, without a word put in. */
export const startCounting = (): (() => Executed) => {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return () => {
    const executed: Record<string, [number, number, number][]> = {};
    session.post('Profiler.takePreciseCoverage', (error, found) => {
      if (error) throw error;
      for (const { url, functions } of (found as unknown as Coverage).result) {
        if (!/^[\w/-]+\.js$/.test(url)) continue;
        const ranges = functions.flatMap(one => one.ranges);
        if (!ranges.some(({ count }) => count > 0)) continue;
        executed[url] ??= [];
        for (const { startOffset, endOffset, count } of ranges)
          executed[url].push([startOffset - scriptHead.length, endOffset - scriptHead.length, count]);
      }
    });
    return executed;
  };
};

/** Whether the text from `at` ran: by the smallest range around it. */
export const ran = (executed: Executed, file: string, at: number): boolean => {
  let smallest: readonly [number, number, number] | null = null;
  for (const range of executed[file] ?? [])
    if (range[0] <= at && at < range[1] && (!smallest || range[1] - range[0] < smallest[1] - smallest[0])) smallest = range;
  return smallest !== null && smallest[2] > 0;
};
