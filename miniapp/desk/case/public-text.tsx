import { useState } from 'react';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Banner, ProblemBanner, Section } from '../ui/paper';
import { useSubmit } from '../use-submit';
import type { CaseFile } from '../words';
import { ReasonEditor, reasonLeast } from './reason-editor';
import { valueWords } from './value-words';

/**
 * Whether strangers may read these words on the merchant's own page, where a person is to say so. Another question than whether they are
 * true, and answered apart from it.
 */
export const PublicText = ({ file, onDecided }: { file: CaseFile; onDecided: () => void }) => {
  const [barring, setBarring] = useState(false);
  const [reason, setReason] = useState('');
  const { busy, problem, submit } = useSubmit('desk.decideText', () => {
    setBarring(false);
    onDecided();
  });
  if (file.publicText !== 'asked') return null;
  const send = (allow: boolean) =>
    void submit({ params: { number: file.number }, body: { revision: file.revision, allow, reason: allow ? null : reason.trim() } });
  const short = reason.trim().length < reasonLeast;
  return (
    <Section id="public-text" title="这些文字能不能放到公开页" note="只看能不能给大家看，不看真不真实">
      <Banner
        tone="pending"
        icon="people"
        title="机器没有定下来，请您看"
        text="有没有违法、侮辱、广告、别人的隐私。同意了，就以「本人自述」放到商户自己的公开页，不进档案和报告。"
      />
      <blockquote className="signed-text">
        {file.title}
        {file.fields
          .filter(({ disclosure, value }) => disclosure === 'public' && value !== null)
          .map(field => (
            <span key={field.pointer} className="public-line">
              {field.label}：{valueWords(field)}
            </span>
          ))}
      </blockquote>
      {problem && !barring && <ProblemBanner problem={problem} />}
      <div className="btn-row">
        <Button text="可以公开" kind="main" busy={busy && !barring} onClick={() => send(true)} />
        <Button text="不能公开" kind="danger" onClick={() => setBarring(true)} />
      </div>
      {barring && (
        <Dialog title="不能公开这些文字" onClose={busy ? null : () => setBarring(false)}>
          {problem && <ProblemBanner problem={problem} />}
          <p>商户会读到原因，可以改文字再交。这一条的核对照常进行。</p>
          <ReasonEditor label="为什么不能公开" text={reason} templates={[]} onChange={setReason} />
          <div className="btn-row">
            <Button text="不能公开" kind="danger" busy={busy} blocked={short ? '请先写明原因' : null} onClick={() => send(false)} />
            <Button text="再看看" onClick={() => setBarring(false)} />
          </div>
        </Dialog>
      )}
    </Section>
  );
};
