import { useCallback, useEffect, useState } from 'react';
import { callFile } from '../call';
import type { Problem } from '../contract';

export interface Attached {
  readonly attachmentId: string;
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly sentDigest: string;
  readonly state: 'clean' | 'held' | 'refused';
}

/** An attachment as an address of this page; given back to the browser when one looks at something else. Held ones are not asked for. */
export const useAttachment = (number: string, { attachmentId, contentType, state }: Attached) => {
  const [url, setUrl] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks again
  useEffect(() => {
    if (state !== 'clean') return;
    let made: string | null = null;
    let gone = false;
    setProblem(null);
    void callFile({ params: { number, attachmentId } }).then(outcome => {
      if (gone) return;
      if (!outcome.ok) {
        setProblem(outcome.problem);
        return;
      }
      // The type is what the checker found, whatever a reply may say: a picture or a PDF, never a page.
      made = URL.createObjectURL(new Blob([outcome.bytes], { type: contentType }));
      setUrl(made);
    });
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
      setUrl(null);
    };
  }, [number, attachmentId, contentType, state, turn]);
  return { url, problem, retry: useCallback(() => setTurn(now => now + 1), []) };
};
