import { View } from '@tarojs/components';
import { Facts } from '../shared/ui';

/** Label over value: the labels of a form are sentences of their own. */
export const TallFacts = ({ facts }: Parameters<typeof Facts>[0]) => (
  <View className="tall">
    <Facts facts={facts} />
  </View>
);
