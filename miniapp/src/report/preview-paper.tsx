import { Text, View } from '@tarojs/components';
import type { Reply } from '../../../bff/contract/types';
import { Banner, Icon, Item, Label, Seal, Sheet } from '../shared/ui';

type Preview = Reply<'report.preview'>;

/** What the other side will see, before anything is made. */
export const PreviewPaper = ({ preview, title, recipient }: { preview: Preview; title: string; recipient: string | null }) => (
  <>
    <View className="paper">
      <Text className="paper-title" role="heading">
        {title}
      </Text>
      <Text className="paper-sub">{recipient ? `限${recipient}查验` : '没有限定给谁看'}</Text>
      <View className="paper-seal inside">
        <Seal kind="empty" size={52} />
      </View>
      <View className="paper-lines">
        {preview.sections.map(({ sectionId, title: section, state, count }) => (
          <View key={sectionId} className="paper-line">
            <Text>{section}</Text>
            {state === 'unavailable' ? (
              <View className="paper-value paper-gone">
                <Icon name="cloud-off" tone="warn" size={18} />
                <Text>暂未取到</Text>
              </View>
            ) : (
              <Text className="paper-value">{count === 0 ? '没有' : `${count} 条`}</Text>
            )}
          </View>
        ))}
      </View>
    </View>
    <View className="after-paper" />
    {preview.unavailable.length > 0 && (
      <Banner
        tone="warn"
        icon="cloud-off"
        title={`有 ${preview.unavailable.length} 类没取到`}
        text="报告上会写明没取到，不会写成没有。可以现在开，也可以等恢复后再开。"
      />
    )}
    {preview.missingDomains.length > 0 && (
      <Banner tone="warn" title="这些领域没有数据" text={`${preview.missingDomains.join('、')}。报告上会写明缺这几个领域。`} />
    )}
    {preview.leftOut.length > 0 && (
      <>
        <Label text="不会给对方" />
        <Sheet>
          {preview.leftOut.map(line => (
            <Item key={line} icon="lock" tone="soft" name={line} />
          ))}
        </Sheet>
      </>
    )}
  </>
);
