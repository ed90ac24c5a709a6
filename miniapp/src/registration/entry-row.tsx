import { Text, View } from '@tarojs/components';
import { trustWords } from '../shared/trust-words';
import { Chip, Icon, Seal } from '../shared/ui';
import { type EntrySummary, holderWords, kindWords, stateWords } from './registration-words';

/** One entry of a list: what it is, how far it was checked, who has it now. */
export const EntryRow = ({ entry, onOpen }: { entry: EntrySummary; onOpen: () => void }) => {
  const { title, kind, number, state, trust, progress } = entry;
  const { chip, tone } = stateWords[state];
  // A seal goes grey when it no longer holds; where none was given there is none to take back.
  const over = trust !== 'self_declared' && (state === 'withdrawn' || state === 'expired' || state === 'refused');
  const sub = `${kindWords[kind]} · ${number}`;
  const who = progress.holder === 'nobody' ? progress.next : holderWords(progress);
  return (
    <View className="entry" role="button" aria-label={[title, chip, trustWords[trust].title, who, sub].join('，')} onClick={onOpen}>
      <Seal kind={over ? 'grey' : undefined} trust={trust} size={34} />
      <View className="entry-main">
        <Text className="entry-title">{title}</Text>
        <View className="entry-states">
          <Chip tone={tone} text={chip} />
          <Text className="note">{trustWords[trust].title}</Text>
        </View>
        <Text className="entry-sub">{who}</Text>
        <Text className="entry-sub">{sub}</Text>
      </View>
      <Icon name="chevron" tone="line" size={18} />
    </View>
  );
};
