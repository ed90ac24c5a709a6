import type { Handlers } from '../../http/call';
import type { ReportDeps } from './deps';
import { expireAndDelete, followChange } from './end-reports';
import { holderHandlers } from './keep-report';
import { type MakePayload, makeReport } from './make-report';
import { previewReport } from './preview-report';
import { makeTopic, requestReport } from './request-report';
import { verifyHandlers } from './verify-report';

export { makePdfPool } from './pdf/pool';

/** 信用报告 and 信用代证: asked for, made by the relay, proved to anybody who holds the paper (F5). */
export const wireReport = (deps: ReportDeps) => ({
  handlers: {
    'report.preview': previewReport(deps),
    'report.request': requestReport(deps),
    ...holderHandlers(deps),
    ...verifyHandlers(deps),
  } satisfies Handlers<'report'>,
  /** Delivery of the outbox topic `report.make`. */
  makeTopic,
  makeReport: (payload: unknown, delivery: { attempt: number; signal: AbortSignal }) => makeReport(deps)(payload as MakePayload, delivery),
  /** Listener of the platform's change feed. */
  followChange: followChange(deps),
  /** Clock job. */
  expireAndDelete: expireAndDelete(deps),
  jwks: deps.keys.jwks,
});
