import { type ProblemCode, problems } from '../contract/problems';

/** The only error that reaches a caller. Everything else becomes `server.fault`, logged with its cause. */
export class Problem extends Error {
  readonly status: number;
  constructor(
    readonly code: ProblemCode,
    readonly more: {
      /** Seconds; sent as Retry-After. */
      readonly retryAfterSec?: number;
      /** Bytes of an upload that are there. */
      readonly resumeFrom?: number;
      readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
      /** One more Chinese sentence for the caller; never personal data. */
      readonly detail?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    super(code, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'Problem';
    this.status = problems[code][0];
  }
}
