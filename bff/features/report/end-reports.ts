import { toInstant } from '../../lib/time';
import type { Change, Instant } from '../../platform/ports';
import type { ReportDeps } from './deps';
import { clockSlackMs } from './make-report';
import { deletePdf, dropChangesBefore, expireUntil, findReadBefore, findToDelete, markSuperseded, noteChange } from './store';
import { openSummary, sealSummary, withoutNumbers } from './summary';

const dayMs = 24 * 3600_000;
/** The PDF of a report is kept this long after its validity ended. */
const keptAfterExpiryMs = 30 * dayMs;
/** Files deleted at one look. */
const batch = 200;

const changeWords: Readonly<Record<Change['kind'], string>> = {
  added: '平台有了新的记录',
  corrected: '平台更正了记录',
  withdrawn: '平台撤下了记录',
  repaired: '有记录完成了信用修复',
  objection: '有记录的异议状态变了',
};

/**
 * A change at the platform ends the reports whose data were read before it, and says so once to each who holds one. Harmless when repeated.
 * Reports made afterwards stay valid.
 */
const supersede =
  ({ db, now, notify }: ReportDeps) =>
  async (subjectId: string, reason: string, at: Instant): Promise<void> => {
    const endedAt = toInstant(now());
    const until = toInstant(new Date(Date.parse(at) + clockSlackMs));
    await db.inTx(async tx => {
      await noteChange(tx, subjectId, at);
      const ended = new Map<string, { id: string; number: string }[]>();
      for (const { id, citizenId, number } of await findReadBefore(tx, subjectId, until)) {
        if ((await markSuperseded(tx, id, endedAt, reason)) === 0) continue;
        ended.set(citizenId, [...(ended.get(citizenId) ?? []), { id, number }]);
      }
      for (const [citizenId, reports] of ended) {
        const [first] = reports as [{ id: string; number: string }];
        const one = reports.length === 1;
        await notify(tx, citizenId, {
          eventKey: `report.superseded:${first.id}`,
          title: one ? '一份报告已被替代' : `${reports.length} 份报告已被替代`,
          text: `${reason}，${one ? `报告 ${first.number} ` : '之前开的报告'}不再反映现在的情况，已标为“已被替代”。需要时请重新开一份。`,
          target: { page: 'report', id: one ? first.id : null, subjectId },
          reminder: 'change',
        });
      }
    });
  };

/** Listener of the platform's changes. */
export const followChange =
  (deps: ReportDeps) =>
  async (change: Pick<Change, 'kind' | 'at'>, subjectId: string | null): Promise<void> => {
    if (subjectId !== null) await supersede(deps)(subjectId, changeWords[change.kind], change.at);
  };

/** Clock job: marks what has expired and deletes PDFs 30 days later; with the PDF go the document numbers of the summary. */
export const expireAndDelete =
  ({ db, seal, now }: ReportDeps) =>
  async (): Promise<{ expired: number; deleted: number }> => {
    const at = now();
    const expired = await expireUntil(db, toInstant(at));
    await dropChangesBefore(db, toInstant(new Date(at.getTime() - dayMs)));
    const due = await findToDelete(db, toInstant(new Date(at.getTime() - keptAfterExpiryMs)), batch);
    for (const row of due) {
      const summary = openSummary(seal, row);
      await deletePdf(db, row.id, toInstant(at), summary && sealSummary(seal, withoutNumbers(summary)));
    }
    return { expired, deleted: due.length };
  };
