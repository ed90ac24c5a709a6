import type { Context } from 'koa';
import { problems } from '../contract/problems';
import { isStorageAway } from '../lib/db/storage-away';
import { Problem } from '../lib/problem';
import { send } from './send';

/** Seconds a caller should wait when the problem itself does not say. */
const patience: Readonly<Record<number, number>> = { 429: 60, 503: 5 };

/**
 * What a caller is told. Anything that is not a Problem is a fault of ours: the caller learns nothing of it, the log all of it.
 * A path that cannot be decoded is no address of ours; a database that is away, full or read only is no fault of what was asked; an aborted
 * wait means that somebody behind us did not answer in time.
 */
export const asProblem = (error: unknown, aborted = false): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof URIError || (error instanceof Error && 'status' in error && error.status === 400)) {
    return new Problem('request.not_found', { cause: error });
  }
  if (isStorageAway(error)) return new Problem('server.storage_away', { cause: error });
  if (aborted) return new Problem('platform.unavailable', { cause: error });
  return new Problem('server.fault', { cause: error });
};

export const sendProblem = (ctx: Context, problem: Problem, requestId: string): void => {
  const { code, status } = problem;
  const retryAfterSec = problem.more.retryAfterSec ?? patience[status];
  const headers: Record<string, string> = {};
  if (retryAfterSec !== undefined) headers['Retry-After'] = String(Math.max(1, Math.ceil(retryAfterSec)));
  if (status === 401) headers['WWW-Authenticate'] = 'Bearer';
  // The rest of a body that was refused unread must not be read as the next request.
  if (code === 'request.too_large' || code === 'server.stopping') headers.Connection = 'close';
  const allow = ctx.state.allow;
  if (status === 405 && typeof allow === 'string') headers.Allow = allow;
  send(ctx, {
    status,
    contentType: 'application/problem+json; charset=utf-8',
    headers,
    body: JSON.stringify({
      type: `/api-docs#${code}`,
      title: problems[code][1],
      status,
      code,
      detail: problem.more.detail,
      errors: problem.more.errors,
      retryAfterSec,
      resumeFrom: problem.more.resumeFrom,
      requestId,
    }),
  });
};
