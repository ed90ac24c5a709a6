import type { Db } from '../../lib/db';
import { Problem } from '../../lib/problem';
import { beijingDay, type Clock, startOfBeijingDay, toInstant } from '../../lib/time';
import { countAttempts, holdCitizen, insertAttempt, settleAttemptRow } from './store';

export interface AttemptDeps {
  readonly db: Db;
  readonly now: Clock;
  readonly newId: () => string;
}

/** Failed or open attempts a Beijing day and account. `proof`: real name and guardianship; `merchant`: looking up a code to bind. */
const attemptLimits = { proof: 5, agent: 5, merchant: 20 } as const;
type AttemptKind = keyof typeof attemptLimits;

const dayMs = 24 * 3600_000;

/** Limits how often somebody may guess at a proof. An attempt that got no answer from the upstream is given back. */
export const attempts = ({ db, now, newId }: AttemptDeps) => {
  const dayStart = (): string => startOfBeijingDay(beijingDay(now()));

  /** @throws Problem `identity.too_many_attempts` */
  const begin = (citizenId: string, kind: AttemptKind): Promise<string> =>
    db.inTx(async tx => {
      await holdCitizen(tx, citizenId);
      const since = dayStart();
      if ((await countAttempts(tx, citizenId, kind, since)) >= attemptLimits[kind]) {
        const retryAfterSec = Math.ceil((Date.parse(since) + dayMs - now().getTime()) / 1000);
        throw new Problem('identity.too_many_attempts', { retryAfterSec });
      }
      const id = newId();
      await insertAttempt(tx, id, citizenId, kind, toInstant(now()));
      return id;
    });

  const settle = (id: string, outcome: 'passed' | 'failed' | 'unanswered'): Promise<void> => settleAttemptRow(db, id, outcome);

  return {
    begin,
    settle,
    left: async (citizenId: string): Promise<number> =>
      Math.max(0, attemptLimits.proof - (await countAttempts(db, citizenId, 'proof', dayStart()))),
    /** One attempt around one question to an upstream. */
    async ask(citizenId: string, kind: AttemptKind, question: () => Promise<boolean>): Promise<boolean> {
      const id = await begin(citizenId, kind);
      try {
        const passed = await question();
        await settle(id, passed ? 'passed' : 'failed');
        return passed;
      } catch (error) {
        await settle(id, 'unanswered');
        throw error;
      }
    },
  };
};

export type Attempts = ReturnType<typeof attempts>;
