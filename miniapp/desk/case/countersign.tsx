import { useState } from 'react';
import { whenWords } from '../../src/shared/dates';
import type { Problem } from '../contract';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { TextArea } from '../ui/form';
import { ProblemBanner } from '../ui/paper';
import { useSubmit } from '../use-submit';
import { type CaseFile, decisionWords } from '../words';
import { useDraft, writeWords } from './drafts';
import { Letter } from './letter';
import { reasonLeast, reasonMost } from './reason-editor';
import { overBy } from './verdict';

export interface Countersigned {
  readonly agreed: boolean;
}

interface Props {
  readonly file: CaseFile;
  readonly proposal: NonNullable<CaseFile['proposal']>;
  readonly onDone: (done: Countersigned) => void;
  readonly onOver: (problem: Problem) => void;
}

/** The second pair of eyes: agrees to what a colleague proposed as it stands, or sends it back to be decided anew. */
export const Countersign = ({ file, proposal, onDone, onOver }: Props) => {
  const draft = useDraft(file.number);
  const [asking, setAsking] = useState<'agree' | 'disagree' | null>(null);
  const { busy, problem, submit, clear } = useSubmit('desk.countersign', ({ outcome }) => onDone({ agreed: outcome === 'done' }));
  const send = async (agree: boolean): Promise<void> => {
    const outcome = await submit({
      params: { number: file.number },
      body: { revision: file.revision, agree, note: agree ? null : draft.words.trim() },
    });
    if (outcome && !outcome.ok && overBy(outcome.problem)) {
      setAsking(null);
      onOver(outcome.problem);
    }
  };
  const open = (what: 'agree' | 'disagree'): void => {
    clear();
    setAsking(what);
  };
  const words = decisionWords[proposal.decision];
  return (
    <section className="verdict" aria-label="复核">
      <div className="verdict-row">
        <p className="verdict-say">
          {proposal.name} 拟{words}（{whenWords(proposal.at)}），请您复核。自己看过附件再表示意见。
        </p>
        <Button text="不同意" onClick={() => open('disagree')} />
        <Button text={`同意${words}`} kind="main" onClick={() => open('agree')} />
      </div>
      {asking && (
        <Dialog title={asking === 'agree' ? `同意${words}这一条` : `不同意${words}`} onClose={busy ? null : () => setAsking(null)} wide>
          {problem && !overBy(problem) && <ProblemBanner problem={problem} />}
          {asking === 'agree' ? (
            <>
              <p>同意后立即生效，记录里写明两个人：{proposal.name} 拟办，您复核。</p>
              {file.proposedReasons.length > 0 && <Letter file={file} head="商户会读到：" reasons={file.proposedReasons} />}
            </>
          ) : (
            <>
              <p>不同意就回到待办，重新办。商户看不到这一步。</p>
              <TextArea
                label={`写给 ${proposal.name}`}
                hint="哪里看法不同。只有工作人员看得到。"
                value={draft.words}
                onChange={text => writeWords(file.number, file.revision, text)}
                maxLength={reasonMost}
                first
              />
            </>
          )}
          <div className="btn-row">
            <Button
              text={asking === 'agree' ? `同意${words}` : '不同意，交回待办'}
              kind="main"
              busy={busy}
              blocked={asking === 'disagree' && draft.words.trim().length < reasonLeast ? '请先写明哪里看法不同' : null}
              onClick={() => void send(asking === 'agree')}
            />
            <Button text="再看看" onClick={() => setAsking(null)} />
          </div>
        </Dialog>
      )}
    </section>
  );
};
