import { toInstant } from '../../../lib/time';
import type { RegistrationField } from '../../../platform/ports';
import { kindOfVersion } from '../../../policy/registration/kinds';
import type { SubjectRecord } from '../../offers';
import { type EntryContent, openBy, openContent } from '../content';
import type { RegistrationDeps } from '../deps';
import { moveEntry } from '../move-entry';
import { type EntryWithContent, findEntry, listMoves, type RevisionRow, readRevision } from '../store';

export type Told = 'kept' | 'taken';

interface Delivery {
  readonly mayHaveArrived: boolean;
}

const yuan = (fen: number): string => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

/** Filled-in fields as the platform takes them: choices by title, amounts in yuan. */
const fieldsOf = (
  { kind }: EntryWithContent,
  { kindVersion }: Pick<RevisionRow, 'kindVersion'>,
  content: EntryContent,
): RegistrationField[] =>
  kindOfVersion(kind, kindVersion).fields.flatMap(({ key, label, input, choices, disclosure }) => {
    const value = content.fields[key] ?? null;
    if (value === null || value === '') return [];
    const shown = input === 'amount' ? yuan(Number(value)) : (choices.find(({ code }) => code === value)?.title ?? String(value));
    return [{ key, label, value: shown, disclosure }];
  });

/** The outbox's deliveries of registrations. Each is harmless when repeated; those of one merchant come in the order it happened. */
export const tellPlatform = (deps: RegistrationDeps) => {
  const { db, now, seal, registration, readSubject } = deps;
  const move = moveEntry(deps);

  /** Who checked it: the name beside the last step that gave it its trust. */
  const checkedBy = async (entryId: string): Promise<string> => {
    const checks = (await listMoves(db, entryId)).filter(line => line.move === 'verify' || line.move === 'raise');
    const last = checks.at(-1);
    if (!last) throw new Error('published without a check');
    return openBy(seal, last);
  };

  const about = async (entryId: string): Promise<{ row: EntryWithContent; subject: SubjectRecord & { platformRef: string } }> => {
    const row = await findEntry(db, { id: entryId });
    const subject = row && (await readSubject(row.subjectId));
    if (!row || !subject?.platformRef) throw new Error('an entry without a merchant at the platform');
    return { row, subject: { ...subject, platformRef: subject.platformRef } };
  };

  return {
    /**
     * Sends one revision as it was submitted. After a first try that may have arrived the platform is asked before it is sent again.
     * One that an operator lets try anew after what came later was told is not sent any more.
     */
    async submit(payload: unknown, { mayHaveArrived }: Delivery): Promise<Told> {
      const { entryId, revision } = payload as { entryId: string; revision: number };
      const { row, subject } = await about(entryId);
      if (row.state === 'withdrawn' || row.revision > revision) return 'kept';
      const said = await readRevision(db, entryId, revision);
      if (!said) throw new Error('a revision that was never kept');
      if (mayHaveArrived && (await registration.hasCase(row.number, revision))) return 'kept';
      const content = openContent(seal, said);
      return registration.sendCase({
        number: row.number,
        revision,
        ref: subject.platformRef,
        kind: row.kind,
        title: content.title,
        submittedAt: said.signedAt,
        fields: fieldsOf(row, said, content),
        attachments: content.attachments,
        commitmentVersion: said.commitmentVersion,
        commitmentDigest: said.commitmentDigest,
      });
    },

    /** Puts a checked entry into the file; it counts as published when the platform has it. Withdrawn meanwhile: nothing is told. */
    async publish(payload: unknown): Promise<Told> {
      const { row, subject } = await about((payload as { entryId: string }).entryId);
      if (row.trust === 'self_declared' || (row.state !== 'verified' && row.state !== 'published')) return 'kept';
      const content = openContent(seal, row);
      const told = await registration.publish({
        number: row.number,
        ref: subject.platformRef,
        kind: row.kind,
        title: content.title,
        fields: fieldsOf(row, row, content).filter(({ disclosure }) => disclosure === 'public'),
        trust: row.trust,
        checkedBy: await checkedBy(row.id),
        endsOn: row.endsOn,
        publishedAt: row.publishedAt ?? row.heldSince,
      });
      if (told === 'kept' && row.state === 'verified')
        await move({ id: row.id }, { move: 'publish', actor: 'platform', by: '市公共信用信息平台' }, { revision: row.revision });
      return told;
    },

    async withdraw(payload: unknown): Promise<void> {
      const { row } = await about((payload as { entryId: string }).entryId);
      await registration.withdraw(row.number, toInstant(now()), row.state === 'expired' ? '到期' : '本单位撤下');
    },
  };
};
