import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startAdmin } from './admin/server';
import { createApp, serverTimeouts } from './app';
import { ConfigFaults, loadConfig } from './config';
import { compose } from './container';
import { DatabaseBusy } from './lib/db/hold-file';
import { openDb } from './lib/db/open-db';
import { type Log, makeLog } from './lib/log';

/** Requests in flight get this long to end after a signal, ms. */
const graceMs = 10_000;

const run = async (log: Log): Promise<void> => {
  const config = loadConfig(process.env);
  log.level = config.logLevel;
  const now = () => new Date();
  const db = await openDb(config);
  const container = await compose({ config, db, now, log });
  const app = createApp(container);
  const server = createServer(serverTimeouts, app.callback());
  const admin = await startAdmin({ config, db, now, log, ...container.admin });

  await new Promise<void>((listening, failed) => server.once('error', failed).listen(config.port, config.host, listening));
  const url = `http://${config.host}:${(server.address() as AddressInfo).port}`;
  container.start();

  let stopping = false;
  const stop = async (why: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'stopping');
    app.refuseNew();
    const closed = new Promise(done => server.close(done));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), graceMs).unref();
    await closed;
    await admin.close();
    await container.close();
    await db.close();
    log.info('stopped');
    process.exit(0);
  };
  const stopFor = (why: string) => () =>
    void stop(why).catch(err => {
      log.fatal({ err }, 'stop failed');
      process.exit(1);
    });
  process.once('SIGTERM', stopFor('SIGTERM'));
  process.once('SIGINT', stopFor('SIGINT'));
  process.once('disconnect', stopFor('parent gone'));
  log.info({ url, engine: db.engine, mode: config.mode }, 'ready');
  process.send?.({ ready: url, demoStaff: config.demo ? await container.admin.staff.demo.furnish() : [] });
};

const log = makeLog('info');

/** A fault the operator can mend is one plain message; anything else comes with its stack. */
const sentenceOf = (error: unknown): string => {
  if (error instanceof ConfigFaults || error instanceof DatabaseBusy) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return `端口 ${process.env.PORT} 已被占用，请换一个 PORT`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

run(log).catch((error: unknown) => {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exit(1);
});
