import { useEffect, useId, useState } from 'react';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { ProblemBanner } from '../ui/paper';
import type { CaseFile } from '../words';
import { attachmentsPointer, labelOf, paperPointer } from './case-lines';
import { useDraft, writeReason } from './drafts';
import { Picture } from './picture';
import { ReasonEditor } from './reason-editor';
import { type Attached, useAttachment } from './use-attachment';

const sizeWords = (bytes: number): string =>
  bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} kB`;

const Shown = ({ number, attachment }: { number: string; attachment: Attached }) => {
  const { url, problem, retry } = useAttachment(number, attachment);
  if (attachment.state === 'held')
    return (
      <div className="evidence-room">
        <div className="evidence-wait">
          <p className="empty-title">这份附件等待检查</p>
          <p className="empty-text">病毒检查还没有做完，做完以前谁都打不开。别的附件可以先看。</p>
        </div>
      </div>
    );
  if (problem)
    return (
      <div className="evidence-room">
        <div className="evidence-wait">
          <ProblemBanner problem={problem} onRetry={retry} />
        </div>
      </div>
    );
  if (!url)
    return (
      <div className="evidence-room">
        <p className="evidence-wait soft" role="status">
          正在取附件…
        </p>
      </div>
    );
  return attachment.contentType === 'application/pdf' ? (
    <iframe className="paper-frame" src={`${url}#navpanes=0&view=FitH`} title={`附件 ${attachment.name}`} referrerPolicy="no-referrer" />
  ) : (
    <Picture url={url} name={attachment.name} />
  );
};

/** Why this one paper is sent back, apart from the others. */
const PaperReason = ({ file, at }: { file: CaseFile; at: number }) => {
  const { number, revision, templates, mayDecide } = file;
  const pointer = paperPointer(at);
  const reason = useDraft(number).reasons[pointer];
  if (!mayDecide) return null;
  const label = labelOf(file, pointer);
  const write = (text: string | null): void => writeReason(number, revision, pointer, text);
  if (reason === undefined)
    return (
      <p className="evidence-return">
        <Button text="退这一份附件" onClick={() => write('')} />
      </p>
    );
  return (
    <div className="evidence-return">
      <ReasonEditor
        label={label}
        text={reason}
        templates={templates
          .filter(template => template.decision === 'return' && template.pointer === `${attachmentsPointer}/*`)
          .map(({ text }) => text)}
        onChange={write}
        onRemove={() => write(null)}
      />
    </div>
  );
};

/** What was handed in, one at a time, beside the fields it should bear out. */
export const Evidence = ({ file }: { file: CaseFile }) => {
  const { number, attachments } = file;
  const { reasons } = useDraft(number);
  const [chosen, setChosen] = useState(0);
  const id = useId();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another case begins with its first
  useEffect(() => setChosen(0), [number]);
  const attachment = attachments[chosen] ?? attachments[0];
  if (!attachment)
    return (
      <section className="evidence" aria-label="附件">
        <div className="evidence-room">
          <div className="evidence-wait">
            <p className="empty-title">没有附件</p>
            <p className="empty-text">这一类可以不带附件，请看左边填的内容和提示。</p>
          </div>
        </div>
      </section>
    );
  const step = (by: number): void => {
    const next = (chosen + by + attachments.length) % attachments.length;
    setChosen(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };
  return (
    <section className="evidence" aria-label={`附件，共 ${attachments.length} 份`}>
      <div className="evidence-tabs" role="tablist" aria-label="附件">
        {attachments.map(({ attachmentId, name, contentType }, i) => (
          <button
            key={attachmentId}
            id={`${id}-${i}`}
            type="button"
            role="tab"
            aria-selected={i === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={i === chosen ? 0 : -1}
            className="evidence-tab"
            title={name}
            onClick={() => setChosen(i)}
            onKeyDown={event => {
              if (event.key === 'ArrowRight') step(1);
              else if (event.key === 'ArrowLeft') step(-1);
            }}
          >
            <Icon name={contentType === 'application/pdf' ? 'report' : 'eye'} size={16} />
            <span className="evidence-tab-name">{name}</span>
            {file.mayDecide && reasons[paperPointer(i)] !== undefined && <span className="evidence-marked">要退</span>}
          </button>
        ))}
      </div>
      <div className="evidence-panel" id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${chosen}`}>
        <Shown key={attachment.attachmentId} number={number} attachment={attachment} />
      </div>
      <PaperReason key={`${attachment.attachmentId} reason`} file={file} at={attachments.indexOf(attachment)} />
      <p className="evidence-foot">
        {sizeWords(attachment.sizeBytes)} · 原件摘要 <span className="code">{attachment.sentDigest.slice(0, 16)}…</span>，与商户回执上的一样
      </p>
    </section>
  );
};
