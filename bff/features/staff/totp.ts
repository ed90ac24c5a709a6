import { authenticator } from 'otplib';
import { staffPolicy } from '../../policy/staff';

const { stepSec, window, digits } = staffPolicy.totp;
/** 160 bits, as RFC 4226 recommends. */
const secretBytes = 20;

const at = (nowMs: number) => authenticator.clone({ step: stepSec, window, digits, epoch: nowMs });

export const newSecret = (): string => authenticator.generateSecret(secretBytes);

export const uriOf = (secret: string, account: string, issuer: string): string => authenticator.keyuri(account, issuer, secret);

/** The code an authenticator shows now. */
export const codeOf = (secret: string, nowMs: number): string => at(nowMs).generate(secret);

/** Number of the 30-second step a code belongs to, since 1970; null: of none near now. */
export const stepOf = (secret: string, code: string, nowMs: number): number | null => {
  const delta = at(nowMs).checkDelta(code, secret);
  return delta === null ? null : Math.floor(nowMs / 1000 / stepSec) + delta;
};
