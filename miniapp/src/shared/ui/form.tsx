import { Input, Text, Textarea, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Problem } from '../call';
import { Icon, type IconName } from './icon';

type Kind = 'main' | 'line' | 'plain' | 'danger';

export interface ButtonProps {
  readonly text: string;
  /** Its name to a reader where others on the page have the same words; begins with them. */
  readonly label?: string;
  readonly kind?: Kind;
  readonly icon?: IconName;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

const iconTones = { main: 'white', line: 'brand', plain: 'brand', danger: 'bad' } as const;

/** A verb. Off or busy it does nothing, and a reader is told so. */
export const Button = ({ text, label, kind = 'main', icon, busy, disabled, onClick }: ButtonProps) => {
  const off = Boolean(busy || disabled);
  const words = busy ? '正在办，请稍等…' : text;
  return (
    <View
      className={`btn btn-${kind}${disabled ? ' btn-off' : ''}`}
      role="button"
      aria-label={busy ? words : (label ?? words)}
      aria-disabled={off ? 'true' : 'false'}
      onClick={off ? undefined : onClick}
    >
      {icon && <Icon name={icon} tone={disabled ? 'soft' : iconTones[kind]} size={22} />}
      <Text>{words}</Text>
    </View>
  );
};

export interface SubmitBarProps {
  readonly text: string;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  /** Why it is blocked, or what will happen. A blocked button always says why. */
  readonly why?: string | null;
  readonly second?: { readonly text: string; readonly onClick: () => void };
  readonly onSubmit: () => void;
}

export const SubmitBar = ({ text, busy, disabled, why, second, onSubmit }: SubmitBarProps) => (
  <View className="bar">
    {why && <Text className="bar-why">{why}</Text>}
    <View className="bar-row">
      {second && (
        <View className="bar-cell">
          <Button kind="line" text={second.text} disabled={busy} onClick={second.onClick} />
        </View>
      )}
      <View className="bar-cell">
        <Button text={text} busy={busy} disabled={disabled} onClick={onSubmit} />
      </View>
    </View>
  </View>
);

/** What the server said about one field, found by JSON pointer. */
export const fieldError = (problem: Problem | null | undefined, pointer: string | undefined): string | null =>
  (pointer && problem?.errors?.find(error => error.pointer === pointer)?.detail) || null;

export interface FieldProps {
  readonly label: string;
  readonly hint?: string | null;
  readonly pointer?: string;
  readonly problem?: Problem | null;
  /** What this screen itself found wrong; wins over the server's word. */
  readonly error?: string | null;
  /** To scroll to. */
  readonly id?: string;
}

export const FieldFault = ({ text }: { text: string | null }) =>
  text && (
    <View className="field-error" role="alert">
      <Icon name="bang" tone="bad" size={20} />
      <Text className="field-error-text">{text}</Text>
    </View>
  );

/** Label, hint, box, error under it. */
export const Field = ({
  label,
  hint,
  pointer,
  problem,
  error,
  id,
  multi,
  children,
}: FieldProps & { multi?: boolean; children: ReactNode }) => {
  const wrong = error ?? fieldError(problem, pointer);
  return (
    <View className={wrong ? 'field field-wrong' : 'field'} id={id}>
      <Text className="field-label">{label}</Text>
      {hint && <Text className="field-hint">{hint}</Text>}
      <View className={`field-box${multi ? ' field-box-multi' : ''}${wrong ? ' field-box-wrong' : ''}`}>{children}</View>
      <FieldFault text={wrong} />
    </View>
  );
};

export interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly type?: 'text' | 'number' | 'idcard' | 'digit';
  readonly maxLength?: number;
  readonly multi?: boolean;
  /** After the box: 元. */
  readonly unit?: string;
}

/** Numbers are typed on the number pad; nothing typed is lost when sending fails. */
export const TextField = ({ value, onChange, placeholder, type = 'text', maxLength = 140, multi, unit, ...field }: TextFieldProps) => (
  <Field {...field} multi={multi}>
    {multi ? (
      <Textarea
        className="field-area"
        value={value}
        placeholder={placeholder}
        placeholderClass="field-placeholder"
        maxlength={maxLength}
        autoHeight
        aria-label={field.label}
        onInput={event => onChange(event.detail.value)}
      />
    ) : (
      <Input
        className="field-input"
        value={value}
        type={type}
        placeholder={placeholder}
        placeholderClass="field-placeholder"
        maxlength={maxLength}
        aria-label={field.label}
        onInput={event => onChange(event.detail.value)}
      />
    )}
    {unit && <Text className="field-unit">{unit}</Text>}
  </Field>
);

export interface ChoiceProps {
  readonly kind: 'radio' | 'check';
  readonly title: string;
  readonly note?: string | null;
  readonly on: boolean;
  readonly onPick: () => void;
}

export const Choice = ({ kind, title, note, on, onPick }: ChoiceProps) => (
  <View
    className="choice"
    role={kind === 'radio' ? 'radio' : 'checkbox'}
    aria-checked={on ? 'true' : 'false'}
    aria-label={note ? `${title}，${note}` : title}
    onClick={onPick}
  >
    <View className={`choice-mark choice-${kind}${on ? ` choice-${kind}-on` : ''}`}>
      {kind === 'check' && on && <Icon name="check" tone="white" size={18} />}
    </View>
    <View className="choice-main">
      <Text className="choice-title">{title}</Text>
      {note && <Text className="choice-note">{note}</Text>}
    </View>
  </View>
);
