import type { Reply } from '../../contract/types';
import type { Call } from '../../http/call';
import { maskName } from '../../lib/mask';
import type { KnownSubject, MerchantDeps } from './deps';
import { showBinding } from './show-binding';
import { listBindingsOf, listRequestsFor } from './store';

/** One's own bindings, newest first, and the agents who wait for one's consent. */
export const listBindings =
  ({ db, readSubject }: MerchantDeps) =>
  async ({ citizen: { citizenId } }: Call<'merchant.list'>): Promise<Reply<'merchant.list'>> => {
    const [bindings, requests] = await Promise.all([listBindingsOf(db, citizenId), listRequestsFor(db, citizenId)]);
    const ids = new Set([
      ...bindings.map(({ merchantId }) => merchantId),
      ...requests.flatMap(({ merchantId, personId }) => [merchantId, personId]),
    ]);
    const known = new Map<string, KnownSubject>();
    for (const subject of await Promise.all([...ids].map(readSubject))) if (subject) known.set(subject.subjectId, subject);
    return {
      bindings: bindings.flatMap(row => {
        const merchant = known.get(row.merchantId);
        return merchant ? [showBinding(row, merchant)] : [];
      }),
      requests: requests.flatMap(({ id, merchantId, personId, requestedAt }) => {
        const [merchant, agent] = [known.get(merchantId), known.get(personId)];
        return merchant && agent
          ? [{ bindingId: id, merchantName: merchant.name, agentMaskedName: maskName(agent.name), requestedAt }]
          : [];
      }),
    };
  };
