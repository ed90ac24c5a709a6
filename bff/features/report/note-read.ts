import type { Call } from '../../http/call';
import type { Sql } from '../../lib/db';
import type { ReportDeps } from './deps';

const readers = { self: '本人', guardian: '监护人', legal_representative: '法定代表人', agent: '经办人' } as const;

type Reader = Pick<Call<'report.read'>, 'subject' | 'client'>;

/** The row of the read ledger for one of the subject's own people. */
export const noteOwnRead =
  ({ appendRead, city }: Pick<ReportDeps, 'appendRead' | 'city'>) =>
  (tx: Sql, { subject, client }: Reader, reason: string, fields: readonly string[]): Promise<void> =>
    appendRead(tx, subject.subjectId, {
      who: readers[subject.role],
      system: client === 'weapp' ? `${city.appName}小程序` : `${city.appName}网页`,
      reason,
      fields,
      own: true,
    });

/** Somebody who holds the paper or the link; nobody is signed in there. */
export const noteClerkRead =
  ({ appendRead, city }: Pick<ReportDeps, 'appendRead' | 'city'>) =>
  (tx: Sql, subjectId: string, reason: string, fields: readonly string[]): Promise<void> =>
    appendRead(tx, subjectId, { who: '核验报告的人（没有登录）', system: `${city.appName}核验页`, reason, fields, own: false });
