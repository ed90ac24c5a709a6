import { mergeInternalComponents } from '@tarojs/shared';
import { attributes, components } from './accessible-attributes';

mergeInternalComponents(Object.fromEntries(components.map(name => [name, attributes])));
