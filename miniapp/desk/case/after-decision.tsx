import { useState } from 'react';
import { caseAddress, go, queueAddress } from '../address';
import { call } from '../call';
import type { Problem } from '../contract';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { ProblemBanner } from '../ui/paper';
import { useTitle } from '../use-title';
import { type CaseFile, type Decision, decisionWords } from '../words';

export type Ended =
  | { readonly what: 'decided'; readonly decision: Decision; readonly proposed: boolean }
  | { readonly what: 'countersigned'; readonly agreed: boolean };

const afterWords: Readonly<Record<Decision, string>> = {
  verify: '商户会收到消息。登记公布时带「材料已核」印，进入档案和报告。',
  return: '商户会收到消息，读到您写的原因。改好再交时，它会回到待办，编号不变。',
  refuse: '商户会收到消息，读到您写的原因。这条登记不公布。',
};

const wordsOf = (file: CaseFile, ended: Ended): readonly [title: string, text: string] => {
  if (ended.what === 'decided')
    return ended.proposed
      ? [`已记为您的拟办意见：${decisionWords[ended.decision]}`, '还没有生效。等另一位同事复核；您自己不能复核自己的。']
      : [`已${decisionWords[ended.decision]}`, afterWords[ended.decision]];
  const proposed = file.proposal?.decision;
  if (!ended.agreed || !proposed) return ['没有同意，已交回待办', '这一件重新等人来办。您写的话，拟办的同事在经过里看得到。'];
  return [`已复核：${decisionWords[proposed]}`, afterWords[proposed]];
};

/** What became of it, and the next one. */
export const AfterDecision = ({ file, ended }: { file: CaseFile; ended: Ended }) => {
  const [title, text] = wordsOf(file, ended);
  const heading = useTitle<HTMLHeadingElement>(title);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const openNext = async (): Promise<void> => {
    setBusy(true);
    const outcome = await call('desk.queue', { query: { view: 'waiting' } });
    setBusy(false);
    if (!outcome.ok) {
      setProblem(outcome.problem);
      return;
    }
    const free = outcome.reply.cases.find(one => one.number !== file.number && (!one.holder || one.holder.mine) && !one.proposal?.mine);
    go(free ? caseAddress(free.number) : queueAddress);
  };
  return (
    <div className="sheet empty after" role="status">
      <span className="after-icon">
        <Icon name="check-circle" size={44} />
      </span>
      <h1 className="empty-title" ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <p className="empty-text">
        <span className="num">{file.number}</span> {file.title}
        <br />
        {text}
      </p>
      {problem && <ProblemBanner problem={problem} />}
      <div className="btn-row">
        <Button text="办下一件" kind="main" busy={busy} busyText="正在找下一件…" onClick={() => void openNext()} />
        <a className="btn btn-line" href={queueAddress}>
          回到待办
        </a>
      </div>
    </div>
  );
};
