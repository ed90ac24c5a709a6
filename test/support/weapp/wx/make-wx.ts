import { appEventsPart } from './app-events';
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

interface Callbacks {
  success?: (result: object) => void;
  fail?: (error: object) => void;
  complete?: (result: object) => void;
}

const failure = (name: string, error: unknown): object => ({
  errMsg: `${name}:fail ${error instanceof Error ? error.message : String(error)}`,
  ...(error instanceof Refusal ? error.codes : {}),
});

/** Calls back in a later turn, as every wx function does; a promise when no callback was given. */
export const answer = (
  { realm }: Pick<WxNow, 'realm'>,
  name: string,
  options: Callbacks | undefined,
  run: () => object | undefined | Promise<object | undefined>,
): Promise<object> | undefined => {
  const settled = (async () => run())().then(
    value => ({ ok: true, result: realm.give({ errMsg: `${name}:ok`, ...value }) as object }),
    (error: unknown) => ({ ok: false, result: realm.give(failure(name, error)) }),
  );
  if (options?.success || options?.fail || options?.complete) {
    // A timer, so that what a callback throws is nobody's promise but an uncaught error of the app.
    void settled.then(({ ok, result }) =>
      realm.later(() => {
        if (ok) options.success?.(result);
        else options.fail?.(result);
        options.complete?.(result);
      }),
    );
    return undefined;
  }
  return settled.then(({ ok, result }) => (ok ? result : Promise.reject(result)));
};

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
