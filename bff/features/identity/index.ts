import type { Handlers } from '../../http/call';
import type { Sql } from '../../lib/db';
import { beijingDay, toInstant } from '../../lib/time';
import { attempts } from './attempts';
import { type ChildDeps, children } from './children';
import { type ReadDeps, readIdentity } from './read-identity';
import { clearPerson, dropFaceChecks, endTiesOf, sweepRows } from './store';
import { type UntieDeps, untieAccount } from './untie-account';
import { type VerifyDeps, verifyPerson } from './verify-person';

export interface IdentityDeps
  extends Omit<VerifyDeps, 'attempts'>,
    Omit<ChildDeps, 'attempts' | 'identity'>,
    Omit<ReadDeps, 'attempts'>,
    UntieDeps {}

const keptMs = 180 * 24 * 3600_000;

/** Real name, children, and what an account is proved to be. */
export const wireIdentity = (deps: IdentityDeps) => {
  const tries = attempts(deps);
  const person = verifyPerson({ ...deps, attempts: tries });
  const child = children({ ...deps, attempts: tries });
  const handlers: Handlers<'identity'> = {
    'identity.read': readIdentity({ ...deps, attempts: tries }),
    'identity.startFace': person.startFace,
    'identity.verify': person.verify,
    'identity.addChild': child.add,
    'identity.endChild': child.end,
  };
  const at = (): string => toInstant(deps.now());
  const endChildren = (tx: Sql, citizenId: string): Promise<void> => endTiesOf(tx, citizenId, at());
  /**
   * The account is nobody again and acts for nobody from its next call on. The person's sealed subject row stays, because the
   * read ledger and issued reports hang on it; a new real-name check finds it again.
   */
  const untie = async (tx: Sql, citizenId: string): Promise<void> => {
    await endChildren(tx, citizenId);
    await dropFaceChecks(tx, citizenId);
    await clearPerson(tx, citizenId);
  };
  return {
    handlers,
    /** Limits guesses of other features too. */
    attempts: tries,
    endChildren,
    dropFaceChecks,
    untie,
    untieAccount: untieAccount(deps, untie),
    /** Clock job: children who turned 14, face checks that are over, old attempts. */
    sweep: () => sweepRows(deps.db, at(), beijingDay(deps.now()), toInstant(new Date(deps.now().getTime() - keptMs))),
  };
};
