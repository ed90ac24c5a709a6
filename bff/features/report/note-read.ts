import type { Call } from '../../http/call';
import type { Sql } from '../../lib/db';
import { readerOf } from '../../policy/reader';
import type { ReportDeps } from './deps';

type Reader = Pick<Call<'report.read'>, 'subject' | 'client'>;

/** The row of the read ledger for somebody who may act for the subject. */
export const noteOwnRead =
  ({ appendRead, city }: Pick<ReportDeps, 'appendRead' | 'city'>) =>
  (tx: Sql, { subject, client }: Reader, reason: string, fields: readonly string[]): Promise<void> =>
    appendRead(tx, subject.subjectId, { ...readerOf(subject, client, city.appName), reason, fields });

/** Somebody who holds the paper or the link; nobody is signed in there. */
export const noteClerkRead =
  ({ appendRead, city }: Pick<ReportDeps, 'appendRead' | 'city'>) =>
  (tx: Sql, subjectId: string, reason: string, fields: readonly string[]): Promise<void> =>
    appendRead(tx, subjectId, { who: '核验报告的人（没有登录）', system: `${city.appName}核验页`, reason, fields, own: false });
