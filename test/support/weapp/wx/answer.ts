import { Refusal, type WxNow } from './part';

export interface Callbacks {
  success?: (result: object) => void;
  fail?: (error: object) => void;
  complete?: (result: object) => void;
}

/** What `fail` gets. */
export const failure = (name: string, error: unknown): object => ({
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
