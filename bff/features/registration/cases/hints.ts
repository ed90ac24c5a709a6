import { beijingDay } from '../../../lib/time';
import { checkFields, type FieldValues } from '../../../policy/registration/check-fields';
import type { KindPolicy } from '../../../policy/registration/kinds';
import type { CaseFile, SubjectRecord } from '../../offers';
import type { EntryContent } from '../content';
import type { RegistrationDeps } from '../deps';
import type { EntryWithContent } from '../store';
import { listSame } from './store';

type CaseHint = CaseFile['hints'][number];

/** Rules are asked again on the day of the check: a permit may have ended since. */
const fieldHints = (kind: KindPolicy, fields: FieldValues, subject: SubjectRecord, at: Date): CaseHint[] =>
  checkFields(kind, fields, { today: beijingDay(at), ownCode: subject.idNumber }).faults.map(({ pointer, detail }) => ({
    tone: 'warn',
    pointer,
    text: `今天再看：${detail}`,
  }));

const permitHint = ({ permit }: EntryContent): CaseHint[] => {
  if (permit?.state === 'differs') return [{ tone: 'warn', pointer: '/', text: '填写的内容与档案里的行政许可对不上，请逐项比对。' }];
  if (permit?.state === 'unavailable') return [{ tone: 'info', pointer: '/', text: '提交时档案取不到，没有与行政许可核对过。' }];
  return [];
};

export const hintsOf =
  ({ db, now, readSubject }: Pick<RegistrationDeps, 'db' | 'now' | 'readSubject'>) =>
  async (row: EntryWithContent, kind: KindPolicy, content: EntryContent, subject: SubjectRecord): Promise<CaseHint[]> => {
    const same = row.sameIndex === null ? [] : await listSame(db, row.sameIndex, row.id);
    const elsewhere = same.filter(({ subjectId }) => subjectId !== row.subjectId);
    const names = await Promise.all([...new Set(elsewhere.map(({ subjectId }) => subjectId))].map(readSubject));
    const nameOf = (subjectId: string): string => names.find(one => one?.subjectId === subjectId)?.name ?? '另一家商户';
    const pointer = `/fields/${kind.sameBy[0]?.[0] ?? ''}`;
    return [
      ...elsewhere.map(
        (other): CaseHint => ({
          tone: 'warn',
          pointer,
          text: `「${nameOf(other.subjectId)}」也登记过同一编号（${other.number}）。`,
        }),
      ),
      ...same
        .filter(({ subjectId }) => subjectId === row.subjectId)
        .map((other): CaseHint => ({ tone: 'info', pointer, text: `这家商户以前登记过同一条（${other.number}）。` })),
      ...fieldHints(kind, content.fields, subject, now()),
      ...permitHint(content),
    ];
  };
