import { type HTMLInputAutoCompleteAttribute, type ReactNode, type RefObject, useId } from 'react';
import type { Problem } from '../contract';
import { Icon } from './icon';

/** What the server said about one field, found by JSON pointer. */
export const fieldError = (problem: Problem | null | undefined, pointer: string): string | null =>
  problem?.errors?.find(error => error.pointer === pointer)?.detail ?? null;

/** The ids under which a box tells its reader of hint and error. */
export interface Described {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string | null;
  readonly error?: string | null;
  readonly children: (box: Described) => ReactNode;
}

/** Label, hint, box, error under it. */
export const Field = ({ label, hint, error, children }: FieldProps) => {
  const id = useId();
  const parts = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean);
  return (
    <div className={error ? 'field field-wrong' : 'field'}>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {hint && (
        <span className="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {children({ id, 'aria-describedby': parts.join(' ') || undefined, 'aria-invalid': error ? true : undefined })}
      {error && (
        <span className="field-error" id={`${id}-error`} role="alert">
          <Icon name="bang" size={18} />
          <span>{error}</span>
        </span>
      )}
    </div>
  );
};

interface TextFieldProps extends Omit<FieldProps, 'children'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly kind?: 'text' | 'password' | 'code';
  readonly autoComplete: HTMLInputAutoCompleteAttribute;
  readonly maxLength?: number;
  readonly first?: boolean;
  readonly boxRef?: RefObject<HTMLInputElement | null>;
}

export const TextField = ({ value, onChange, kind = 'text', autoComplete, maxLength = 200, first, boxRef, ...field }: TextFieldProps) => (
  <Field {...field}>
    {box => (
      <input
        {...box}
        ref={boxRef as RefObject<HTMLInputElement>}
        className={kind === 'code' ? 'box box-code' : 'box'}
        type={kind === 'password' ? 'password' : 'text'}
        inputMode={kind === 'code' ? 'numeric' : undefined}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={maxLength}
        // biome-ignore lint/a11y/noAutofocus: a page of one form; its first box is where one begins
        autoFocus={first}
        value={value}
        onChange={event => onChange(event.target.value)}
      />
    )}
  </Field>
);

interface AreaProps extends Omit<FieldProps, 'children'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly maxLength: number;
  readonly rows?: number;
  /** It came because one asked for it: the caret goes there. */
  readonly first?: boolean;
}

/** Longer words; how many characters are left is said when it gets tight. */
export const TextArea = ({ value, onChange, maxLength, rows = 2, first, ...field }: AreaProps) => (
  <Field {...field}>
    {box => (
      <>
        <textarea
          {...box}
          className="box box-area"
          rows={rows}
          maxLength={maxLength}
          // biome-ignore lint/a11y/noAutofocus: it opened by one's own press
          autoFocus={first}
          value={value}
          onChange={event => onChange(event.target.value)}
        />
        {value.length > maxLength - 40 && (
          <span className="note soft" role="status">
            还能写 {maxLength - value.length} 个字
          </span>
        )}
      </>
    )}
  </Field>
);
