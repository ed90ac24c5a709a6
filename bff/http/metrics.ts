import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface HttpMetrics {
  readonly registry: Registry;
  /** `route` is a route's name, never a URL: the number of series does not grow with callers. */
  answered(route: string, status: number, seconds: number): void;
  refused(code: string): void;
  /** Gauges by name and help that one look fills whenever they are scraped. */
  gauges<Name extends string>(helps: Readonly<Record<Name, string>>, look: () => Promise<Readonly<Record<Name, number>>>): void;
  counter(name: string, help: string, labelNames: readonly string[]): Counter;
}

/** One registry an app, so that several apps in one process (tests) do not share numbers. */
export const makeMetrics = (): HttpMetrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'chengxin_http_request_duration_seconds',
    help: 'Time to answer, by route name and status',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  const problems = new Counter({
    name: 'chengxin_http_problems_total',
    help: 'Problems told to callers, by code',
    labelNames: ['code'],
    registers: [registry],
  });
  return {
    registry,
    answered: (route, status, seconds) => duration.observe({ route, status }, seconds),
    refused: code => problems.inc({ code }),
    gauges: (helps, look) => {
      // All gauges of a scrape ask at once: the first one's look serves the others.
      let looking: ReturnType<typeof look> | null = null;
      const lookOnce = (): ReturnType<typeof look> => {
        looking ??= look().finally(() => {
          looking = null;
        });
        return looking;
      };
      for (const name of Object.keys(helps) as (keyof typeof helps)[]) {
        new Gauge({
          name,
          help: helps[name],
          registers: [registry],
          async collect() {
            this.set((await lookOnce())[name]);
          },
        });
      }
    },
    counter: (name, help, labelNames) => new Counter({ name, help, labelNames, registers: [registry] }),
  };
};
