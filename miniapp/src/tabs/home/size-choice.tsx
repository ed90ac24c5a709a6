import { Text, View } from '@tarojs/components';
import { chooseSize, type Size, sizes, useDisplay } from '../../shared/display';

const offered: readonly Size[] = ['large', 'larger', 'largest'];

/** Elder mode's own size choice, on top where it is needed; each drawn in its size. */
export const SizeChoice = () => {
  const { size } = useDisplay();
  return (
    <>
      <View className="sizes">
        {offered.map(one => (
          <View
            key={one}
            className={one === size ? 'size size-on' : 'size'}
            role="radio"
            aria-checked={one === size ? 'true' : 'false'}
            aria-label={`字${sizes[one].title}`}
            style={{ fontSize: `${17 * sizes[one].k}px` }}
            onClick={() => chooseSize(one)}
          >
            <Text>{sizes[one].title}</Text>
          </View>
        ))}
      </View>
      <View className="link" role="button" onClick={() => chooseSize('usual')}>
        回到标准大小
      </View>
    </>
  );
};
