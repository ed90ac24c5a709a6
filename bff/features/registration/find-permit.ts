import { Problem } from '../../lib/problem';
import type { CreditRecord } from '../../platform/ports';
import type { FieldValues } from '../../policy/registration/check-fields';
import type { KindPolicy } from '../../policy/registration/kinds';
import type { SubjectRecord } from '../offers';
import type { RegistrationDeps } from './deps';

const factOf = ({ facts }: CreditRecord, key: string): string | null => facts.find(fact => fact.key === key)?.value ?? null;
/** A day of a fact as the adapter writes it, 2026 年 6 月 10 日. */
const dayIn = (value: string | null): string | null => {
  const [, year, month, date] = /^(\d{4}) 年 (\d{1,2}) 月 (\d{1,2}) 日$/.exec(value ?? '') ?? [];
  return year && month && date ? `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` : null;
};

/** Numbers are compared as people copy them: without blanks, full width like half width, either case. */
export const plainNumber = (number: string): string => number.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();

const numbersOf = (record: CreditRecord): string[] =>
  [factOf(record, 'license_no'), record.documentNo]
    .filter(value => value !== null && value !== '')
    .map(value => plainNumber(String(value)));

/** The fields of 资质证照 that a permit of the file fills in; what the source left out stays empty. */
export const fieldsOfPermit = (record: CreditRecord): FieldValues => ({
  permitName: factOf(record, 'certificate') ?? record.title,
  permitNumber: factOf(record, 'license_no') ?? record.documentNo,
  issuer: record.agencyName,
  scope: factOf(record, 'content'),
  validFrom: dayIn(factOf(record, 'valid_from')) ?? record.decidedOn,
  validTo: record.validUntil,
});

export type PermitSearch =
  | {
      readonly state: 'ok';
      readonly records: readonly CreditRecord[];
      /** Read from the source now, and the source up to date: good enough to verify by. A kept copy is good enough to fill in a form. */
      readonly fresh: boolean;
    }
  | { readonly state: 'unavailable' };

/** The merchant's own 行政许可. `unavailable` is not "none". */
export const readPermits =
  ({ readFile }: Pick<RegistrationDeps, 'readFile'>) =>
  async (subject: SubjectRecord, signal: AbortSignal): Promise<PermitSearch> => {
    try {
      const [section] = await readFile(subject, { sections: ['license'], refresh: true, signal });
      return section?.records ? { state: 'ok', records: section.records, fresh: section.state === 'ok' } : { state: 'unavailable' };
    } catch (error) {
      if (error instanceof Problem && error.code === 'platform.subject_unknown') return { state: 'ok', records: [], fresh: true };
      if (error instanceof Problem && error.code === 'platform.unavailable') return { state: 'unavailable' };
      throw error;
    }
  };

/** The permit of a number. A later one of the same number comes first in the file's order. */
export const permitOfNumber = (records: readonly CreditRecord[], number: string): CreditRecord | null =>
  records.find(record => numbersOf(record).includes(plainNumber(number))) ?? null;

/**
 * Whether the file bears out what is registered: the same record, the same number, this holder, still in force by its source. Every field
 * must be the file's, and what the file leaves out must be left out: or something typed would be shown as verified without having been.
 */
export const bearsOut = (record: CreditRecord, { fields }: Pick<KindPolicy, 'fields'>, values: FieldValues, ownCode: string): boolean => {
  const holder = factOf(record, 'party_org_code');
  const state = factOf(record, 'state');
  const filed = fieldsOfPermit(record);
  const same = (key: string): boolean => plainNumber(String(filed[key] ?? '')) === plainNumber(String(values[key] ?? ''));
  return (
    numbersOf(record).includes(plainNumber(String(values.permitNumber ?? ''))) &&
    (holder === null || plainNumber(holder) === ownCode) &&
    (state === null || state === '正常') &&
    record.underObjection !== true &&
    fields.every(({ key }) => key === 'permitNumber' || same(key))
  );
};
