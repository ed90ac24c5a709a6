import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Reply } from '../../../../bff/contract/types';
import { whenWords } from '../dates';
import { Icon, type IconName, type InkName, type Tone } from './icon';

type Children = { children?: ReactNode };

export const Sheet = ({ pad, children }: Children & { pad?: boolean }) => (
  <View className={pad ? 'sheet sheet-pad' : 'sheet'}>{children}</View>
);

export const Label = ({ text, note }: { text: string; note?: string | null }) => (
  <View className="label" role="heading">
    <Text className="label-text">{text}</Text>
    {note && <Text className="label-note">{note}</Text>}
  </View>
);

export interface ItemProps {
  readonly name: string;
  readonly sub?: string | null;
  readonly value?: string | null;
  readonly icon?: IconName;
  readonly tone?: InkName;
  readonly end?: ReactNode;
  /** What `end` says, for a reader: the label of a row takes the place of what stands in it. */
  readonly endWords?: string | null;
  readonly onClick?: () => void;
}

/** One row of a sheet; it opens something exactly when it shows an arrow. */
export const Item = ({ name, sub, value, icon, tone = 'brand', end, endWords, onClick }: ItemProps) => (
  <View
    className="item"
    role={onClick ? 'button' : undefined}
    aria-label={onClick ? [name, value, endWords, sub].filter(Boolean).join('，') : undefined}
    onClick={onClick}
  >
    {icon && <Icon name={icon} tone={tone} />}
    <View className="item-main">
      <Text className="item-name">{name}</Text>
      {sub && <Text className="item-sub">{sub}</Text>}
    </View>
    {value && <Text className="item-value">{value}</Text>}
    {end}
    {onClick && <Icon name="chevron" tone="line" size={18} />}
  </View>
);

export const Chip = ({ tone = 'plain', icon, text }: { tone?: Tone | 'brand' | 'void'; icon?: IconName; text: string }) => (
  <View className={`chip chip-${tone}`}>
    {icon && <Icon name={icon} tone={tone === 'plain' ? 'soft' : tone} size={14} />}
    <Text>{text}</Text>
  </View>
);

const bannerIcons: Readonly<Record<Tone, IconName>> = {
  good: 'check-circle',
  warn: 'warning',
  bad: 'bang',
  info: 'info',
  pending: 'clock',
  plain: 'info',
};

/** What happened in bold, what to do under it; `action` is one thing one can do about it right here. */
export const Banner = ({
  tone = 'info',
  icon,
  title,
  text,
  action,
}: {
  tone?: Tone;
  icon?: IconName;
  title: string;
  text?: string | null;
  action?: { text: string; onClick: () => void };
}) => (
  <View className={`banner banner-${tone}`} role={tone === 'bad' || tone === 'warn' ? 'alert' : 'status'}>
    <View className="banner-icon">
      <Icon name={icon ?? bannerIcons[tone]} tone={tone} size={22} />
    </View>
    <View className="banner-main">
      <Text className="banner-title" role="heading">
        {title}
      </Text>
      {text && <Text className="banner-text">{text}</Text>}
      {action && <Link text={action.text} onClick={action.onClick} />}
    </View>
  </View>
);

export const Link = ({ text, label, icon, onClick }: { text: string; label?: string; icon?: IconName; onClick: () => void }) => (
  <View className="link" role="button" aria-label={label ?? text} onClick={onClick}>
    {icon && <Icon name={icon} tone="brand" size={18} />}
    <Text>{text}</Text>
  </View>
);

type From = { source: string; asOf?: string | null };

/** 来源 · 数据时间, always in this order. */
export const sourceWords = ({ source, asOf }: From): readonly [string, string] => [
  `来源：${source || '未提供'}`,
  asOf ? `数据时间：${whenWords(asOf)}` : '数据时间未提供',
];
export const Source = (from: From) => (
  <View className="source">
    {sourceWords(from).map(words => (
      <Text key={words}>{words}</Text>
    ))}
  </View>
);

type Head = Pick<Reply<'profile.read'>['sections'][number], 'sectionId' | 'state'>;
const edgeClass = { ok: 'edge', stale: 'edge edge-old', unavailable: 'edge edge-gone' } as const;

/** 书页: one tick a section. Without sections yet it shows faint ones. */
export const PageEdges = ({ sections, waiting = 12 }: { sections: readonly Head[] | null; waiting?: number }) => {
  const count = (state: Head['state']): number => sections?.filter(one => one.state === state).length ?? 0;
  const spoken = sections
    ? `${sections.length} 类信息，取到 ${count('ok')} 类，较旧 ${count('stale')} 类，没取到 ${count('unavailable')} 类`
    : '正在取各类信息';
  return (
    <View className="edges" role="img" aria-label={spoken}>
      {sections
        ? sections.map(({ sectionId, state }) => <View key={sectionId} className={edgeClass[state]} />)
        : // biome-ignore lint/suspicious/noArrayIndexKey: ticks are all alike
          Array.from({ length: waiting }, (_, i) => <View key={i} className="edge edge-wait" />)}
    </View>
  );
};

export interface Fact {
  readonly label: string;
  readonly value: string | null;
}

/** Label over value; a value the source did not give says so. */
export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <View className="facts">
    {facts.map(({ label, value }) => (
      <View key={label} className="fact">
        <Text className="fact-label">{label}</Text>
        <Text className={value === null ? 'fact-value soft' : 'fact-value'} userSelect>
          {value ?? '未提供'}
        </Text>
      </View>
    ))}
  </View>
);

export interface Knot {
  readonly title: string;
  readonly note?: string | null;
  readonly state: 'done' | 'now' | 'act' | 'todo';
}

export const Thread = ({ knots }: { knots: readonly Knot[] }) => (
  <View role="list">
    {knots.map(({ title, note, state }, i) => (
      <View key={`${title} ${note ?? ''}`} className={i === knots.length - 1 ? 'knot knot-last' : 'knot'} role="listitem">
        {i < knots.length - 1 && <View className={state === 'done' ? 'knot-line' : 'knot-line knot-open'} />}
        <View className={`knot-mark knot-${state}`}>{state === 'done' && <Icon name="check" tone="white" size={14} />}</View>
        <Text className={state === 'todo' ? 'knot-title knot-later' : 'knot-title'}>{title}</Text>
        {note && <Text className="knot-note">{note}</Text>}
      </View>
    ))}
  </View>
);

/** 第 2 步，共 5 步; `spoken` where the words stand on the page, else only a reader hears them. */
export const Steps = ({ done, of, spoken }: { done: number; of: number; spoken?: boolean }) => {
  const words = `第 ${done} 步，共 ${of} 步`;
  return (
    <>
      {spoken && <Text className="steps">{words}</Text>}
      <View className="stitch" role={spoken ? undefined : 'img'} aria-label={spoken ? undefined : words}>
        {Array.from({ length: of }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: stitches are all alike
          <View key={i} className={i < done ? 'stitch-part on' : 'stitch-part'} />
        ))}
      </View>
    </>
  );
};

/** What nothing means here, and what one can do next. */
export const Empty = ({
  icon = 'check-circle',
  title,
  text,
  action,
}: {
  icon?: IconName;
  title: string;
  text?: string | null;
  action?: ReactNode;
}) => (
  <View className="empty">
    <Icon name={icon} tone="line" size={44} />
    <Text className="empty-title" role="heading">
      {title}
    </Text>
    {text && <Text className="empty-text">{text}</Text>}
    {action}
  </View>
);

/** The final shape, not yet filled. */
export const Skeleton = ({ rows = 4 }: { rows?: number }) => (
  <View className="sheet" role="status" aria-label="正在取，请稍等">
    {Array.from({ length: rows }, (_, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: rows are all alike
      <View key={i} className="item">
        <View className="item-main">
          <View className="sk sk-long" />
          <View className="sk sk-short" />
        </View>
      </View>
    ))}
  </View>
);
