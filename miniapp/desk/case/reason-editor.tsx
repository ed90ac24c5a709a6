import { useId } from 'react';
import { Button } from '../ui/button';
import { TextArea } from '../ui/form';

export const reasonMost = 200;
/** Fewer characters say nothing. */
export const reasonLeast = 2;

interface Props {
  /** What the reason is about, in the merchant's words: 有效期至, 附件, 整条登记. */
  readonly label: string;
  readonly text: string;
  readonly templates: readonly string[];
  readonly onChange: (text: string) => void;
  readonly onRemove?: () => void;
}

/** A reason: picked and mended by hand, or written. What stands in the box is word for word what the merchant reads. */
export const ReasonEditor = ({ label, text, templates, onChange, onRemove }: Props) => {
  const id = useId();
  return (
    <div className="reason">
      {templates.length > 0 && (
        <>
          <span className="note soft" id={id}>
            常用的话，点了还可以改
          </span>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as a frame */}
          <div className="reason-picks" role="group" aria-labelledby={id}>
            {templates.map(template => (
              <button key={template} type="button" className="pick" aria-pressed={template === text} onClick={() => onChange(template)}>
                {template}
              </button>
            ))}
          </div>
        </>
      )}
      <TextArea
        label={`商户会读到的话：${label}`}
        hint="写哪里不对、怎么改。不要写别人的姓名和号码。"
        value={text}
        onChange={onChange}
        maxLength={reasonMost}
        first
      />
      {onRemove && (
        <div className="reason-end">
          <Button kind="plain" text="不退这一项" onClick={onRemove} />
        </div>
      )}
    </div>
  );
};
