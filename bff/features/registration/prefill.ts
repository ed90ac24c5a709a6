import type { Handlers } from '../../http/call';
import { Problem } from '../../lib/problem';
import { readerOf } from '../../policy/reader';
import type { RegistrationDeps } from './deps';
import { fieldsOfPermit, permitOfNumber, readPermits } from './find-permit';
import { merchantOf } from './prepare-entry';

/** A permit of this number in the merchant's own file. Reads the file, so it writes its row of the read ledger: no row, no reply. */
export const prefill = (deps: RegistrationDeps): Handlers<'registration'>['registration.prefill'] => {
  const { db, city, appendRead } = deps;
  const permits = readPermits(deps);
  return async call => {
    const subject = await merchantOf(deps, call);
    const searched = await permits(subject, call.signal);
    if (searched.state === 'unavailable') return { found: null, state: 'unavailable' };
    const content = { ...readerOf(call.subject, call.client, city.appName), reason: '填自愿登记时按许可编号查找', fields: ['行政许可'] };
    try {
      await db.inTx(tx => appendRead(tx, subject.subjectId, content));
    } catch (cause) {
      throw cause instanceof Problem ? cause : new Problem('ledger.unwritable', { cause, retryAfterSec: 5 });
    }
    const record = permitOfNumber(searched.records, call.body.documentNo);
    return {
      state: 'ok',
      found: record && { recordId: record.id, agencyName: record.agencyName ?? '发证部门', fields: fieldsOfPermit(record) },
    };
  };
};
