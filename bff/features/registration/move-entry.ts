import type { Sql } from '../../lib/db';
import { Problem } from '../../lib/problem';
import { toInstant } from '../../lib/time';
import { kindOfVersion } from '../../policy/registration/kinds';
import { type Move, overStates } from '../../policy/registration/moves';
import type { ReminderKind } from '../offers';
import { endAsking } from './confirmation/store';
import { sealBy, sealReasons } from './content';
import { type Also, type RegistrationDeps, registrationTopics } from './deps';
import { afterStep, type Step } from './step';
import { type EntryWithContent, findEntry, insertMove, updateEntry } from './store';

type Words = (what: string) => readonly [title: string, text: string];

/** What the merchant's people are told, good news like bad: kind and number, nothing of the content. */
const told: Readonly<Record<Move, Words>> = {
  submit: what => ['自愿登记已提交', `${what}已提交，点开看办理进度和回执。`],
  resubmit: what => ['已再次提交', `${what}已改正并再次提交，点开看办理进度。`],
  reword: what => ['已改正文字并再次提交', `${what}的文字已改，重新检查和核对，点开看办理进度。`],
  accept: what => ['自愿登记已转部门核对', `${what}平台已收下，转掌握这项内容的部门核对，点开看期限。`],
  pass_to_office: what => ['转信用办看材料', `${what}没有部门直接掌握，已转信用办看材料，点开看期限。`],
  return: what => ['自愿登记被退回补正', `${what}需要改正，点开看要改哪几处。登记号不变，改好再提交。`],
  verify: what => ['自愿登记已核实', `${what}已核实，接着公布。`],
  refuse: what => ['自愿登记不予核实', `${what}没有核实，点开看原因和下一步。`],
  publish: what => ['自愿登记已公布', `${what}已公布，并进入信用档案。`],
  raise: what => ['自愿登记已由部门核验', `${what}已由掌握这项内容的部门核验。`],
  withdraw: what => ['自愿登记已撤下', `${what}已撤下，不再公布。`],
  expire: what => ['自愿登记已到期', `${what}已到期，不再公布。换了新证照的请登记新的一条。`],
};

/** What is worth the one reminder that was allowed: that something is to be done, or how it ended; not each step on the way. */
const remindedOf: Partial<Record<Move, ReminderKind>> = {
  return: 'progress',
  refuse: 'progress',
  publish: 'progress',
  raise: 'progress',
  expire: 'due',
};

const whatOf = (row: EntryWithContent): string => `${kindOfVersion(row.kind, row.kindVersion).title} ${row.number} `;

/** A notice to each of these about the move that `row` has just made. */
export const tellMove =
  ({ notify }: Pick<RegistrationDeps, 'notify'>) =>
  async (tx: Sql, row: EntryWithContent, move: Move, citizens: readonly string[]): Promise<void> => {
    const [title, text] = told[move](whatOf(row));
    for (const citizenId of citizens) {
      await notify(tx, citizenId, {
        eventKey: `registration:${row.id}:${row.moves}:${citizenId}`,
        title,
        text,
        target: { page: 'registration', id: row.id, subjectId: row.subjectId },
        reminder: remindedOf[move] ?? null,
      });
    }
  };

/**
 * One step of an entry inside a transaction: the conditional update, its line of history, a notice to each of `citizens` and what the
 * platform is told. null: the table does not allow it from where `row` stands, or somebody else moved it first.
 */
export const moveIn = (deps: Pick<RegistrationDeps, 'seal' | 'now' | 'city' | 'notify' | 'enqueue'>) => {
  const { seal, now, city, enqueue } = deps;
  const tell = tellMove(deps);
  return async (tx: Sql, row: EntryWithContent, step: Step, citizens: readonly string[]): Promise<EntryWithContent | null> => {
    const at = now();
    const after = afterStep(row, step, at, city);
    if (after === null || !(await updateEntry(tx, row, after))) return null;
    if (overStates.includes(after.state) || after.revision !== row.revision) await endAsking(tx, row.id);
    await insertMove(tx, {
      entryId: row.id,
      seq: after.moves,
      at: toInstant(at),
      move: step.move,
      state: after.state,
      trust: after.trust,
      revision: after.revision,
      actor: step.actor,
      bySealed: sealBy(seal, step.by),
      reasonsSealed: sealReasons(seal, step.reasons ?? []),
    });
    await tell(tx, { ...row, ...after }, step.move, citizens);
    if (step.move === 'verify' || step.move === 'raise') {
      await enqueue(tx, registrationTopics.publish, row.subjectId, { entryId: row.id });
    }
    if (step.move === 'withdraw' || step.move === 'expire') {
      await enqueue(tx, registrationTopics.withdraw, row.subjectId, { entryId: row.id });
    }
    return { ...row, ...after };
  };
};

/**
 * One step of the entry under a number, whole or not at all. `revision`: only while it is at that one. `also` runs in the same
 * transaction, last.
 * @throws Problem `registration.not_found`, `registration.moved`
 */
export const moveEntry = (deps: RegistrationDeps) => {
  const { db, citizensOf } = deps;
  const move = moveIn(deps);
  return async (
    by: { number: string } | { id: string },
    step: Step,
    { revision, also }: { revision?: number; also?: Also } = {},
  ): Promise<EntryWithContent> => {
    const known = await findEntry(db, by);
    if (!known) throw new Problem('registration.not_found');
    const citizens = await citizensOf(known.subjectId);
    return db.inTx(async tx => {
      const row = await findEntry(tx, { id: known.id });
      if (!row || (revision !== undefined && row.revision !== revision)) throw new Problem('registration.moved');
      const after = await move(tx, row, step, citizens);
      if (!after) throw new Problem('registration.moved');
      await also?.(tx);
      return after;
    });
  };
};
