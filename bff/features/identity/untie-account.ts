import type { Db, Sql } from '../../lib/db';
import { readVerified } from './store';

export interface UntieDeps {
  readonly db: Db;
  readonly endBindings: (tx: Sql, citizenId: string, reason: string) => Promise<void>;
  readonly signOutEverywhere: (citizenId: string) => Promise<void>;
}

/**
 * For operators: a person proved at a counter that their account is lost. Acts as the withdrawal of the consent does.
 * false: the account is tied to nobody.
 */
export const untieAccount =
  ({ db, endBindings, signOutEverywhere }: UntieDeps, untie: (tx: Sql, citizenId: string) => Promise<void>) =>
  async (citizenId: string, reason: string): Promise<boolean> => {
    if ((await readVerified(db, citizenId)).personId === null) return false;
    await db.inTx(async tx => {
      await endBindings(tx, citizenId, reason);
      await untie(tx, citizenId);
    });
    await signOutEverywhere(citizenId);
    return true;
  };
