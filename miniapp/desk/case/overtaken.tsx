import { queueAddress } from '../address';
import type { Problem } from '../contract';
import { Button } from '../ui/button';
import { Banner } from '../ui/paper';

const next: Readonly<Record<string, string>> = {
  'desk.case_changed': '您的决定没有记下。重新打开看现在的情况，您写的原因会留着。',
  'desk.held_by_other': '您的决定没有记下。可以重新打开看看，或先办下一件。',
  'desk.not_held': '您的决定没有记下。重新打开就又归您办，您写的原因会留着。',
  'desk.second_needed': '您的决定没有记下。重新打开，就可以对他的意见表示同意或不同意。',
  'desk.no_proposal': '您的意见没有记下。重新打开看现在的情况。',
  'desk.same_person': '您的意见没有记下。这一件留给别的同事，先办下一件。',
};

/** Somebody was faster, or the time ran out: what became of one's own decision, and what to do now. */
export const Overtaken = ({ problem, busy, onAgain }: { problem: Problem; busy: boolean; onAgain: () => void }) => (
  <Banner tone="warn" title={problem.title} text={next[problem.code] ?? '您的决定没有记下。'} live="alert">
    {problem.code !== 'desk.case_not_found' && (
      <Button text="重新打开这一件" kind="line" busy={busy} busyText="正在打开…" onClick={onAgain} />
    )}
    <a className="btn btn-plain" href={queueAddress}>
      回到待办
    </a>
  </Banner>
);
