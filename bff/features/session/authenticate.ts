import type { Citizen } from '../../http/call';
import { Problem } from '../../lib/problem';
import { TokenRefused, type Tokens } from '../../lib/token';
import type { SessionStates } from './session-state';

const claimsOf = (tokens: Tokens, bearer: string) => {
  try {
    return tokens.verify(bearer);
  } catch (error) {
    if (error instanceof TokenRefused) throw new Problem(error.why === 'expired' ? 'session.expired' : 'session.required');
    throw error;
  }
};

/**
 * Who calls. `fresh` asks the database whether the session still stands; otherwise an answer of the last 2 s does.
 * @throws Problem `session.required`, `session.expired`, `session.revoked`
 */
export const authenticate =
  ({ tokens, states }: { readonly tokens: Tokens; readonly states: SessionStates }) =>
  async (bearer: string | null, how: { readonly fresh: boolean }): Promise<Citizen> => {
    if (bearer === null) throw new Problem('session.required');
    const claims = claimsOf(tokens, bearer);
    const standing = await states.standingOf(claims.sessionId, how);
    if (standing !== 'live') throw new Problem(standing === 'expired' ? 'session.expired' : 'session.revoked');
    return claims;
  };
