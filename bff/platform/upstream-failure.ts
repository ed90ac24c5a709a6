import { Problem } from '../lib/problem';

/** Why an upstream gave no usable answer. */
export type FailureKind = 'timeout' | 'unreachable' | 'fault' | 'malformed' | 'unsigned' | 'too_large' | 'resting' | 'abandoned';

/** Ends of the sentence 「…的接口」; they say what happened and never that there is nothing. */
const sentences: Record<FailureKind, string> = {
  timeout: '没有在规定时间内应答',
  unreachable: '连接不上',
  fault: '出了故障',
  malformed: '返回的数据读不懂，已拒收',
  unsigned: '返回的数据签名不对，已拒收',
  too_large: '返回的数据过大，已拒收',
  resting: '暂时没有应答',
  abandoned: '没有等到应答',
};

/** Cause of a Problem `platform.unavailable`, for logs, metrics and the circuit breaker. Carries no personal data. */
export class UpstreamFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    readonly endpoint: string,
    options?: ErrorOptions,
  ) {
    super(`${endpoint}: ${kind}`, options);
    this.name = 'UpstreamFailure';
  }
}

/** Problem for the caller; `detail` completes 「…的接口」. */
export const unavailable = (failure: UpstreamFailure): Problem =>
  new Problem('platform.unavailable', { retryAfterSec: 5, detail: `接口${sentences[failure.kind]}。`, cause: failure });
