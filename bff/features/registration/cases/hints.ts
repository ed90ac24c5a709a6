import { Problem } from '../../../lib/problem';
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

const plain = (name: string): string => name.normalize('NFKC').replaceAll(/\s/g, '');

/** The other side's code and name, as the register has them. */
const sideHint = async (
  { credit }: Pick<RegistrationDeps, 'credit'>,
  { confirmation }: KindPolicy,
  fields: FieldValues,
): Promise<CaseHint[]> => {
  const [code, name] = confirmation ? [fields[confirmation.codeField], fields[confirmation.nameField]] : [];
  if (!confirmation || typeof code !== 'string' || typeof name !== 'string') return [];
  const pointer = `/fields/${confirmation.codeField}`;
  const known = await credit.resolveMerchant(code).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'platform.unavailable') return 'unavailable' as const;
    throw error;
  });
  if (known === 'unavailable') return [{ tone: 'info', pointer, text: '市平台现在没有应答，这个代码和名称没有核对。' }];
  if (known === null) return [{ tone: 'info', pointer, text: '市平台没有这个代码的档案，可能登记在外地，请看材料核对名称。' }];
  if (plain(known.name) === plain(name)) return [];
  return [{ tone: 'warn', pointer, text: `这个代码登记的名称是「${known.name}」，与填写的不同。` }];
};

export const hintsOf =
  (deps: Pick<RegistrationDeps, 'db' | 'now' | 'readSubject' | 'credit'>) =>
  async (row: EntryWithContent, kind: KindPolicy, content: EntryContent, subject: SubjectRecord): Promise<CaseHint[]> => {
    const { db, now, readSubject } = deps;
    const side = await sideHint(deps, kind, content.fields);
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
      ...side,
      ...fieldHints(kind, content.fields, subject, now()),
      ...permitHint(content),
    ];
  };
