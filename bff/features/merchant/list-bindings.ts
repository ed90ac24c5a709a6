import type { Reply } from '../../contract/types';
import type { Call } from '../../http/call';
import { maskName } from '../../lib/mask';
import type { KnownSubject, MerchantDeps } from './deps';
import { showBinding } from './show-binding';
import { type BindingRow, listAgentsFor, listBindingsOf } from './store';

/** One's own bindings, newest first, the agents who wait for one's consent, and those who act by it. */
export const listBindings =
  ({ db, readSubject }: MerchantDeps) =>
  async ({ citizen: { citizenId } }: Call<'merchant.list'>): Promise<Reply<'merchant.list'>> => {
    const [bindings, waiting, acting] = await Promise.all([
      listBindingsOf(db, citizenId),
      listAgentsFor(db, citizenId, 'pending'),
      listAgentsFor(db, citizenId, 'active'),
    ]);
    const ids = new Set([
      ...bindings.map(({ merchantId }) => merchantId),
      ...[...waiting, ...acting].flatMap(({ merchantId, personId }) => [merchantId, personId]),
    ]);
    const known = new Map<string, KnownSubject>();
    for (const subject of await Promise.all([...ids].map(readSubject))) if (subject) known.set(subject.subjectId, subject);
    const shown = ({ id, merchantId, personId, requestedAt }: BindingRow) => {
      const [merchant, agent] = [known.get(merchantId), known.get(personId)];
      return merchant && agent ? [{ bindingId: id, merchantName: merchant.name, agentMaskedName: maskName(agent.name), requestedAt }] : [];
    };
    return {
      bindings: bindings.flatMap(row => {
        const merchant = known.get(row.merchantId);
        return merchant ? [showBinding(row, merchant)] : [];
      }),
      requests: waiting.flatMap(shown),
      agents: acting.flatMap(row => shown(row).map(agent => ({ ...agent, endsOn: row.endsOn }))),
    };
  };
