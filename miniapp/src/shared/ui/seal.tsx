import { Image, Text, View } from '@tarojs/components';
import { svgSource } from './icon';
import { sealShapes } from './seal-shapes';

export type SealKind = keyof typeof sealShapes;

const kindOf = { agency_verified: 'solid', document_checked: 'line', self_declared: 'empty' } as const;

/** 城印. Always with its words somewhere near: here by `text`, else by what it stands on. */
export const Seal = ({ kind, trust, text, size = 22 }: { kind?: SealKind; trust?: keyof typeof kindOf; text?: string; size?: number }) => {
  const shape = kind ?? (trust ? kindOf[trust] : 'empty');
  return (
    <View className="seal">
      <Image
        className="icon"
        src={svgSource('-2 -2 52 52', sealShapes[shape])}
        mode="scaleToFill"
        style={{ width: `${size}px`, height: `${size}px` }}
        aria-hidden="true"
      />
      {text && <Text>{text}</Text>}
    </View>
  );
};
