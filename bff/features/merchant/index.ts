import type { Handlers } from '../../http/call';
import type { Sql } from '../../lib/db';
import { beijingDay, toInstant } from '../../lib/time';
import { admitAgent } from './admit-agent';
import { bindMerchant } from './bind-merchant';
import type { MerchantDeps } from './deps';
import { endBinding } from './end-binding';
import { listBindings } from './list-bindings';
import { endBindingsOf, endOverdue } from './store';

const pendingMs = 30 * 24 * 3600_000;

/** Merchants an account acts for: as the registered legal representative, or as an agent with its consent. */
export const wireMerchant = (deps: MerchantDeps) => {
  const bind = bindMerchant(deps);
  const agent = admitAgent(deps);
  const handlers: Handlers<'merchant'> = {
    'merchant.bind': ({ citizen, body, keep }) => bind({ citizenId: citizen.citizenId, ...body }, keep),
    'merchant.list': listBindings(deps),
    'merchant.confirm': agent.confirm,
    'merchant.sendSmsCode': agent.sendSmsCode,
    'merchant.decide': agent.decide,
    'merchant.end': endBinding(deps),
  };
  return {
    handlers,
    /** For a demo person who is a registered legal representative. @throws Problem as `merchant.bind` */
    bindRepresentative: (citizenId: string, orgCode: string) =>
      bind({ citizenId, orgCode, role: 'legal_representative' }, async () => undefined),
    endBindings: (tx: Sql, citizenId: string, reason: string) => endBindingsOf(tx, citizenId, toInstant(deps.now()), reason),
    /** Clock job: agents whose time is over, requests nobody answered. */
    sweep: () => {
      const at = deps.now();
      return endOverdue(deps.db, toInstant(at), beijingDay(at), toInstant(new Date(at.getTime() - pendingMs)));
    },
  };
};
