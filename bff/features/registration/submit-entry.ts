import type { Call, Handlers } from '../../http/call';
import { type Sql, UniqueViolation } from '../../lib/db';
import { Problem } from '../../lib/problem';
import { beijingDay, toInstant } from '../../lib/time';
import { readerOf } from '../../policy/reader';
import { stoppedTexts } from '../../policy/registration/text-moves';
import type { BoundAttachment } from '../offers';
import { answerAgain, sentIndexOf } from './answer-again';
import { askOtherSide, findOtherSide, type OtherSide } from './confirmation/ask-other-side';
import { sealBy, sealContent } from './content';
import { type RegistrationDeps, registrationTopics } from './deps';
import { moveIn, tellMove } from './move-entry';
import { type Prepared, prepareEntry } from './prepare-entry';
import { type EntryReply, presentEntry } from './present-entry';
import { runClock } from './step';
import {
  type EntryWithContent,
  findEntry,
  insertEntry,
  insertMove,
  insertRevision,
  keepWording,
  listMoves,
  type RevisionRow,
} from './store';
import { holdOrder, inTxWithNumber, type TakenNumber } from './take-number';
import { insertText, readText } from './text/store';
import type { Wordings } from './wordings';

type SubmitCall = Call<'registration.submit'>;
/** What a transaction takes of a call: a row of a sheet is submitted by the same one. */
interface Submitting extends Pick<SubmitCall, 'body' | 'client' | 'keep' | 'subject'> {
  readonly citizen: Pick<SubmitCall['citizen'], 'citizenId'>;
}

/** Whom a submission concerns, looked up before its transaction. */
interface Told {
  readonly citizens: readonly string[];
  readonly other: OtherSide | null;
}

/** `taken`: of a new entry; null: one is mended. */
export type SubmitIn = (tx: Sql, call: Submitting, prepared: Prepared, told: Told, taken: TakenNumber | null) => Promise<EntryReply>;

const duplicate = (number: string): Problem => new Problem('registration.duplicate', { detail: `已有的登记号是 ${number}。` });

/**
 * A submission in one transaction: entry or mended revision, attachments with their digests, what the platform is told, notices, the draft
 * spent, the idempotent answer, a row of the ledger. Nothing of it stands without the rest. One draft of a person becomes one submission.
 * @throws Problem `registration.duplicate`, `registration.not_found`, `registration.moved`, `attachment.not_found`, `attachment.not_ready`,
 * `ledger.unwritable`; UniqueViolation where another of the same, or of the same draft, was first
 */
export const submitting = (deps: RegistrationDeps, wordings: Wordings): SubmitIn => {
  const { now, newId, seal, city, bindAttachments, spendDraft, enqueue, appendRead } = deps;
  const ask = askOtherSide(deps);
  const present = presentEntry({ seal, now, city, wordings });
  const move = moveIn(deps);
  const tell = tellMove(deps);

  /** @throws Problem `registration.duplicate` */
  const refuseSame = async (tx: Sql, liveKey: string | null, ownId: string): Promise<void> => {
    const there = liveKey === null ? null : await findEntry(tx, { liveKey });
    if (there && there.id !== ownId) throw duplicate(there.number);
  };

  const revisionOf = async (
    tx: Sql,
    call: Submitting,
    { kind, wording, signedAt: signedBefore, content, recordId, saysOnlyTheFile }: Prepared,
    place: Pick<RevisionRow, 'entryId' | 'revision'>,
    attachments: readonly BoundAttachment[],
  ): Promise<RevisionRow> => {
    const { citizen, body } = call;
    const at = toInstant(now());
    const signedAt = signedBefore ?? at;
    await keepWording(tx, { digest: wording.digest, kind: body.kind, version: wording.version, text: wording.text, at: signedAt });
    const row = {
      ...place,
      citizenId: citizen.citizenId,
      kindVersion: kind.version,
      contentSealed: sealContent(seal, { ...content, attachments }),
      recordId,
      commitmentVersion: wording.version,
      commitmentDigest: wording.digest,
      signedAt,
    };
    await insertRevision(tx, { ...row, draftId: body.draftId, sentIndex: sentIndexOf(seal, call) });
    await insertText(tx, { ...place, state: saysOnlyTheFile ? 'passed' : 'waiting', since: at });
    if (!saysOnlyTheFile) await enqueue(tx, registrationTopics.text, `text:${place.entryId}`, place);
    return row;
  };

  const bind = (tx: Sql, { subject, body }: Submitting, entryId: string): Promise<readonly BoundAttachment[]> =>
    body.attachmentIds.length === 0
      ? Promise.resolve([])
      : bindAttachments(tx, {
          subjectId: subject.subjectId,
          attachmentIds: body.attachmentIds,
          owner: { kind: 'registration', id: entryId },
        });

  const begin = async (
    tx: Sql,
    call: Submitting,
    prepared: Prepared,
    taken: TakenNumber | null,
    who: string,
    citizens: readonly string[],
  ) => {
    if (taken === null) throw new Error('a new entry without a number');
    const at = now();
    const submittedAt = toInstant(at);
    const day = beijingDay(at);
    const id = newId();
    await refuseSame(tx, prepared.keys.liveKey, id);
    await holdOrder(tx, call.subject.subjectId, taken, submittedAt);
    const entry = {
      id,
      number: taken.number,
      subjectId: call.subject.subjectId,
      kind: call.body.kind,
      state: 'submitted' as const,
      trust: 'self_declared' as const,
      revision: 1,
      moves: 1,
      holder: 'platform' as const,
      holderName: null,
      heldSince: submittedAt,
      ...runClock(day, city.promises.registrationAgency.workingDays),
      ...prepared.keys,
      regionCode: prepared.regionCode,
      announcedDays: null,
      submittedAt,
      publishedAt: null,
    };
    await insertEntry(tx, entry);
    const attachments = await bind(tx, call, id);
    const revision = await revisionOf(tx, call, prepared, { entryId: id, revision: 1 }, attachments);
    await insertMove(tx, {
      entryId: id,
      seq: 1,
      at: submittedAt,
      move: 'submit',
      state: entry.state,
      trust: entry.trust,
      revision: 1,
      actor: 'merchant',
      bySealed: sealBy(seal, who),
      reasonsSealed: null,
    });
    const row = { ...entry, ...revision };
    await tell(tx, row, 'submit', citizens);
    return { row, attachments };
  };

  const mend = async (tx: Sql, call: Submitting, prepared: Prepared, who: string, citizens: readonly string[]) => {
    const wish = call.body.mends as NonNullable<SubmitCall['body']['mends']>;
    const before = await findEntry(tx, { id: wish.entryId });
    if (before?.subjectId !== call.subject.subjectId) throw new Problem('registration.not_found');
    if (before.revision !== wish.revision || before.kind !== call.body.kind) throw new Problem('registration.moved');
    await refuseSame(tx, prepared.keys.liveKey, before.id);
    const text = await readText(tx, before.id, before.revision);
    const rewords = before.state === 'submitted' && text !== null && stoppedTexts.includes(text.state);
    const returned = (await listMoves(tx, before.id)).filter(line => line.move === 'return').at(-1);
    const after = await move(
      tx,
      before,
      {
        move: rewords ? 'reword' : 'resubmit',
        actor: 'merchant',
        by: who,
        holder: returned?.actor === 'office' && !rewords ? 'office' : 'platform',
        changes: { ...prepared.keys, revision: before.revision + 1, announcedDays: null },
      },
      citizens,
    );
    if (!after) throw new Problem('registration.moved');
    const attachments = await bind(tx, call, before.id);
    const revision = await revisionOf(tx, call, prepared, { entryId: before.id, revision: after.revision }, attachments);
    return { row: { ...after, ...revision }, attachments };
  };

  /** The file bears it out: verified by the agency without anybody looking again. */
  const verifyAtOnce = (tx: Sql, row: EntryWithContent, { content }: Prepared, citizens: readonly string[]) =>
    content.permit?.state === 'agreed'
      ? move(tx, row, { move: 'verify', actor: 'agency', by: content.permit.agencyName ?? '发证部门', trust: 'agency_verified' }, citizens)
      : row;

  return async (tx, call, prepared, { citizens, other }, taken) => {
    const { subject, citizen, client, body } = call;
    const reader = readerOf(subject, client, city.appName);
    const { row: submitted, attachments } = body.mends
      ? await mend(tx, call, prepared, reader.who, citizens)
      : await begin(tx, call, prepared, taken, reader.who, citizens);
    await enqueue(tx, registrationTopics.submit, subject.subjectId, { entryId: submitted.id, revision: submitted.revision });
    const row = await verifyAtOnce(tx, submitted, prepared, citizens);
    if (!row) throw new Problem('registration.moved');
    if (body.draftId !== null) await spendDraft(tx, { citizenId: citizen.citizenId, subjectId: subject.subjectId, draftId: body.draftId });
    const asked = other && (await ask(tx, row, other));
    const text = await readText(tx, row.id, row.revision);
    if (!text) throw new Error('a revision whose words nobody checks');
    const reply = present(row, await listMoves(tx, row.id), prepared.wording.text, attachments, asked, text);
    await call.keep(tx, reply);
    const compared = prepared.content.permit !== null && prepared.content.permit.state !== 'unavailable';
    await appendRead(tx, subject.subjectId, {
      ...reader,
      reason: `${body.mends ? '改正并再次提交' : '提交'}自愿登记（${prepared.kind.title}）${row.number}：${
        compared ? '写入填报的内容，并读取行政许可核对' : '写入填报的内容，没有读取档案'
      }`,
      fields: compared ? ['自愿登记', '行政许可'] : ['自愿登记'],
    });
    return reply;
  };
};

/** One entry, or one mended. @throws Problem as `prepareEntry` and `submitting`; `registration.draft_spent` */
export const submitEntry = (
  deps: RegistrationDeps,
  wordings: Wordings,
  submitIn: SubmitIn,
): Handlers<'registration'>['registration.submit'] => {
  const { db, citizensOf } = deps;
  const prepare = prepareEntry(deps, wordings);
  const again = answerAgain(deps, wordings);
  const otherSide = findOtherSide(deps);
  const withNumber = inTxWithNumber(deps);
  return async call => {
    // Before anything is checked: what the first one was allowed may not hold any more.
    const before = await again(call);
    if (before) return before;
    const prepared = await prepare(call);
    const told = { citizens: await citizensOf(call.subject.subjectId), other: await otherSide(prepared.kind, prepared.content) };
    try {
      if (call.body.mends) return await db.inTx(tx => submitIn(tx, call, prepared, told, null));
      const same = prepared.keys.liveKey ? await findEntry(db, { liveKey: prepared.keys.liveKey }) : null;
      // Looked for again in the transaction; here it spares a number.
      if (same) throw duplicate(same.number);
      return await withNumber((tx, taken) => submitIn(tx, call, prepared, told, taken));
    } catch (error) {
      // Two of one draft at once: whatever the second one met, it is told what became of the first.
      const first = await again(call);
      if (first) return first;
      // Two of the same at once: the second one meets the unique key.
      const there =
        error instanceof UniqueViolation && prepared.keys.liveKey ? await findEntry(db, { liveKey: prepared.keys.liveKey }) : null;
      if (there && there.id !== call.body.mends?.entryId) throw duplicate(there.number);
      throw error;
    }
  };
};
