import { LRUCache } from 'lru-cache';
import type { Db } from '../../lib/db';
import { type Clock, toInstant } from '../../lib/time';
import { readSession } from './store';

export type Standing = 'live' | 'revoked' | 'expired';

interface Seen {
  readonly standing: Standing;
  readonly expiresAt: string;
  /** When the question was put, not when it was answered. */
  readonly askedAtMs: number;
}

/** Under 2 s, so that a revocation in another process holds within 2 s with its way there. */
const maxAgeMs = 1_800;
const maxSessions = 50_000;

/** Whether a session still stands: from memory for a moment, or asked of the database. */
export const sessionStates = ({ db, now }: { readonly db: Db; readonly now: Clock }) => {
  const seen = new LRUCache<string, Seen>({ max: maxSessions });
  /** Revoked in this process. An answer that was under way meanwhile must not bring it back. */
  const revokedHere = new LRUCache<string, true>({ max: maxSessions });

  const ask = async (sessionId: string): Promise<Seen> => {
    const askedAtMs = now().getTime();
    const row = await readSession(db, sessionId);
    const standing = row === null || row.revokedAt !== null ? 'revoked' : 'live';
    const answer = { standing, expiresAt: row?.expiresAt ?? '', askedAtMs } as const;
    seen.set(sessionId, answer);
    return answer;
  };

  return {
    async standingOf(sessionId: string, { fresh }: { readonly fresh: boolean }): Promise<Standing> {
      const at = now();
      const known = fresh ? undefined : seen.get(sessionId);
      const ageMs = known ? at.getTime() - known.askedAtMs : 0;
      const state = known && ageMs >= 0 && ageMs < maxAgeMs ? known : await ask(sessionId);
      if (state.standing === 'revoked' || revokedHere.has(sessionId)) return 'revoked';
      return state.expiresAt > toInstant(at) ? 'live' : 'expired';
    },
    markRevoked(sessionId: string): void {
      revokedHere.set(sessionId, true);
      seen.delete(sessionId);
    },
  };
};

export type SessionStates = ReturnType<typeof sessionStates>;
