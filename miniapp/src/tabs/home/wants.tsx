import { Text, View } from '@tarojs/components';
import { sizes, useDisplay } from '../../shared/display';
import { open, pages } from '../../shared/pages';
import { Icon, type IconName, Item, Label, Sheet } from '../../shared/ui';

interface Want {
  readonly icon: IconName;
  readonly text: string;
  readonly go: () => void;
}

const wantsOf = (kind: 'person' | 'merchant' | null): readonly Want[] => [
  { icon: 'report', text: '开信用报告', go: () => open(pages.reportRequest()) },
  { icon: 'check-circle', text: '自测一下', go: () => open(pages.selfCheck()) },
  { icon: 'eye', text: kind === 'merchant' ? '看谁查过它' : '看谁查过我', go: () => open(pages.ledger()) },
  { icon: 'file', text: '我的报告', go: () => open(pages.reports()) },
  { icon: 'qr', text: '查验报告', go: () => open(pages.verify()) },
  kind === 'merchant'
    ? { icon: 'pledge', text: '自愿登记', go: () => open(pages.registrations()) }
    : { icon: 'shop', text: '办商户的事', go: () => open(pages.merchants()) },
];

/** 我想: a small grid of what works; in elder mode a list. */
export const Wants = ({ kind }: { kind: 'person' | 'merchant' | null }) => {
  const elder = sizes[useDisplay().size].elder;
  const wants = wantsOf(kind);
  return (
    <>
      <Label text="我想" />
      <Sheet>
        {elder ? (
          wants.map(({ icon, text, go }) => <Item key={text} icon={icon} name={text} onClick={go} />)
        ) : (
          <View className="wants">
            {wants.map(({ icon, text, go }, i) => (
              <View
                key={text}
                className={`want${i % 3 === 0 ? ' want-first' : ''}${i >= 3 ? ' want-below' : ''}`}
                role="button"
                aria-label={text}
                onClick={go}
              >
                <Icon name={icon} tone="brand" size={26} />
                <Text>{text}</Text>
              </View>
            ))}
          </View>
        )}
      </Sheet>
    </>
  );
};
