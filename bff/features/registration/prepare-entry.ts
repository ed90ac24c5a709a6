import type { Call } from '../../http/call';
import { Problem } from '../../lib/problem';
import type { Seal } from '../../lib/seal';
import { beijingDay } from '../../lib/time';
import type { CreditRecord, Instant } from '../../platform/ports';
import { checkFields, type FieldValues, sameText, titleOf } from '../../policy/registration/check-fields';
import { currentKind, type KindPolicy } from '../../policy/registration/kinds';
import type { SubjectRecord } from '../offers';
import type { EntryContent } from './content';
import type { RegistrationDeps } from './deps';
import { bearsOut, fieldsOfPermit, type PermitSearch, readPermits } from './find-permit';
import type { EntryRow } from './store';
import type { Wording, Wordings } from './wordings';

/** A submission that holds by itself; the database has not been asked yet. */
export interface Prepared {
  readonly kind: KindPolicy;
  readonly wording: Wording;
  /** When it was signed, where that was before this moment; null: now. */
  readonly signedAt: Instant | null;
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

/** Blind index of what makes it the same entry at this merchant. */
export const liveKeyOf = (seal: Seal, subjectId: string, same: string): string => seal.index('registration', `${subjectId}\u0000${same}`);

interface Compared {
  readonly compared: EntryContent['permit'];
  readonly record?: CreditRecord | undefined;
}

/** An offered permit beside what the file says of it now; `found` null: the file was not asked. */
export const comparePermit = (
  found: PermitSearch | null,
  recordId: string | null,
  kind: KindPolicy,
  values: FieldValues,
  ownCode: string,
): Compared => {
  if (recordId === null || found === null) return { compared: null };
  if (found.state === 'unavailable' || !found.fresh) return { compared: { state: 'unavailable', agencyName: null } };
  const record = found.records.find(({ id }) => id === recordId);
  const agreed = record !== undefined && bearsOut(record, kind, values, ownCode);
  const compared = { state: agreed ? ('agreed' as const) : ('differs' as const), agencyName: record?.agencyName ?? null };
  return agreed ? { compared, record } : { compared };
};

interface Settled extends Pick<Prepared, 'kind' | 'wording' | 'signedAt' | 'recordId'>, Compared {
  readonly subject: SubjectRecord;
  readonly values: FieldValues;
}

/** A submission of values that were checked. */
export const settleEntry = (seal: Seal, { kind, wording, signedAt, subject, values, compared, record, recordId }: Settled): Prepared => {
  const same = sameText(kind, values);
  return {
    kind,
    wording,
    signedAt,
    content: { title: titleOf(kind, values), fields: values, permit: compared },
    recordId: compared?.state === 'agreed' ? recordId : null,
    saysOnlyTheFile: record !== undefined && saysOnly(kind, values, fieldsOfPermit(record)),
    keys: {
      liveKey: same === null ? null : liveKeyOf(seal, subject.subjectId, same),
      sameIndex: same === null ? null : seal.index('registration.same', same),
      endsOn: kind.endsOn === null ? null : (values[kind.endsOn] as string | null),
    },
    regionCode: subject.idNumber.slice(2, 8),
  };
};

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

    const found = body.recordId !== null && kind.kind === 'license' ? await permits(subject, signal) : null;
    const { compared, record } = comparePermit(found, body.recordId, kind, values, subject.idNumber);
    if (compared?.state !== 'agreed' && papers < least) {
      const why = compared?.state === 'unavailable' ? '档案现在取不到，没法核对这张许可' : '填写的内容与档案里的许可对不上';
      throw new Problem('request.invalid', {
        errors: [{ pointer: '/attachmentIds', detail: `${why}。请上传${what}，按自述提交；也可以过一会儿再试。` }],
      });
    }
    return settleEntry(seal, { kind, wording, signedAt: null, subject, values, compared, record, recordId: body.recordId });
  };
};
