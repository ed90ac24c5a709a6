import { join } from 'node:path';
import { wireHelp } from '../features/help';
import { wireLedger } from '../features/ledger';
import { wireProfile } from '../features/profile';
import { wireReport } from '../features/report';
import type { Foundation } from './foundation';
import type { People } from './people';

type ReceiveRegistrationAnswer = Parameters<typeof wireProfile>[0]['receiveRegistrationAnswer'];

/** What the city holds of somebody: read, written into the ledger, made into reports, asked about. */
export const wireRecords = (
  { config, city, base, keys, metrics, platform, pdf, enqueue }: Foundation,
  { directory, notice }: People,
  receiveRegistrationAnswer: ReceiveRegistrationAnswer,
) => {
  const { credit } = platform.ports;
  const { notify } = notice;
  const ledgerFaults = metrics.counter('chengxin_ledger_faults_total', 'Faults the checkpoint job found in the read ledger', []);
  const ledger = wireLedger({
    ...base,
    credit,
    platformRefOf: directory.platformRefOf,
    platformAppId: config.upstreams.credit.appId,
    sign: keys.sign,
    filePath: join(config.dataDir, 'ledger-checkpoints.jsonl'),
    enqueue,
    onFault(fault) {
      ledgerFaults.inc();
      base.log.fatal({ fault }, 'the read ledger was changed from outside');
    },
  });
  const help = wireHelp({ ...base, city, credit, enqueue, notify });
  const profile = wireProfile({
    ...base,
    credit,
    callbacks: platform.callbacks,
    city,
    subjectOfRef: directory.subjectOfRef,
    readSubject: directory.readSubject,
    appendRead: ledger.appendRead,
    makeCounterSlip: async data => (await pdf.renderPdf({ kind: 'counter_slip', data, brandRgb: city.brandRgb })).bytes,
    receiveHelpAnswer: help.receiveAnswer,
    receiveRegistrationAnswer,
  });
  const report = wireReport({
    ...base,
    city,
    publicUrl: config.publicUrl,
    keys,
    pdf,
    readSubject: directory.readSubject,
    readFile: profile.readFile,
    appendRead: ledger.appendRead,
    enqueue,
    notify,
  });
  return { ledger, help, profile, report };
};

export type Records = ReturnType<typeof wireRecords>;
