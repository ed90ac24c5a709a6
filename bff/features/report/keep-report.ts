import type { Call, Handlers } from '../../http/call';
import { Problem } from '../../lib/problem';
import { toInstant } from '../../lib/time';
import type { ReportDeps } from './deps';
import { noteOwnRead } from './note-read';
import { presentReport, stateOf } from './present-report';
import { newClerkCode } from './request-report';
import { findReport, listReports, markRevoked, type ReportRow, readPdf, setClerkCode } from './store';
import { purposes } from './summary';

type HolderRoutes = 'report.list' | 'report.read' | 'report.download' | 'report.revoke' | 'report.setClerkCode';

const listed = 200;

/** What a holder does with reports: see, take, take back, let a clerk compare numbers. */
export const holderHandlers = (deps: ReportDeps): Pick<Handlers<'report'>, HolderRoutes> => {
  const { db, seal, now } = deps;
  const present = presentReport(deps);
  const noteRead = noteOwnRead(deps);

  /** @throws Problem `report.not_found`, also for another subject's report */
  const find = async ({ subject, params }: Pick<Call<'report.read'>, 'subject' | 'params'>): Promise<ReportRow> => {
    const row = await findReport(db, subject.subjectId, params.reportId);
    if (!row) throw new Problem('report.not_found');
    return row;
  };

  return {
    'report.list': async ({ subject }) => ({ reports: (await listReports(db, subject.subjectId, listed)).map(present) }),

    'report.read': async call => present(await find(call)),

    async 'report.download'(call) {
      const row = await find(call);
      const state = stateOf(row, now);
      if (state === 'making') throw new Problem('report.not_ready', { retryAfterSec: 2 });
      if (state === 'failed') throw new Problem('report.closed', { detail: '这份报告没能生成，请重新开一份。' });
      const pdfSealed = state === 'ready' ? await readPdf(db, row.id) : null;
      if (pdfSealed === null) throw new Problem('report.closed');
      const bytes = seal.open(pdfSealed, purposes.pdf);
      await db.inTx(tx => noteRead(tx, call, `下载报告 ${row.number}`, ['报告全文']));
      return { contentType: 'application/pdf', fileName: `${row.number}.pdf`, bytes };
    },

    async 'report.revoke'(call) {
      const row = await find(call);
      await markRevoked(db, row.id, toInstant(now()), '持有人撤回了这份报告');
      return present(await find(call));
    },

    async 'report.setClerkCode'(call) {
      const row = await find(call);
      const state = stateOf(row, now);
      if (state !== 'making' && state !== 'ready') throw new Problem('report.closed');
      const sealed = call.body.allow ? seal.seal(newClerkCode(), purposes.clerkCode) : null;
      if ((await setClerkCode(db, row.id, sealed)) === 0) throw new Problem('report.closed');
      return present(await find(call));
    },
  };
};
