import { useState } from 'react';
import type { Problem } from '../contract';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ProblemBanner } from '../ui/paper';
import { useSubmit } from '../use-submit';
import type { CaseFile, Decision } from '../words';
import { wholePointer } from './case-lines';
import { type Draft, useDraft, writeWords } from './drafts';
import { Letter } from './letter';
import { ReasonEditor, reasonLeast } from './reason-editor';

/** What a decision came to. */
export interface Decided {
  readonly decision: Decision;
  /** It waits for a second person. */
  readonly proposed: boolean;
}

type Reasons = readonly { readonly pointer: string; readonly text: string }[];

const writtenReasons = ({ reasons }: Draft): Reasons => Object.entries(reasons).map(([pointer, text]) => ({ pointer, text: text.trim() }));

const secondNote = (file: CaseFile, decision: Decision): string =>
  file.needsTwo.includes(decision) ? '这一类要两个人看过：先记为您的拟办意见，另一位同意后才生效。' : '';

const asks: Readonly<Record<Decision, { readonly title: string; readonly button: string }>> = {
  verify: { title: '材料一致，核实这一条', button: '核实' },
  return: { title: '退回，让商户改', button: '退回' },
  refuse: { title: '不予核实', button: '不予核实' },
};

interface AskProps {
  readonly file: CaseFile;
  readonly decision: Decision;
  readonly onClose: () => void;
  readonly onDecided: (decided: Decided) => void;
  readonly onOver: (problem: Problem) => void;
}

/** Decisions others made meanwhile end this one: the page says so in its place, not in this question. */
export const overBy = ({ code }: Problem): boolean => code.startsWith('desk.') && code !== 'desk.reasons_wrong';

/** Once more what will happen, with what the merchant reads. */
const Ask = ({ file, decision, onClose, onDecided, onOver }: AskProps) => {
  const draft = useDraft(file.number);
  const { busy, problem, submit } = useSubmit('desk.decide', ({ outcome }) => onDecided({ decision, proposed: outcome === 'proposed' }));
  const reasons: Reasons =
    decision === 'return' ? writtenReasons(draft) : decision === 'refuse' ? [{ pointer: wholePointer, text: draft.words.trim() }] : [];
  const short = reasons.some(({ text }) => text.length < reasonLeast);
  const send = async (): Promise<void> => {
    const outcome = await submit({
      params: { number: file.number },
      body: { revision: file.revision, decision, reasons: reasons.map(({ pointer, text }) => ({ pointer, text })) },
    });
    if (outcome && !outcome.ok && overBy(outcome.problem)) onOver(outcome.problem);
  };
  return (
    <Dialog title={asks[decision].title} onClose={busy ? null : onClose} wide>
      {problem && !overBy(problem) && <ProblemBanner problem={problem} />}
      {decision === 'verify' && (
        <p>这条登记会显示「材料已核」印，写进商户的信用档案和报告。它表示工作人员看过附件、与填的内容一致，不表示主管部门确认过。</p>
      )}
      {decision === 'return' && (
        <>
          <p>商户改好后用同一个登记号再交。期限先停下，再交以后接着算。商户会读到：</p>
          <Letter file={file} head={`要改 ${reasons.length} 处`} reasons={reasons} />
        </>
      )}
      {decision === 'refuse' && (
        <>
          <p>这条登记到此为止，不公布。商户要再登记得重新填。能改好的请用退回。</p>
          <ReasonEditor
            label="为什么不予核实"
            text={draft.words}
            templates={file.templates.filter(template => template.decision === 'refuse').map(({ text }) => text)}
            onChange={text => writeWords(file.number, file.revision, text)}
          />
        </>
      )}
      <p className="note soft">{secondNote(file, decision)}</p>
      <div className="btn-row">
        <Button
          text={file.needsTwo.includes(decision) ? `拟${asks[decision].button}，交另一位复核` : asks[decision].button}
          kind={decision === 'refuse' ? 'danger' : 'main'}
          busy={busy}
          blocked={short ? '请先写明原因' : null}
          onClick={() => void send()}
        />
        <Button text="再看看" busy={false} onClick={onClose} />
        {short && <span className="note soft">写明原因后才能交</span>}
      </div>
    </Dialog>
  );
};

interface Props {
  readonly file: CaseFile;
  readonly onDecided: (decided: Decided) => void;
  readonly onOver: (problem: Problem) => void;
}

/** The bar at the foot of a case: what one can decide, and why not where one cannot. */
export const Verdict = ({ file, onDecided, onOver }: Props) => {
  const draft = useDraft(file.number);
  const [asking, setAsking] = useState<Decision | null>(null);
  const reasons = writtenReasons(draft);
  const unwritten = reasons.filter(({ text }) => text.length < reasonLeast).length;
  const unchecked = file.attachments.some(({ state }) => state !== 'clean');
  const whyNotReturn =
    reasons.length === 0 ? '先点「退这一项」或「退这一份附件」，写清要改什么' : unwritten > 0 ? `还有 ${unwritten} 项没写原因` : null;
  const whyNotVerify =
    reasons.length > 0
      ? '写了退回的原因，就不能核实；要核实请先点「不退这一项」'
      : unchecked
        ? '有附件还没有通过安全检查，看过才能核实'
        : null;
  return (
    <section className="verdict" aria-label="办理">
      <div className="verdict-row">
        <p className="verdict-say" role="status">
          {reasons.length > 0
            ? unwritten > 0
              ? `选了 ${reasons.length} 项要退，还有 ${unwritten} 项没写原因。`
              : `写好了 ${reasons.length} 项退回的原因。`
            : (whyNotVerify ?? '附件与填的内容都看过后，再决定。')}
        </p>
        <Button text="不予核实" kind="danger" onClick={() => setAsking('refuse')} />
        <Button
          text={reasons.length > 0 ? `退回 ${reasons.length} 项` : '退回'}
          kind={reasons.length > 0 ? 'main' : 'line'}
          blocked={whyNotReturn}
          onClick={() => setAsking('return')}
        />
        <Button
          text="材料一致，核实"
          kind={reasons.length > 0 ? 'line' : 'main'}
          blocked={whyNotVerify}
          onClick={() => setAsking('verify')}
        />
      </div>
      {asking && (
        <Ask
          file={file}
          decision={asking}
          onClose={() => setAsking(null)}
          onDecided={onDecided}
          onOver={problem => {
            setAsking(null);
            onOver(problem);
          }}
        />
      )}
    </section>
  );
};
