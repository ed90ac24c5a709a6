import { Text, View } from '@tarojs/components';
import { type Trust, trustWords } from '../shared/trust-words';
import { Seal, Sheet } from '../shared/ui';

const order: readonly Trust[] = ['self_declared', 'document_checked', 'agency_verified'];

const whereWords: Readonly<Record<Trust, string>> = {
  self_declared: '提交后就是这样。只在您自己的公开页上，写明没有核对过',
  document_checked: '工作人员看过材料，一致。进信用档案和报告',
  agency_verified: '主管部门确认过。进信用档案和报告',
};

/** What an entry will be shown as, seal by seal: told before it is sent. */
export const TrustList = () => (
  <Sheet pad>
    <View role="list">
      {order.map(trust => (
        <View key={trust} className="trust" role="listitem">
          <View className="trust-seal">
            <Seal trust={trust} size={36} />
          </View>
          <View className="trust-main">
            <Text className="trust-title">{trustWords[trust].title}</Text>
            <Text className="trust-note">{whereWords[trust]}</Text>
          </View>
        </View>
      ))}
    </View>
  </Sheet>
);
