import { Text, View } from '@tarojs/components';
import { clockWords } from '../shared/dates';
import { Chip, Link, Sheet } from '../shared/ui';
import { fieldsWords, originWords, type ReadEntry } from './ledger-words';

const Row = ({ label, value }: { label: string; value: string }) => (
  <View className="entry-row">
    <Text className="entry-label">{label}</Text>
    <Text className="entry-value">{value}</Text>
  </View>
);

const askWords = ({ own }: ReadEntry): string => (own ? '不是您本人？' : '不认得？问一问');

/** One read: who, why, what, when, and which of the two records tells so. */
export const ReadEntryCard = ({ entry, onAsk }: { entry: ReadEntry; onAsk: () => void }) => (
  <Sheet>
    <View className="entry">
      <View className="entry-thread" />
      <View className="entry-stitch" />
      <View className="entry-top">
        <Text className="entry-who">{entry.who}</Text>
        <Chip tone={entry.own ? 'plain' : 'info'} text={entry.own ? '本人' : originWords[entry.origin]} />
      </View>
      <Row label="为什么" value={entry.reason || '没有说明'} />
      <Row label="看了什么" value={fieldsWords(entry.fields)} />
      <View className="entry-foot">
        <Text className="entry-when">
          {entry.times > 1 ? `最近 ${clockWords(entry.at)}，这天共 ${entry.times} 次` : clockWords(entry.at)}
          {entry.system ? ` · ${entry.system}` : ''}
        </Text>
        <View className="entry-ask">
          <Link text={askWords(entry)} label={`${askWords(entry)}：${entry.who}，${clockWords(entry.at)}`} onClick={onAsk} />
        </View>
      </View>
    </View>
  </Sheet>
);
