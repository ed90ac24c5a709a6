export const faultKinds = [
  'latency',
  'status',
  'hang',
  'reset_before',
  'reset_after',
  'malformed',
  'oversized',
  'wrong_signature',
  'duplicated',
  'reordered',
  'stale',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly id: string;
  /** Beginning of an endpoint's name: `credit`, `credit.section`, `credit.section.XZCF`. */
  readonly endpoint: string;
  /** Only for this subject; null = for all. */
  readonly ztbs: string | null;
  readonly kind: FaultKind;
  /** latency: milliseconds; status: HTTP status; oversized: bytes; stale: days. */
  readonly amount: number;
  /** How many calls it still meets; null = all. */
  left: number | null;
  /** Share of calls it meets, 0–1. */
  readonly share: number;
  readonly standing: boolean;
}

const usual: Readonly<Record<FaultKind, number>> = {
  latency: 1000,
  status: 503,
  hang: 0,
  reset_before: 0,
  reset_after: 0,
  malformed: 0,
  oversized: 16 * 1024 * 1024,
  wrong_signature: 0,
  duplicated: 0,
  reordered: 0,
  stale: 120,
};

export type FaultRequest = { endpoint: string; kind: FaultKind; ztbs?: string | null; amount?: number; times?: number; share?: number };

/** What a call meets: at most one fault of a kind. */
export type Met = ReadonlyMap<FaultKind, number>;

export const makeFaults = (standing: readonly FaultRequest[]) => {
  let count = 0;
  const make = (request: FaultRequest, isStanding: boolean): Fault => {
    count += 1;
    return {
      id: `fault-${count}`,
      endpoint: request.endpoint,
      ztbs: request.ztbs ?? null,
      kind: request.kind,
      amount: request.amount ?? usual[request.kind],
      left: request.times ?? null,
      share: request.share ?? 1,
      standing: isStanding,
    };
  };
  let faults: Fault[] = standing.map(request => make(request, true));
  return {
    add: (request: FaultRequest): Fault => {
      const fault = make(request, false);
      faults.push(fault);
      return fault;
    },
    list: (): readonly Fault[] => faults,
    remove: (id: string): boolean => {
      const before = faults.length;
      faults = faults.filter(fault => fault.id !== id || fault.standing);
      return faults.length < before;
    },
    clear: (): void => {
      faults = faults.filter(fault => fault.standing);
    },
    meet: (endpoint: string, ztbs: string | null): Met => {
      const met = new Map<FaultKind, number>();
      for (const fault of faults) {
        const concerns = endpoint === fault.endpoint || endpoint.startsWith(`${fault.endpoint}.`);
        if (
          !concerns ||
          (fault.ztbs !== null && fault.ztbs !== ztbs) ||
          fault.left === 0 ||
          (fault.share < 1 && Math.random() >= fault.share)
        )
          continue;
        if (fault.left !== null) fault.left -= 1;
        met.set(fault.kind, fault.amount);
      }
      return met;
    },
  };
};

export type Faults = ReturnType<typeof makeFaults>;
