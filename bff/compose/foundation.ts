import { loadCity } from '../cities/city';
import type { Config } from '../config';
import { makePdfPool } from '../features/report';
import { makeMetrics } from '../http/metrics';
import { watchUpstreams } from '../http/upstream-watch';
import type { Db } from '../lib/db';
import type { Log } from '../lib/log';
import { newId as newIdAt } from '../lib/new-id';
import { makeReportKeys } from '../lib/report-keys';
import { makeSeal } from '../lib/seal';
import type { Clock } from '../lib/time';
import { makeOutbox } from '../outbox/outbox';
import { makeRelay } from '../outbox/relay';
import { readDatabaseNow } from '../outbox/store';
import { connectBlobs } from '../platform/blob/connect';
import { connectPlatform } from '../platform/connect';
import { clamdScanner, noScanner } from '../platform/scanner/clamd';

export interface Ground {
  readonly config: Config;
  readonly db: Db;
  readonly now: Clock;
  readonly log: Log;
}

/** What features stand on: keys, clients of the outside, the outbox, figures. */
export const layFoundation = async ({ config, db, now, log }: Ground) => {
  const seal = makeSeal(config.sealKeys);
  const base = { db, now, newId: (): string => newIdAt(now().getTime()), seal, log };
  const keys = makeReportKeys(config);
  const metrics = makeMetrics();
  const upstreams = watchUpstreams(metrics.registry);
  const platform = connectPlatform({ ...config, now, observe: upstreams.observe });
  const pdf = makePdfPool({ secondFont: config.secondFont, key: keys.pdf });
  const { blobs, close: closeBlobs } = await connectBlobs(config.attachmentStore);
  const deliveries = metrics.counter('chengxin_outbox_deliveries_total', 'Outbox deliveries by topic and outcome', ['topic', 'outcome']);
  const relay = makeRelay({
    ...base,
    // SQLite is opened by one process alone; on the MySQL protocol any number of relays share the clock of their database.
    ...(db.engine === 'sqlite' ? { alone: config.relayInProcess } : { leaseNow: () => readDatabaseNow(db) }),
    onOutcome: (topic, outcome) => deliveries.inc({ topic, outcome }),
  });
  const { enqueue } = makeOutbox({ seal, now, onEnqueue: relay.kick });
  return {
    config,
    city: loadCity(config.cityFile),
    base,
    keys,
    metrics,
    upstreams,
    platform,
    pdf,
    blobs,
    scanner: config.clamd === null ? noScanner : clamdScanner(config.clamd),
    relay,
    enqueue,
    async close(): Promise<void> {
      closeBlobs();
      await platform.close();
      await pdf.close();
    },
  };
};

export type Foundation = Awaited<ReturnType<typeof layFoundation>>;
