import { useState } from 'react';
import { ask } from '../shared/ask';
import type { Problem } from '../shared/call';
import { Button, ProblemBanner } from '../shared/ui';
import { discardForm, type Form } from './forms';

/** A draft that is not wanted goes after a second yes; nobody waits 30 days for it. */
export const DiscardDraft = ({ form, onGone }: { form: Form; onGone: () => void }) => {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // Nothing was typed yet: there is no draft.
  if (form.saving === 'untouched') return null;
  const drop = async (): Promise<void> => {
    const text = form.mends ? '退回的那一条还在，随时可以再来补。这里改的内容删去就找不回来。' : '填的内容和传的附件都会删去，找不回来。';
    if (!(await ask('删去这份草稿', text, '删去'))) return;
    setBusy(true);
    const kept = await discardForm(form.draftId);
    setBusy(false);
    setProblem(kept);
    if (!kept) onGone();
  };
  return (
    <>
      {problem && <ProblemBanner problem={problem} onRetry={() => void drop()} />}
      <Button kind="plain" text="删去这份草稿" busy={busy} onClick={() => void drop()} />
    </>
  );
};
