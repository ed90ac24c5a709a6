import { Problem } from '../../../lib/problem';
import { beijingDay } from '../../../lib/time';
import { type KindPolicy, kindOfVersion } from '../../../policy/registration/kinds';
import { moves } from '../../../policy/registration/moves';
import type { CaseFile, CaseSummary, DecideCase, ListCases, ReadCase, SubjectRecord } from '../../offers';
import { type EntryContent, openBy, openContent, openReasons } from '../content';
import type { RegistrationDeps } from '../deps';
import { moveEntry } from '../move-entry';
import { attachmentsNow } from '../present-entry';
import { type EntryWithContent, findEntry, listMoves, readWordings } from '../store';
import { readText } from '../text/store';
import type { Wordings } from '../wordings';
import { hintsOf } from './hints';
import { listCaseRows } from './store';

const fieldsOf = (kind: KindPolicy, { fields }: EntryContent): CaseFile['fields'] =>
  kind.fields.map(({ key, label, input, choices, disclosure }) => {
    const value = fields[key] ?? null;
    const shown = choices.find(({ code }) => code === value)?.title ?? value;
    return { pointer: `/fields/${key}`, label, input, value: shown, disclosure };
  });

/** What the desk may do with entries. Whoever asks has been let in by the desk; rows of the read ledger are the desk's to write. */
export const caseOffers = (
  deps: RegistrationDeps,
  wordings: Wordings,
): { readonly listCases: ListCases; readonly readCase: ReadCase; readonly decideCase: DecideCase } => {
  const { db, seal, now, readSubject, merchantOfCode, describeAttachments } = deps;
  const move = moveEntry(deps);
  const hints = hintsOf(deps);

  const summarise = (row: EntryWithContent, subject: SubjectRecord | null): CaseSummary => {
    return {
      number: row.number,
      subjectId: row.subjectId,
      kind: row.kind,
      kindTitle: kindOfVersion(row.kind, row.kindVersion).title,
      title: openContent(seal, row).title,
      merchantName: subject?.name ?? '',
      regionCode: row.regionCode,
      state: row.state,
      trust: row.trust,
      revision: row.revision,
      submittedAt: row.submittedAt,
      waitingSince: row.holder === 'office' ? row.heldSince : null,
      // As stored: the queue is ordered by it, and a clock job computes it anew when a calendar was published.
      dueOn: row.dueOn,
      dueExpected: row.dueExpected === 1,
    };
  };

  return {
    async listCases(filter) {
      const subjectId = filter.orgCode === null ? null : await merchantOfCode(filter.orgCode);
      if (filter.orgCode !== null && subjectId === null) return [];
      const rows = await listCaseRows(db, filter, subjectId);
      const subjects = await Promise.all([...new Set(rows.map(({ subjectId }) => subjectId))].map(readSubject));
      return rows.map(row => summarise(row, subjects.find(one => one?.subjectId === row.subjectId) ?? null));
    },

    async readCase(number) {
      const row = await findEntry(db, { number });
      const subject = row && (await readSubject(row.subjectId));
      if (!row || !subject) return null;
      const kind = kindOfVersion(row.kind, row.kindVersion);
      const content = openContent(seal, row);
      const [history, texts, described, found, text] = await Promise.all([
        listMoves(db, row.id),
        readWordings(db, [row.commitmentDigest]),
        describeAttachments({ kind: 'registration', id: row.id }),
        hints(row, kind, content, subject),
        readText(db, row.id, row.revision),
      ]);
      const today = wordings.today(row.kind, beijingDay(now()));
      const returned = history.filter(line => line.move === 'return').at(-1);
      return {
        ...summarise(row, subject),
        entryId: row.id,
        orgCode: subject.idNumber,
        fields: fieldsOf(kind, content),
        attachments: attachmentsNow(content, described),
        hints: found,
        commitment: {
          version: row.commitmentVersion,
          text: texts.get(row.commitmentDigest) ?? '',
          digest: row.commitmentDigest,
          signedAt: row.signedAt,
          today: today.digest === row.commitmentDigest ? null : today,
        },
        history: history.map(line => ({ at: line.at, what: moves[line.move].words, by: openBy(seal, line) })),
        returnedFor: returned ? openReasons(seal, returned) : [],
        publicText: text?.state ?? 'waiting',
      };
    },

    async decideCase({ number, revision, decision, reasons, by }, alongside) {
      if (decision !== 'verify' && reasons.length === 0) throw new Error('a decision against the merchant needs a reason');
      const trust = decision === 'verify' ? { trust: 'document_checked' as const } : {};
      try {
        await move({ number }, { move: decision, actor: 'office', by, reasons, ...trust }, { revision, also: alongside });
        return true;
      } catch (error) {
        if (error instanceof Problem && (error.code === 'registration.moved' || error.code === 'registration.not_found')) return false;
        throw error;
      }
    },
  };
};
