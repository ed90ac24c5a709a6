import type { Reply } from '../../contract/types';
import type { Staff } from '../../http/call';
import { beijingDay, toInstant } from '../../lib/time';
import { workingDaysBetween } from '../../lib/working-days';
import { deskPolicy } from '../../policy/desk';
import type { CaseFile, CaseSummary } from '../offers';
import { type DeskDeps, needsTwo, proposalOf, purposes } from './deps';
import type { DeskRow } from './store';

export type Case = Reply<'desk.queue'>['cases'][number];
export type CaseReply = Reply<'desk.open'>;

const someone = '一位工作人员';

/** Cases as one member of the staff sees them, who may be the one who has them open. */
export const presentCases = ({ seal, now, city, namesOf }: DeskDeps) => {
  const clockOf = ({ dueOn, dueExpected }: CaseSummary): Case['clock'] => {
    const today = beijingDay(now());
    const left = dueOn === null ? null : dueOn >= today ? workingDaysBetween(today, dueOn) : -workingDaysBetween(dueOn, today);
    return { until: dueOn, workingDaysLeft: left, untilExpected: dueExpected };
  };

  const one = (staff: Staff, summary: CaseSummary, row: DeskRow | null, names: ReadonlyMap<string, string>): Case => {
    const held = row?.heldBy && row.heldUntil && row.heldUntil > toInstant(now()) ? { by: row.heldBy, until: row.heldUntil } : null;
    const proposal = proposalOf(seal, row, summary);
    const nameOf = (id: string): string => names.get(id) ?? someone;
    return {
      number: summary.number,
      kind: summary.kind,
      kindTitle: summary.kindTitle,
      title: summary.title,
      merchantName: summary.merchantName,
      state: summary.state,
      trust: summary.trust,
      revision: summary.revision,
      submittedAt: summary.submittedAt,
      waitingSince: summary.waitingSince,
      clock: clockOf(summary),
      holder: held && { name: nameOf(held.by), mine: held.by === staff.staffId, until: held.until },
      proposal: proposal && {
        decision: proposal.decision,
        name: nameOf(row?.proposedBy ?? ''),
        mine: row?.proposedBy === staff.staffId,
        at: row?.proposedAt ?? summary.submittedAt,
      },
    };
  };

  const namesIn = (rows: readonly DeskRow[]): Promise<ReadonlyMap<string, string>> =>
    namesOf(rows.flatMap(({ heldBy, proposedBy, objectedBy }) => [heldBy, proposedBy, objectedBy].filter(id => id !== null)));

  const whyNot = ({ waitingSince, holder, proposal }: Case): string | null => {
    if (waitingSince === null) return '这一件现在不在本办公室手上，只能看。';
    if (holder && !holder.mine) return `${holder.name}正在办这一件，您现在只能看。`;
    if (proposal?.mine) return '这是您自己的拟办意见，要由另一位工作人员复核。';
    return null;
  };

  return {
    async list(staff: Staff, summaries: readonly CaseSummary[], rows: readonly DeskRow[]): Promise<Case[]> {
      const names = await namesIn(rows);
      return summaries.map(summary => one(staff, summary, rows.find(({ number }) => number === summary.number) ?? null, names));
    },

    async file(staff: Staff, file: CaseFile, row: DeskRow | null): Promise<CaseReply> {
      const names = await namesIn(row ? [row] : []);
      const shown = one(staff, file, row, names);
      const why = whyNot(shown);
      const mine = shown.holder?.mine === true && why === null;
      const { objectionSealed, objectedBy, objectedAt } = row ?? {};
      return {
        ...shown,
        orgCode: file.orgCode,
        fields: [...file.fields],
        attachments: file.attachments.map(({ attachmentId, name, contentType, sizeBytes, sentDigest, state }) => ({
          attachmentId,
          name,
          contentType,
          sizeBytes,
          sentDigest,
          state,
        })),
        hints: [...file.hints],
        publicText: file.publicText,
        commitment: file.commitment,
        history: [...file.history],
        returnedFor: [...file.returnedFor],
        proposedReasons: [...(proposalOf(seal, row, file)?.reasons ?? [])],
        objection:
          objectionSealed && objectedBy && objectedAt
            ? {
                name: names.get(objectedBy) ?? someone,
                note: (JSON.parse(seal.openText(objectionSealed, purposes.objection)) as { note: string | null }).note,
                at: objectedAt,
              }
            : null,
        needsTwo: [...needsTwo(city, file.kind)],
        mayDecide: mine && shown.proposal === null,
        mayCountersign: mine && shown.proposal !== null,
        whyNot: why,
        templates: deskPolicy.templates,
      };
    },
  };
};
