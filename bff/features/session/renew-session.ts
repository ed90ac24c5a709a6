import { timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Call } from '../../http/call';
import { Problem } from '../../lib/problem';
import { toInstant } from '../../lib/time';
import { answerSignedIn, csrfTokenOf, digestOf, type Granted, idleSec, type OpenDeps, type SignedIn } from './open-session';
import type { SessionStates } from './session-state';
import { insertRenewal, prolongSession, readCitizen, readRenewal, readSession, revokeSession, spendRenewal } from './store';

export interface RenewDeps extends OpenDeps {
  readonly states: SessionStates;
}

type Outcome = Granted | 'refused' | 'revoked' | { readonly stolen: string };

/** In a time that tells nothing of where they differ. */
const sameText = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(digestOf(a)), Buffer.from(digestOf(b)));

/**
 * A new pair leaves this long after the old token was used up, ms. Whatever was sent before that is read meanwhile, however busy the
 * process is, and is known to have been under way at the same time; whatever comes later was sent by somebody who kept a used token.
 */
const holdMs = 100;

/**
 * A renewal token works once. Its successor is derived from it with a key only the server has, so two requests that were under way at
 * the same time, here or on two instances, get the same answer. A used token that comes in after its successor was given is a stolen
 * copy (or the thief's original): the whole session ends at once. Source: docs/decisions/0005-renewal-tokens.md.
 * @throws Problem `session.renewal_refused`, `session.revoked`, `session.cross_site`
 */
export const renewSession = (deps: RenewDeps) => {
  const { db, seal, now, states } = deps;
  const answer = answerSignedIn(deps);
  const underWay = new Map<string, Promise<Outcome>>();

  const rotate = (token: string, client: Granted['client'], cameInMs: number): Promise<Outcome> => {
    const digest = digestOf(token);
    return db.inTx(async (tx): Promise<Outcome> => {
      const usedNow = (await spendRenewal(tx, digest, toInstant(now()))) === 1;
      const renewal = await readRenewal(tx, digest);
      const session = renewal && (await readSession(tx, renewal.sessionId));
      if (!renewal || !session || session.client !== client) return 'refused';
      const at = now();
      if (session.revokedAt !== null) return 'revoked';
      if (session.expiresAt <= toInstant(at)) return 'refused';
      if (!usedNow && !(renewal.usedAt !== null && cameInMs <= Date.parse(renewal.usedAt) + holdMs)) {
        await revokeSession(tx, session.id, toInstant(at));
        return { stolen: session.id };
      }
      const citizen = await readCitizen(tx, session.citizenId);
      if (!citizen) return 'refused';
      const successor = seal.index('renewal', `${session.id}:${token}`);
      if (usedNow) {
        await insertRenewal(tx, digestOf(successor), session.id, toInstant(at));
        await prolongSession(tx, session.id, toInstant(at), toInstant(new Date(at.getTime() + idleSec[client] * 1000)));
      }
      return { sessionId: session.id, citizenId: citizen.id, client, verified: citizen.personId !== null, renewalToken: successor };
    });
  };

  const rotateOnce = (token: string, client: Granted['client']): Promise<Outcome> => {
    const key = `${client}:${digestOf(token)}`;
    const running = underWay.get(key);
    if (running) return running;
    const started = rotate(token, client, now().getTime())
      .then(outcome => pause(holdMs, outcome))
      .finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  };

  /** Before the token is touched: another site must not be able to use up, or to burn, what a browser sends by itself. */
  const refuseForged = async (token: string, csrfToken: string | null): Promise<void> => {
    const renewal = await readRenewal(db, digestOf(token));
    if (renewal && !sameText(csrfTokenOf(seal, renewal.sessionId), csrfToken ?? '')) throw new Problem('session.cross_site');
  };

  return async ({ body, client, renewalCookie, csrfToken }: Call<'session.renew'>): Promise<SignedIn> => {
    const token = client === 'weapp' ? body.renewalToken : renewalCookie.value;
    if (!token) throw new Problem('session.renewal_refused');
    if (client === 'h5') await refuseForged(token, csrfToken);
    const outcome = await rotateOnce(token, client);
    if (typeof outcome === 'object' && 'citizenId' in outcome) return answer(outcome, renewalCookie);
    if (typeof outcome === 'object') states.markRevoked(outcome.stolen);
    if (client === 'h5') renewalCookie.clear();
    throw new Problem(outcome === 'revoked' ? 'session.revoked' : 'session.renewal_refused');
  };
};
