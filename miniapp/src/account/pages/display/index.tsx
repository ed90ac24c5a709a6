import { Text, View } from '@tarojs/components';
import { chooseSize, type Size, sizes, useDisplay } from '../../../shared/display';
import { platform } from '../../../shared/platform';
import { Choice, Label, Page, Sheet } from '../../../shared/ui';
import '../../account.scss';

const notes: Readonly<Record<Size, string>> = {
  usual: '正文 17 号',
  large: '长辈模式，正文 24 号',
  larger: '长辈模式，正文 27 号',
  largest: '长辈模式，正文 30 号',
};

/** 文字大小: changes this very page at once; elder mode has the same facts with more room. */
export default function DisplayPage() {
  const { size } = useDisplay();
  return (
    <Page
      name="文字大小"
      title={sizes[size].elder ? '现在是长辈模式' : '现在是标准大小'}
      lead="点一个，马上看到效果。长辈模式内容一样多，字大、按钮大。"
    >
      <Sheet>
        {(Object.keys(sizes) as Size[]).map(one => (
          <Choice key={one} kind="radio" title={sizes[one].title} note={notes[one]} on={size === one} onPick={() => chooseSize(one)} />
        ))}
      </Sheet>
      {platform.isWeapp && <Text className="quiet">微信里设的字体大小也算数，两个里取大的。</Text>}
      <Label text="看起来是这样" />
      <Sheet>
        <View className="sample">
          <Text>您的档案里有 13 条记录，另有 1 类没取到。没取到不表示没有。</Text>
        </View>
      </Sheet>
    </Page>
  );
}
