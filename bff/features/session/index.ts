import type { CallBase, Handlers } from '../../http/call';
import { toInstant } from '../../lib/time';
import { authenticate } from './authenticate';
import { devices } from './devices';
import { renewSession } from './renew-session';
import { sessionStates } from './session-state';
import { type SignInDeps, signIn } from './sign-in';
import { issueCode, redeemCode } from './sms-code';
import { sweepRows } from './store';

export interface SessionDeps extends SignInDeps {}

const dayMs = 24 * 3600_000;
/** R19: what happened is kept for six months. */
const keptAfterEndMs = 180 * dayMs;
const codesKeptMs = 2 * dayMs;

/** A cookie that nobody waits for: a token printed on the command line. */
const noCookie: CallBase['renewalCookie'] = { value: null, set: () => undefined, clear: () => undefined };

/** Signing in and staying signed in: accounts, devices, renewal, SMS codes. */
export const wireSession = (deps: SessionDeps) => {
  const states = sessionStates(deps);
  const enter = signIn(deps);
  const device = devices({ ...deps, states });
  const handlers: Handlers<'session'> = {
    'session.signInWechat': enter.wechat,
    'session.sendSmsCode': enter.sendSmsCode,
    'session.signInSms': enter.sms,
    'session.listDemoPeople': enter.listDemoPeople,
    'session.signInDemo': enter.demo,
    'session.renew': renewSession({ ...deps, states }),
    'session.list': device.list,
    'session.revoke': device.revoke,
    'session.readPhoneKey': device.readPhoneKey,
    'session.revokeAll': device.revokeAll,
    'session.bindPhone': enter.bindPhone,
  };
  return {
    handlers,
    authenticate: authenticate({ tokens: deps.tokens, states }),
    revokeAllOf: device.revokeAllOf,
    maskedPhoneOf: enter.maskedPhoneOf,
    openIdOf: enter.openIdOf,
    issueCode: issueCode(deps),
    redeemCode: redeemCode(deps),
    /** An access token of a demo person, for the command line. @throws Problem `session.demo_unknown` */
    demoToken: async (person: string): Promise<string> =>
      (await enter.demo({ body: { person, device: '命令行' }, client: 'weapp', renewalCookie: noCookie })).accessToken,
    /** Clock job: rows that nobody needs any more. */
    sweep: () => {
      const at = deps.now().getTime();
      return sweepRows(deps.db, toInstant(new Date(at - keptAfterEndMs)), toInstant(new Date(at - codesKeptMs)));
    },
  };
};
