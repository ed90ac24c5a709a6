import type { Reply } from '../../contract/types';
import type { Call } from '../../http/call';
import type { Db } from '../../lib/db';
import { Problem } from '../../lib/problem';
import type { Seal } from '../../lib/seal';
import { type Clock, toInstant } from '../../lib/time';
import { phoneKeyOf } from './open-session';
import type { SessionStates } from './session-state';
import { listLiveSessions, listRevokedAt, readSession, revokeSession, revokeSessionsOf } from './store';

export interface DeviceDeps {
  readonly db: Db;
  readonly seal: Seal;
  readonly now: Clock;
  readonly states: SessionStates;
}

/** The devices an account is signed in on; one of them or all can be signed out. */
export const devices = ({ db, seal, now, states }: DeviceDeps) => {
  const revokeAllOf = async (citizenId: string): Promise<void> => {
    const at = toInstant(now());
    await revokeSessionsOf(db, citizenId, at);
    for (const { id } of await listRevokedAt(db, citizenId, at)) states.markRevoked(id);
  };

  return {
    revokeAllOf,

    async list({ citizen }: Call<'session.list'>): Promise<Reply<'session.list'>> {
      const rows = await listLiveSessions(db, citizen.citizenId, toInstant(now()));
      return {
        sessions: rows.map(({ id, device, client, createdAt, lastSeenAt }) => ({
          sessionId: id,
          device,
          client,
          signedInAt: createdAt,
          lastSeenAt,
          current: id === citizen.sessionId,
        })),
      };
    },

    /** @throws Problem `session.not_found` — the same for somebody else's and for none */
    async revoke({ citizen, params, client, renewalCookie }: Call<'session.revoke'>): Promise<{ ok: true }> {
      const session = await readSession(db, params.sessionId);
      if (!session || session.citizenId !== citizen.citizenId) throw new Problem('session.not_found');
      await revokeSession(db, session.id, toInstant(now()));
      states.markRevoked(session.id);
      if (client === 'h5' && session.id === citizen.sessionId) renewalCookie.clear();
      return { ok: true };
    },

    /** Also of a session that ended: only its account asks. @throws Problem `session.not_found` — the same for somebody else's and for none */
    async readPhoneKey({ citizen, params }: Call<'session.readPhoneKey'>): Promise<Reply<'session.readPhoneKey'>> {
      const session = await readSession(db, params.sessionId);
      if (!session || session.citizenId !== citizen.citizenId) throw new Problem('session.not_found');
      return { phoneKey: phoneKeyOf(seal, session.id) };
    },

    async revokeAll({ citizen, client, renewalCookie }: Call<'session.revokeAll'>): Promise<{ ok: true }> {
      await revokeAllOf(citizen.citizenId);
      if (client === 'h5') renewalCookie.clear();
      return { ok: true };
    },
  };
};
