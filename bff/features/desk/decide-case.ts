import type { Reply } from '../../contract/types';
import type { Call, Staff } from '../../http/call';
import { Problem } from '../../lib/problem';
import { toInstant } from '../../lib/time';
import type { Instant } from '../../platform/ports';
import type { CaseFile, CaseReason } from '../offers';
import { type DeskDeps, findCase, needsTwo, organisationOf, type Proposal, proposalOf, purposes } from './deps';
import { type DeskRow, decide, dropStaleProposal, type Holding, object, propose, readRow } from './store';

/** @throws Problem `desk.reasons_wrong` with every fault */
const checkReasons = (file: CaseFile, decision: Proposal['decision'], reasons: readonly CaseReason[]): void => {
  if (decision === 'verify' ? reasons.length > 0 : reasons.length === 0) throw new Problem('desk.reasons_wrong');
  const places = new Set([
    '/',
    '/attachments',
    ...file.fields.map(({ pointer }) => pointer),
    ...file.attachments.map((_, at) => `/attachments/${at}`),
  ]);
  const errors = reasons.flatMap(({ pointer }, at) =>
    places.has(pointer) ? [] : [{ pointer: `/reasons/${at}/pointer`, detail: '这一件没有这个栏目' }],
  );
  if (errors.length > 0) throw new Problem('desk.reasons_wrong', { errors });
};

/** Nobody verifies what nobody could open. @throws Problem `desk.evidence_unchecked` */
const checkEvidence = ({ attachments }: CaseFile, decision: Proposal['decision']): void => {
  if (decision === 'verify' && attachments.some(({ state }) => state !== 'clean')) throw new Problem('desk.evidence_unchecked');
};

/** Deciding: alone, or as a proposal that a second person agrees to. Every change asks in the same statement that one still holds the case. */
export const decideCases = (deps: DeskDeps) => {
  const { db, seal, now, city, decideCase, recordAct } = deps;

  /** The case as it must be for a decision. @throws Problem `desk.case_not_found`, `desk.case_changed`, `desk.held_by_other`, `desk.not_held` */
  const holdOf = async (staff: Staff, number: string, revision: number): Promise<{ file: CaseFile; row: DeskRow; holding: Holding }> => {
    const file = await findCase(deps, staff, number);
    if (file.waitingSince === null || file.revision !== revision) throw new Problem('desk.case_changed');
    const row = await readRow(db, number);
    const holding = { number, staffId: staff.staffId, at: toInstant(now()) };
    const held = row?.heldUntil !== null && (row?.heldUntil ?? '') > holding.at;
    if (row && held && row.heldBy !== staff.staffId) throw new Problem('desk.held_by_other');
    if (!row || !held) throw new Problem('desk.not_held');
    return { file, row, holding };
  };

  /** Carries a decision out; `proposedAt` names the proposal that was agreed to. @throws Problem `desk.case_changed`, `desk.not_held` */
  const carryOut = async (
    call: Pick<Call<'desk.decide'>, 'staff'>,
    { decision, reasons, revision }: Proposal,
    { holding, proposedAt }: { readonly holding: Holding; readonly proposedAt: Instant | null },
    keep: Parameters<typeof decideCase>[1],
  ): Promise<void> => {
    const { staff } = call;
    const done = await decideCase({ number: holding.number, revision, decision, reasons, by: organisationOf(city, staff) }, async tx => {
      if ((await decide(tx, holding, proposedAt)) === 0) throw new Problem('desk.not_held');
      await keep(tx);
      await recordAct(tx, {
        staffId: staff.staffId,
        act: proposedAt === null ? 'case_decided' : 'case_countersigned',
        about: holding.number,
        outcome: decision,
        detail: { revision, reasons },
      });
    });
    if (!done) throw new Problem('desk.case_changed');
  };

  return {
    async decide(call: Call<'desk.decide'>): Promise<Reply<'desk.decide'>> {
      const { staff, params, body } = call;
      const { file, row, holding } = await holdOf(staff, params.number, body.revision);
      checkReasons(file, body.decision, body.reasons);
      checkEvidence(file, body.decision);
      if (proposalOf(seal, row, file) !== null) throw new Problem('desk.second_needed');
      const { number } = file;
      if (!needsTwo(city, file.kind).includes(body.decision)) {
        // What was proposed of an older revision is over.
        if (row.proposalSealed !== null && row.proposedAt !== null) await dropStaleProposal(db, number, row.proposedAt);
        await carryOut(call, body, { holding, proposedAt: null }, tx => call.keep(tx, { outcome: 'done', number }));
        return { outcome: 'done', number };
      }
      const proposal: Proposal = { revision: body.revision, decision: body.decision, reasons: body.reasons };
      await db.inTx(async tx => {
        const sealed = seal.seal(JSON.stringify(proposal), purposes.proposal);
        if ((await propose(tx, holding, sealed, row.proposedAt)) === 0) throw new Problem('desk.not_held');
        await call.keep(tx, { outcome: 'proposed', number });
        await recordAct(tx, {
          staffId: staff.staffId,
          act: 'case_proposed',
          about: number,
          outcome: body.decision,
          detail: { ...proposal },
        });
      });
      return { outcome: 'proposed', number };
    },

    async countersign(call: Call<'desk.countersign'>): Promise<Reply<'desk.countersign'>> {
      const { staff, params, body } = call;
      const { file, row, holding } = await holdOf(staff, params.number, body.revision);
      const { number } = file;
      const proposal = proposalOf(seal, row, file);
      const { proposedAt } = row;
      if (proposal === null || proposedAt === null) throw new Problem('desk.no_proposal');
      if (row.proposedBy === staff.staffId) throw new Problem('desk.same_person');
      if (body.agree) {
        checkEvidence(file, proposal.decision);
        await carryOut(call, proposal, { holding, proposedAt }, tx => call.keep(tx, { outcome: 'done', number }));
        return { outcome: 'done', number };
      }
      await db.inTx(async tx => {
        const sealed = seal.seal(JSON.stringify({ note: body.note }), purposes.objection);
        if ((await object(tx, holding, sealed, proposedAt)) === 0) throw new Problem('desk.not_held');
        await call.keep(tx, { outcome: 'back', number });
        await recordAct(tx, { staffId: staff.staffId, act: 'case_objected', about: number, outcome: 'back', detail: { note: body.note } });
      });
      return { outcome: 'back', number };
    },
  };
};
