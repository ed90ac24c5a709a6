import type { ReactNode } from 'react';
import type { Problem } from '../contract';
import { Button } from './button';
import { Icon, type IconName, type Tone } from './icon';

/** A part of a page under a heading of its own. */
export const Section = ({ id, title, note, children }: { id: string; title: string; note?: ReactNode; children: ReactNode }) => (
  <section className="section" aria-labelledby={id}>
    <div className="section-head">
      <h2 id={id} className="section-title">
        {title}
      </h2>
      {note && <span className="note soft">{note}</span>}
    </div>
    {children}
  </section>
);

export const Chip = ({ tone = 'plain', icon, text }: { tone?: Tone | 'brand' | 'void'; icon?: IconName; text: string }) => (
  <span className={`chip chip-${tone}`}>
    {icon && <Icon name={icon} size={14} />}
    <span>{text}</span>
  </span>
);

const bannerIcons: Readonly<Record<Tone, IconName>> = {
  good: 'check-circle',
  warn: 'warning',
  bad: 'bang',
  info: 'info',
  pending: 'clock',
  plain: 'info',
};

interface BannerProps {
  readonly tone?: Tone;
  readonly icon?: IconName;
  readonly title: string;
  readonly text?: ReactNode;
  /** It came while one was looking, so that it is read aloud. Absent: it stood there from the start. */
  readonly live?: 'alert' | 'status';
  readonly children?: ReactNode;
}

/** What happened in bold, what to do under it. */
export const Banner = ({ tone = 'info', icon, title, text, live, children }: BannerProps) => (
  <div className={`banner banner-${tone}`} role={live}>
    <span className="banner-icon">
      <Icon name={icon ?? bannerIcons[tone]} size={20} />
    </span>
    <div className="banner-main">
      <strong className="banner-title">{title}</strong>
      {text && <p className="banner-text">{text}</p>}
      {children && <div className="banner-actions">{children}</div>}
    </div>
  </div>
);

/** The server's sentence, its detail, and when to try again. */
export const ProblemBanner = ({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) => {
  const text = [
    problem.detail,
    ...(problem.errors ?? []).map(({ detail }) => `${detail}。`),
    problem.retryAfterSec ? `约 ${problem.retryAfterSec} 秒后再试。` : null,
  ].filter(Boolean);
  return (
    <Banner
      tone={problem.status >= 500 || problem.status === 0 ? 'warn' : 'bad'}
      icon={problem.code === 'network.offline' ? 'offline' : undefined}
      title={problem.title}
      text={text.length > 0 ? text.join(' ') : null}
      live="alert"
    >
      {onRetry ? <Button text="再试" kind="plain" onClick={onRetry} /> : null}
    </Banner>
  );
};

/** What nothing means here, and what one can do next. */
export const Empty = ({
  icon = 'check-circle',
  title,
  text,
  children,
}: {
  icon?: IconName;
  title: string;
  text: string;
  children?: ReactNode;
}) => (
  <div className="empty">
    <span className="empty-icon">
      <Icon name={icon} size={44} />
    </span>
    <h2 className="empty-title">{title}</h2>
    <p className="empty-text">{text}</p>
    {children}
  </div>
);

/** The final shape, not yet filled. */
export const Skeleton = ({ rows, what }: { rows: number; what: string }) => (
  <div className="sheet" role="status" aria-label={`正在取${what}，请稍等`}>
    {Array.from({ length: rows }, (_, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: rows are all alike
      <div key={row} className="item">
        <div className="item-main">
          <div className="sk sk-long" />
          <div className="sk sk-short" />
        </div>
      </div>
    ))}
  </div>
);
