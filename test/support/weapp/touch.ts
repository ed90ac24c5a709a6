import type { Around, BuiltIn } from './view/built-ins';
import type { ViewNode } from './view/view-node';

const path = (node: ViewNode): ViewNode[] => {
  const nodes: ViewNode[] = [];
  for (let one: ViewNode | null = node; one; one = one.parent) nodes.push(one);
  return nodes;
};

const middle = { x: 195, y: 378 };

/** One tap of a finger: touch events, the tap, then what the nearest built-in component around it does by itself. */
export const pressOn = (node: ViewNode, around: Around, builtIns: ReadonlyMap<string, BuiltIn>): void => {
  const nodes = path(node);
  // WeChat hands no tap on to a button that is switched off.
  if (nodes.some(one => one.tagName === 'button' && one.isOn('disabled'))) return;
  node.trigger('touchstart', middle);
  node.trigger('touchend', middle);
  node.trigger('tap', middle);
  const acting = nodes.find(one => builtIns.get(one.tagName)?.tap);
  if (acting) builtIns.get(acting.tagName)?.tap?.(acting, around);
};
