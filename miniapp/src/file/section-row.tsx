import { Text, View } from '@tarojs/components';
import { whenWords } from '../shared/dates';
import { Chip, Icon, Link, Source, sourceWords } from '../shared/ui';
import type { SectionHead } from './file-words';

const countWords = ({ total }: SectionHead): string => (total === 0 ? '没有' : `${total} 条`);

/** All that the row shows: a label takes the place of what stands in it. */
const spokenOf = (section: SectionHead): string =>
  [
    section.title,
    countWords(section),
    section.state === 'stale' ? '数据较旧' : null,
    ...section.marks.map(({ text }) => text),
    section.reason,
    ...sourceWords(section),
  ]
    .filter(Boolean)
    .join('，');

/** A section that was asked and answered; the whole row opens it. */
export const SectionRow = ({ section, onOpen }: { section: SectionHead; onOpen: () => void }) => (
  <View className="sect sect-tap" role="button" aria-label={spokenOf(section)} onClick={onOpen}>
    <View className="sect-top">
      <Text className="sect-name">{section.title}</Text>
      <Text className="sect-count">{countWords(section)}</Text>
      <View className="sect-chevron">
        <Icon name="chevron" size={18} />
      </View>
    </View>
    {(section.state === 'stale' || section.marks.length > 0) && (
      <View className="sect-marks">
        {section.state === 'stale' && <Chip tone="warn" icon="clock" text="数据较旧" />}
        {section.marks.map(mark => (
          <Chip key={mark.text} tone={mark.tone} text={mark.text} />
        ))}
      </View>
    )}
    {section.reason && <View className="sect-message">{section.reason}</View>}
    <Source source={section.source} asOf={section.asOf} />
  </View>
);

/** Stands in the server's reason already; said in any case, and in bold. */
const notNone = '不表示没有记录';

/** A section that was not fetched: says what that does not mean, and can be fetched again alone. */
export const MissingSection = ({ section, busy, onRetry }: { section: SectionHead; busy: boolean; onRetry: () => void }) => (
  <View className="sect">
    <View className="sect-top">
      <Icon name="cloud-off" tone="warn" size={22} />
      <Text className="sect-name">{section.title}</Text>
      <Chip tone="void" text="暂未取到" />
    </View>
    <View className="sect-message">
      {(section.reason ?? '').split(notNone)[0]}
      <Text className="gone-strong">{notNone}</Text>
      {(section.reason ?? '').split(notNone)[1] ?? '。'}
    </View>
    <View className="gone-acts">
      <View className="source">{section.asOf ? `上次取到 ${whenWords(section.asOf)}` : section.source}</View>
      <Link text={busy ? '正在取…' : '再取一次'} label={`${busy ? '正在取' : '再取一次'}${section.title}`} onClick={onRetry} />
    </View>
  </View>
);
