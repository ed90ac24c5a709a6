type Listener = (...args: unknown[]) => void;

/** What the app has asked to be told by `wx.on…`. */
export class Listeners {
  readonly #byEvent = new Map<string, Set<Listener>>();

  on(event: string, listener: Listener): void {
    const known = this.#byEvent.get(event) ?? new Set();
    this.#byEvent.set(event, known.add(listener));
  }

  /** Without a listener: all of them, as in WeChat. */
  off(event: string, listener?: Listener): void {
    if (listener) this.#byEvent.get(event)?.delete(listener);
    else this.#byEvent.delete(event);
  }

  tell(event: string, ...args: unknown[]): void {
    for (const listener of [...(this.#byEvent.get(event) ?? [])]) listener(...args);
  }

  has(event: string): boolean {
    return (this.#byEvent.get(event)?.size ?? 0) > 0;
  }
}
