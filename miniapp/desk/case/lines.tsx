import { Icon } from '../ui/icon';
import { Section } from '../ui/paper';
import type { CaseFile } from '../words';
import { attachmentsPointer, type Line, linesOf } from './case-lines';
import { useDraft, writeReason } from './drafts';
import { ReasonEditor } from './reason-editor';

export const lineId = (pointer: string): string => `line${pointer.replaceAll('/', '-')}`;

const LineRow = ({ file, line: { pointer, label, value, note } }: { file: CaseFile; line: Line }) => {
  const { number, revision, mayDecide } = file;
  const reason = useDraft(number).reasons[pointer];
  const hints = file.hints.filter(hint => hint.pointer === pointer);
  // Which of the papers it was about then is not known any more: they may stand in another order now.
  const isAbout = (past: string): boolean =>
    past === pointer || (pointer === attachmentsPointer && past.startsWith(`${attachmentsPointer}/`));
  const before = file.returnedFor.filter(past => isAbout(past.pointer));
  const write = (text: string | null): void => writeReason(number, revision, pointer, text);
  const marked = mayDecide && reason !== undefined;
  return (
    <li className={marked ? 'line line-marked' : 'line'} id={lineId(pointer)} tabIndex={-1}>
      <div className="line-row">
        <span className="line-label">{label}</span>
        <div>
          <span className={value === null || pointer === '/' ? 'line-value soft' : 'line-value'}>{value ?? '没有填'}</span>
          {note && <span className="line-note">{note}</span>}
          {hints.map(({ tone, text }) => (
            <span key={text} className={`line-hint line-hint-${tone}`}>
              <Icon name={tone === 'warn' ? 'warning' : 'info'} size={16} />
              <span>{text}</span>
            </span>
          ))}
          {before.map(({ text }) => (
            <span key={text} className="line-note">
              上次退回写的是：{text}
            </span>
          ))}
        </div>
        {mayDecide && reason === undefined && (
          <button type="button" className="line-act" aria-label={`退${label}这一项`} onClick={() => write('')}>
            退这一项
          </button>
        )}
      </div>
      {marked && (
        <ReasonEditor
          label={label}
          text={reason}
          templates={file.templates
            .filter(template => template.decision === 'return' && (template.pointer === pointer || template.pointer === null))
            .map(({ text }) => text)}
          onChange={write}
          onRemove={() => write(null)}
        />
      )}
    </li>
  );
};

/** What was filled in, one line a field; each can be marked with a reason while one decides. */
export const Lines = ({ file }: { file: CaseFile }) => (
  <Section id="fields" title="填的内容" note={`${file.revision > 1 ? `改过后第 ${file.revision} 次提交。` : ''}没有注明的，公布后人人可见`}>
    <ul className="lines">
      {linesOf(file).map(line => (
        <LineRow key={line.pointer} file={file} line={line} />
      ))}
    </ul>
  </Section>
);
