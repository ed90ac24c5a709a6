import { Histogram, type Registry } from 'prom-client';

export interface UpstreamWatch {
  /** From the platform clients: endpoint, `ok` or the kind of failure, ms. */
  observe(endpoint: string, outcome: string, elapsedMs: number): void;
  /** null: the upstream answered last time, or nobody asked lately. */
  faultOf(upstream: string): string | null;
}

/** A failure older than this says nothing about now. */
const rememberedMs = 120_000;

/** What the calls to each upstream say about its health. A caller who left says nothing. */
export const watchUpstreams = (registry: Registry): UpstreamWatch => {
  const duration = new Histogram({
    name: 'chengxin_upstream_duration_seconds',
    help: 'Time of upstream calls, by endpoint and outcome',
    labelNames: ['endpoint', 'outcome'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const last = new Map<string, { outcome: string; atMs: number }>();
  return {
    observe(endpoint, outcome, elapsedMs) {
      duration.observe({ endpoint, outcome }, elapsedMs / 1000);
      if (outcome !== 'abandoned') last.set(endpoint, { outcome, atMs: performance.now() });
    },
    faultOf(upstream) {
      for (const [endpoint, { outcome, atMs }] of last) {
        if (!endpoint.startsWith(`${upstream}.`) || outcome === 'ok' || performance.now() - atMs > rememberedMs) continue;
        return `${endpoint}: ${outcome}`;
      }
      return null;
    },
  };
};
