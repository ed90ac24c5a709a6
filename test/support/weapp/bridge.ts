/** What has crossed between the layers; the unit is bytes of UTF-8 JSON. */
export interface Crossed {
  readonly setDataCalls: number;
  readonly setDataBytes: number;
  readonly largestSetDataBytes: number;
  readonly events: number;
  readonly eventBytes: number;
}

/** WeChat: one setData may not be more than 1024 kB; its performance advice is at most 256 kB. */
const refusedBytes = 1024 * 1024;
const warnedBytes = 256 * 1024;

const nothing = { setDataCalls: 0, setDataBytes: 0, largestSetDataBytes: 0, events: 0, eventBytes: 0 };

/** The crossing between logic and view: only JSON text passes, and every byte is counted. */
export class Bridge {
  #sinceTake: { -readonly [part in keyof Crossed]: number } = { ...nothing };
  #total: { -readonly [part in keyof Crossed]: number } = { ...nothing };

  constructor(private readonly warn: (words: string) => void) {}

  /** setData of a page, as text. @throws when WeChat would refuse it */
  toView(data: object): string {
    const json = JSON.stringify(data);
    const bytes = Buffer.byteLength(json);
    for (const count of [this.#sinceTake, this.#total]) {
      count.setDataCalls += 1;
      count.setDataBytes += bytes;
      count.largestSetDataBytes = Math.max(count.largestSetDataBytes, bytes);
    }
    if (bytes > refusedBytes) throw new Error(`setData:fail data is ${bytes} bytes, more than 1024 kB`);
    if (bytes > warnedBytes) this.warn(`setData of ${bytes} bytes is more than the advised 256 kB`);
    return json;
  }

  /** An event on its way to the logic layer. */
  toLogic(json: string): string {
    for (const count of [this.#sinceTake, this.#total]) {
      count.events += 1;
      count.eventBytes += Buffer.byteLength(json);
    }
    return json;
  }

  /** What crossed since the last `take`. */
  take(): Crossed {
    const taken = this.#sinceTake;
    this.#sinceTake = { ...nothing };
    return taken;
  }

  /** What crossed since the phone was taken in hand. */
  get total(): Crossed {
    return { ...this.#total };
  }
}
