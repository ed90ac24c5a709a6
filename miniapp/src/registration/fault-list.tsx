import { Text, View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { Icon } from '../shared/ui';

export interface Fault {
  /** Of the field, to scroll to. */
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

/** The rest stands at the field. */
const firstOf = (text: string): string => text.split('。')[0] ?? text;

/** What is wrong, on top of the step; each leads to its field. */
export const FaultList = ({ faults }: { faults: readonly Fault[] }) => {
  if (faults.length === 0) return null;
  return (
    <View className="faults" role="alert">
      <View className="faults-title">
        <Icon name="bang" tone="bad" size={20} />
        <Text>{`有 ${faults.length} 处要改`}</Text>
      </View>
      {faults.map(({ id, label, text }) => (
        <View
          key={id}
          className="faults-one"
          role="button"
          aria-label={`${label}：${text}去改`}
          onClick={() => void Taro.pageScrollTo({ selector: `#${id}`, offsetTop: -16, duration: 200 })}
        >
          <Text>{`${label}：${firstOf(text)}`}</Text>
        </View>
      ))}
    </View>
  );
};
