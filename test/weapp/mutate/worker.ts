import { type Outcome, putCircus, runUnit, type Unit, unitsOf } from './circus';
import { type Executed, startCounting } from './executed';

/** One process that stays: it starts what a test needs again and again without loading it anew. */
export type Order =
  | { readonly kind: 'list'; readonly file: string }
  | { readonly kind: 'run'; readonly unit: Unit; readonly dist: string; readonly counting: boolean };

export type Done =
  | { readonly kind: 'list'; readonly units: readonly Unit[] }
  | { readonly kind: 'run'; readonly outcome: Outcome; readonly executed: Executed | null }
  | { readonly kind: 'broken'; readonly words: string };

// A promise that a broken app rejects after its test has ended belongs to nobody.
process.on('unhandledRejection', () => {});
process.on('uncaughtException', () => {});
putCircus();
let count: (() => Executed) | null = null;

const work = async (order: Order): Promise<Done> => {
  if (order.kind === 'list') return { kind: 'list', units: unitsOf(order.file) };
  process.env.WEAPP_DIST = order.dist;
  if (order.counting) count ??= startCounting();
  count?.();
  const outcome = await runUnit(order.unit);
  return { kind: 'run', outcome, executed: count?.() ?? null };
};

process.on('message', (order: Order) => {
  void work(order)
    .catch((error: unknown): Done => ({ kind: 'broken', words: String((error as Error)?.stack ?? error) }))
    .then(done => process.send?.(done));
});
