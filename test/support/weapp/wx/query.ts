import { surfaceOf } from './canvas';
import type { WxNow, WxPart } from './part';

type Done = (result: unknown) => void;

/**
 * Selector queries. jsdom lays nothing out, so a rectangle has the right number of elements and zeros for its sides; what depends on
 * positions is not shown by this harness.
 */
export const queryPart = (now: WxNow): WxPart => {
  const { app, realm } = now;
  const createSelectorQuery = () => {
    const wishes: (() => unknown)[] = [];
    const node = (selector: string | null, all: boolean) => {
      const wish = (done?: Done) => {
        wishes.push(() => {
          const rects = selector === null ? [{}] : app.rects(selector);
          const result = realm.give(all ? rects : (rects[0] ?? null));
          done?.(result);
          return result;
        });
        return query;
      };
      return {
        boundingClientRect: wish,
        scrollOffset: wish,
        fields: (_fields: object, done?: Done) => wish(done),
        node: (done?: Done) => {
          wishes.push(() => {
            const canvas = selector === null || all ? null : app.canvasAt(selector);
            const result = realm.give({ node: null as unknown });
            if (canvas) result.node = surfaceOf(now, canvas);
            done?.(canvas ? result : null);
            return canvas ? result : null;
          });
          return query;
        },
      };
    };
    const query = {
      in: () => query,
      select: (selector: string) => node(selector, false),
      selectAll: (selector: string) => node(selector, true),
      selectViewport: () => node(null, false),
      exec(done?: Done) {
        realm.later(() => {
          const results = realm.give([] as unknown[]);
          for (const wish of wishes) results.push(wish());
          done?.(results);
        });
        return query;
      },
    };
    return query;
  };
  return { handles: { createSelectorQuery } };
};
