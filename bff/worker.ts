import { ConfigFaults, loadConfig } from './config';
import { compose } from './container';
import { openDb } from './lib/db/open-db';
import { makeLog } from './lib/log';
import { startWorkerHttp } from './worker-http';

/** Delivers the outbox and runs the clocks apart from the BFF, for deployments on the MySQL protocol. */
const run = async (): Promise<void> => {
  const config = loadConfig(process.env);
  if (config.databaseUrl === null) throw new Error('SQLite 只能由 BFF 一个进程打开，单独的 worker 需要 DATABASE_URL=mysql://…');
  const log = makeLog(config.logLevel);
  const db = await openDb(config);
  const container = await compose({ config: { ...config, relayInProcess: true }, db, now: () => new Date(), log });
  const http = config.workerPort === null ? null : await startWorkerHttp(container, { host: config.host, port: config.workerPort });
  container.start();
  log.info({ port: config.workerPort }, 'worker ready');
  process.send?.({ ready: 'worker' });
  const stop = async (): Promise<void> => {
    await http?.close();
    await container.close();
    await db.close();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
  process.once('disconnect', () => void stop());
};

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigFaults || error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
