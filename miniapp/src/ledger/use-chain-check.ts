import { useCallback, useEffect, useState } from 'react';
import { call } from '../shared/call';
import { keep, kept } from '../shared/platform';
import { sha256 } from '../shared/sha256';
import { type ChainCheck, type Head, verifyChain } from './verify-chain';

export type CheckState = { state: 'checking' } | { state: 'unreachable' } | ChainCheck;

/** What stays on the phone: a sequence number and a digest under a pseudonymous key, nothing of the person. */
const keyOf = (subjectId: string): string => `ledger-head-${sha256(subjectId).slice(0, 16)}`;
const keptHead = (subjectId: string): Head | null => {
  const value = kept(keyOf(subjectId)) as Partial<Head> | null;
  return typeof value?.seq === 'number' && typeof value.digest === 'string' ? { seq: value.seq, digest: value.digest } : null;
};

/** Recomputes the chain on this phone each time the page opens; a broken chain never replaces the head seen before. */
export const useChainCheck = (subjectId: string): { check: CheckState; again: () => void } => {
  const [check, setCheck] = useState<CheckState>({ state: 'checking' });
  const again = useCallback(() => {
    setCheck({ state: 'checking' });
    const readPage = async (afterSeq: number) => {
      const outcome = await call('ledger.readChain', { params: { subjectId }, query: { afterSeq } });
      return outcome.ok ? outcome.reply : null;
    };
    void verifyChain(subjectId, keptHead(subjectId), readPage).then(result => {
      if (result?.state === 'whole') keep(keyOf(subjectId), result.head);
      setCheck(result ?? { state: 'unreachable' });
    });
  }, [subjectId]);
  useEffect(again, [again]);
  return { check, again };
};
