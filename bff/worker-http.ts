import { createServer } from 'node:http';
import type { HttpMetrics } from './http/metrics';
import { type Dependency, readReadiness } from './http/readiness';
import type { Log } from './lib/log';

export interface WorkerHttp {
  close(): Promise<void>;
}

/** What operators read of a worker: `/healthz`, `/readyz`, `/metrics` as the BFF has them, and nothing else. */
export const startWorkerHttp = async (
  { dependencies, metrics, log }: { readonly dependencies: readonly Dependency[]; readonly metrics: HttpMetrics; readonly log: Log },
  { host, port }: { readonly host: string; readonly port: number },
): Promise<WorkerHttp> => {
  const pages: Readonly<Record<string, () => Promise<{ status: number; type: string; body: string }>>> = {
    '/healthz': async () => ({ status: 200, type: 'application/json', body: '{"status":"ok"}' }),
    async '/readyz'() {
      const readiness = await readReadiness(dependencies, false);
      return { status: readiness.status === 'down' ? 503 : 200, type: 'application/json', body: JSON.stringify(readiness) };
    },
    '/metrics': async () => ({ status: 200, type: metrics.registry.contentType, body: await metrics.registry.metrics() }),
  };
  const server = createServer({ requestTimeout: 5000, headersTimeout: 5000 }, async (req, res) => {
    try {
      const page = req.method === 'GET' ? pages[req.url ?? ''] : undefined;
      if (!page) return void res.writeHead(404).end();
      const { status, type, body } = await page();
      res.writeHead(status, { 'content-type': type }).end(body);
    } catch (err) {
      log.error({ err }, 'worker page failed');
      res.writeHead(500).end();
    }
  });
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(port, host, listening));
  return {
    close: () =>
      new Promise(done => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};
