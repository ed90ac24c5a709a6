import vm from 'node:vm';

/**
 * The app's own JavaScript engine: a bare context without window, document, process or Node. What WeChat hands to the app must be made
 * of that engine's own objects, or `instanceof ArrayBuffer` says no where WeChat's would say yes.
 */
export interface Realm {
  readonly context: vm.Context;
  /** A copy made of the app's own objects; bytes become its ArrayBuffer, functions pass. */
  give<T>(value: T): T;
  parse(json: string): unknown;
  error(message: string): Error;
  /** Runs a script in here. */
  run(source: string): unknown;
  /** In a later turn, unless the app has ended by then. */
  later(work: () => void): void;
  /** Stops every timer that the app set. */
  stop(): void;
}

interface Makers {
  object(): Record<string, unknown>;
  array(): unknown[];
  bytes(length: number): Uint8Array;
  error(message: string): Error;
  parse(json: string): unknown;
}

const makers = `globalThis.global = globalThis; ({
  object: () => ({}), array: () => [], bytes: length => new Uint8Array(length), error: message => new Error(message),
  parse: json => JSON.parse(json),
})`;

/** The app's own clock is that of its phone. */
const clock = `now => {
  const Real = Date;
  const Moved = function (...parts) {
    if (!new.target) return new Real(now()).toString();
    return parts.length > 0 ? new Real(...parts) : new Real(now());
  };
  Moved.prototype = Real.prototype;
  Moved.prototype.constructor = Moved;
  globalThis.Date = Object.assign(Moved, { now, UTC: Real.UTC, parse: Real.parse });
}`;

type Work = (...args: unknown[]) => void;

/**
 * @param onThrow what the app throws out of a timer, which is nobody's to catch
 * @param nowMs the phone's clock
 */
export const makeRealm = (globals: object, onThrow: (error: unknown, where: string) => void, nowMs: () => number): Realm => {
  const timers = new Set<NodeJS.Timeout>();
  const guarded =
    (work: Work, where: string) =>
    (...args: unknown[]) => {
      try {
        work(...args);
      } catch (error) {
        onThrow(error, where);
      }
    };
  const context = vm.createContext({
    ...globals,
    setTimeout: (work: Work, ms?: number, ...args: unknown[]) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        guarded(work, 'setTimeout')(...args);
      }, ms);
      timers.add(timer);
      return timer;
    },
    setInterval: (work: Work, ms?: number, ...args: unknown[]) => {
      const timer = setInterval(guarded(work, 'setInterval'), ms, ...args);
      timers.add(timer);
      return timer;
    },
    clearTimeout,
    clearInterval,
  });
  const make = vm.runInContext(makers, context) as Makers;
  (vm.runInContext(clock, context) as (now: () => number) => void)(nowMs);

  const give = (value: unknown): unknown => {
    if (value instanceof Uint8Array) {
      const bytes = make.bytes(value.length);
      bytes.set(value);
      return bytes.buffer;
    }
    if (Array.isArray(value)) {
      const array = make.array();
      for (const one of value) array.push(give(one));
      return array;
    }
    if (typeof value !== 'object' || value === null) return value;
    const object = make.object();
    for (const [key, one] of Object.entries(value)) object[key] = give(one);
    return object;
  };

  return {
    context,
    give: <T>(value: T) => give(value) as T,
    parse: json => make.parse(json),
    error: message => make.error(message),
    run: source => vm.runInContext(source, context),
    later: work => void (context.setTimeout as typeof setTimeout)(work, 0),
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
};
