import type { Call } from '../../http/call';
import { Problem } from '../../lib/problem';
import { beijingDay } from '../../lib/time';
import type { CreditRecord } from '../../platform/ports';
import { checkFields, type FieldValues, sameText, titleOf } from '../../policy/registration/check-fields';
import { currentKind, type KindPolicy } from '../../policy/registration/kinds';
import type { SubjectRecord } from '../offers';
import type { EntryContent } from './content';
import type { RegistrationDeps } from './deps';
import { bearsOut, fieldsOfPermit, readPermits } from './find-permit';
import type { EntryRow } from './store';
import type { Wording, Wordings } from './wordings';

/** A submission that holds by itself; the database has not been asked yet. */
export interface Prepared {
  readonly kind: KindPolicy;
  readonly wording: Wording;
  readonly content: Omit<EntryContent, 'attachments'>;
  readonly recordId: string | null;
  /** Everything that strangers would read is the agency's own, word for word: nothing of it is to be checked (R30). */
  readonly saysOnlyTheFile: boolean;
  readonly keys: Pick<EntryRow, 'liveKey' | 'sameIndex' | 'endsOn'>;
  readonly regionCode: string;
}

/** The merchant a call acts as. @throws Problem `registration.merchants_only` */
export const merchantOf = async (
  { readSubject }: Pick<RegistrationDeps, 'readSubject'>,
  { subject }: Pick<Call<'registration.submit'>, 'subject'>,
): Promise<SubjectRecord> => {
  if (subject.kind !== 'merchant') throw new Problem('registration.merchants_only');
  const known = await readSubject(subject.subjectId);
  if (!known) throw new Problem('subject.not_found');
  return known;
};

const saysOnly = (kind: KindPolicy, values: FieldValues, filed: FieldValues): boolean =>
  kind.fields.every(({ key, disclosure }) => disclosure !== 'public' || (values[key] ?? null) === null || values[key] === filed[key]);

/**
 * Everything that is checked before the transaction; the file is asked here when a permit of it was offered.
 * @throws Problem `registration.merchants_only`, `registration.kind_changed`, `registration.commitment_changed`, `request.invalid` with a
 * pointer and a sentence for every field
 */
export const prepareEntry = (deps: RegistrationDeps, wordings: Wordings) => {
  const { now, seal } = deps;
  const permits = readPermits(deps);
  return async ({ subject: acting, body, signal }: Pick<Call<'registration.submit'>, 'subject' | 'body' | 'signal'>): Promise<Prepared> => {
    const subject = await merchantOf(deps, { subject: acting });
    const today = beijingDay(now());
    const kind = currentKind(body.kind, today);
    if (body.kindVersion !== kind.version) throw new Problem('registration.kind_changed');
    const wording = wordings.today(body.kind, today);
    if (body.commitmentVersion !== wording.version) throw new Problem('registration.commitment_changed');
    const { values, faults } = checkFields(kind, body.fields, { today, ownCode: subject.idNumber });
    const papers = new Set(body.attachmentIds).size;
    const { least, most, what } = kind.attachments;
    // A permit that stands in the file needs no picture: the file is the proof.
    if (papers < least && body.recordId === null)
      faults.push({ pointer: '/attachmentIds', detail: `请至少上传 ${least} 个附件：${what}。` });
    if (papers > most) faults.push({ pointer: '/attachmentIds', detail: `附件最多 ${most} 个，请去掉几个。` });
    if (faults.length > 0) throw new Problem('request.invalid', { errors: faults });

    const permit = async (): Promise<{ compared: EntryContent['permit']; record?: CreditRecord }> => {
      if (body.recordId === null || kind.kind !== 'license') return { compared: null };
      const found = await permits(subject, signal);
      if (found.state === 'unavailable' || !found.fresh) return { compared: { state: 'unavailable', agencyName: null } };
      const record = found.records.find(({ id }) => id === body.recordId);
      const agreed = record !== undefined && bearsOut(record, values, subject.idNumber);
      const compared = { state: agreed ? ('agreed' as const) : ('differs' as const), agencyName: record?.agencyName ?? null };
      return agreed ? { compared, record } : { compared };
    };
    const { compared, record } = await permit();
    if (compared?.state !== 'agreed' && papers < least) {
      const why = compared?.state === 'unavailable' ? '档案现在取不到，没法核对这张许可' : '填写的内容与档案里的许可对不上';
      throw new Problem('request.invalid', {
        errors: [{ pointer: '/attachmentIds', detail: `${why}。请上传${what}，按自述提交；也可以过一会儿再试。` }],
      });
    }
    const same = sameText(kind, values);
    return {
      kind,
      wording,
      content: { title: titleOf(kind, values), fields: values, permit: compared },
      recordId: compared?.state === 'agreed' ? body.recordId : null,
      saysOnlyTheFile: record !== undefined && saysOnly(kind, values, fieldsOfPermit(record)),
      keys: {
        liveKey: same === null ? null : seal.index('registration', `${acting.subjectId}\u0000${same}`),
        sameIndex: same === null ? null : seal.index('registration.same', same),
        endsOn: kind.endsOn === null ? null : (values[kind.endsOn] as string | null),
      },
      regionCode: subject.idNumber.slice(2, 8),
    };
  };
};
