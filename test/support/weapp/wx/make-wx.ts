import { answer, type Callbacks, failure } from './answer';
import { appEventsPart } from './app-events';
import { canvasPart } from './canvas';
import { devicePart } from './device';
import { dialogsPart } from './dialogs';
import { filesPart } from './files';
import { identityPart } from './identity';
import { mediaPart } from './media';
import { navigationPart } from './navigation';
import { Refusal, type WxNow, type WxPart } from './part';
import { privacyPart } from './privacy';
import { queryPart } from './query';
import { requestPart } from './request';
import { storagePart } from './storage';
import { subscribePart } from './subscribe';
import { transferPart } from './transfer';

const parts: readonly ((now: WxNow) => WxPart)[] = [
  requestPart,
  transferPart,
  storagePart,
  filesPart,
  identityPart,
  privacyPart,
  subscribePart,
  dialogsPart,
  mediaPart,
  devicePart,
  navigationPart,
  queryPart,
  canvasPart,
  appEventsPart,
];

/** Names that webpack or Taro looks up on wx as places to keep things, not as functions. */
const isProbedOnly = (name: string): boolean => /^webpack|^__|^then$|^cloud$|^worklet$|^toJSON$/.test(name);

/**
 * The wx object. Only what is written in the parts; calling any other name throws with that name, so that nothing silently succeeds.
 * Source: the API pages of WeChat's mini-program documentation.
 */
export const makeWx = (now: WxNow): object => {
  const known: Record<string, unknown> = { env: now.realm.give({ USER_DATA_PATH: 'http://usr' }) };
  for (const { later = {}, atOnce = {}, handles = {} } of parts.map(part => part(now))) {
    for (const [name, run] of Object.entries(later))
      known[name] = (options?: Callbacks) => answer(now, name, options, () => run(options ?? {}));
    for (const [name, run] of Object.entries(atOnce))
      known[name] = (...args: unknown[]) => {
        try {
          return now.realm.give(run(...args));
        } catch (error) {
          if (error instanceof Refusal) throw now.realm.error((failure(name, error) as { errMsg: string }).errMsg);
          throw error;
        }
      };
    Object.assign(known, handles);
  }
  known.canIUse = (schema: string) => (schema.split('.')[0] ?? '') in known;
  return new Proxy(known, {
    get(target, name) {
      if (typeof name === 'symbol' || name in target) return Reflect.get(target, name);
      if (isProbedOnly(name)) return undefined;
      // Taro's runtime lists and wraps names it never calls: only the call is refused.
      return () => {
        throw now.realm.error(`weapp harness: wx.${name} is not implemented`);
      };
    },
  });
};
