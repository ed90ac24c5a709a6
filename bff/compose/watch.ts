import type { AppDeps } from '../app';
import { checkDisk, freeBytes } from '../http/check-disk';
import { ping } from '../http/store';
import { backlogFault } from '../outbox/backlog';
import { readBacklog } from '../outbox/store';
import type { Entries } from './entries';
import type { Foundation } from './foundation';
import type { Records } from './records';

const secondMs = 1000;

/** Figures that are read when somebody asks for them. */
export const showGauges = ({ config, base, metrics }: Foundation, { attachment }: Entries): void => {
  const { db, now } = base;
  metrics.gauges(
    {
      chengxin_outbox_waiting: 'Deliveries not done yet',
      chengxin_outbox_dead: 'Deliveries given up, waiting for an operator',
      chengxin_outbox_oldest_seconds: 'Age of the oldest delivery not done yet',
    },
    async () => {
      const { waiting, dead, oldestAt } = await readBacklog(db);
      const oldestMs = oldestAt === null ? 0 : Math.max(0, now().getTime() - Date.parse(oldestAt));
      return { chengxin_outbox_waiting: waiting, chengxin_outbox_dead: dead, chengxin_outbox_oldest_seconds: oldestMs / secondMs };
    },
  );
  metrics.gauges({ chengxin_attachments_held: 'Attachments that wait for a scanner' }, async () => ({
    chengxin_attachments_held: await attachment.countHeld(),
  }));
  metrics.gauges({ chengxin_data_dir_free_bytes: 'What may still be written in DATA_DIR' }, async () => ({
    chengxin_data_dir_free_bytes: await freeBytes(config.dataDir),
  }));
};

/** What has to be well for this to be well, and what only has to be known. */
export const dependenciesOf = (
  { config, base, scanner, upstreams }: Foundation,
  { profile, ledger }: Records,
  { registration }: Entries,
): AppDeps['dependencies'] => {
  const upstreamCheck = (name: string, upstream: string) => ({ name, needed: false, check: async () => upstreams.faultOf(upstream) });
  return [
    { name: 'database', needed: true, check: () => ping(base.db).then(() => null) },
    upstreamCheck('platform', 'credit'),
    upstreamCheck('identity', 'identity'),
    upstreamCheck('wechat', 'wechat'),
    upstreamCheck('sms', 'sms'),
    { name: 'scanner', needed: false, check: scanner.fault },
    { name: 'disk', needed: false, check: checkDisk(config.dataDir) },
    { name: 'feed', needed: false, check: async () => (profile.isFreshnessUnconfirmed() ? 'silent for over an hour' : null) },
    { name: 'outbox', needed: false, check: backlogFault(base) },
    { name: 'answers', needed: false, check: registration.strays.fault },
    { name: 'ledger', needed: false, check: ledger.checkpointFault },
  ];
};
