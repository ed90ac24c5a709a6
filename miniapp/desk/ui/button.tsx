import type { MouseEventHandler, ReactNode } from 'react';
import { Icon, type IconName } from './icon';

export interface ButtonProps {
  readonly text: string;
  readonly kind?: 'main' | 'line' | 'plain' | 'danger';
  readonly icon?: IconName;
  /** Under way: words say so, and a second press does nothing. */
  readonly busy?: boolean;
  readonly busyText?: string;
  /** Why it cannot be pressed now; it stays in reach of the keyboard and says so. null: it can. */
  readonly blocked?: string | null;
  readonly pressed?: boolean;
  /** Submits its form instead. */
  readonly submit?: boolean;
  readonly describedBy?: string;
  readonly onClick?: MouseEventHandler<HTMLButtonElement>;
}

/** A verb. A blocked one is not taken out of the tab order: whoever comes to it hears why. */
export const Button = ({ text, kind = 'line', icon, busy, busyText, blocked, pressed, submit, describedBy, onClick }: ButtonProps) => {
  const off = Boolean(busy || blocked);
  return (
    <button
      type={submit ? 'submit' : 'button'}
      className={`btn btn-${kind}${blocked ? ' btn-off' : ''}`}
      aria-disabled={off || undefined}
      aria-pressed={pressed}
      aria-describedby={describedBy}
      title={blocked ?? undefined}
      onClick={event => {
        if (off) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {icon && <Icon name={icon} size={18} />}
      <span>{busy ? (busyText ?? '正在办，请稍等…') : text}</span>
    </button>
  );
};

/** A tool beside content: an icon with its name for readers and as a hint under the pointer. */
export const Tool = ({ name, icon, children, onClick }: { name: string; icon?: IconName; children?: ReactNode; onClick: () => void }) => (
  <button type="button" className="tool" aria-label={name} title={name} onClick={onClick}>
    {icon ? <Icon name={icon} size={20} /> : children}
  </button>
);
