import type { Call } from '../../http/call';
import { Problem } from '../../lib/problem';
import { toInstant } from '../../lib/time';
import type { MerchantDeps } from './deps';
import { merchantOf } from './show-binding';
import { endBindingRow, listRepresentatives, readBinding } from './store';

/**
 * Either side ends a binding; the next call of the other is refused. Both are told.
 * @throws Problem `merchant.binding_not_found`, `merchant.binding_closed`
 */
export const endBinding = (deps: MerchantDeps) => {
  const { db, now, notify, actingSubject } = deps;
  return async ({ citizen: { citizenId }, params }: Call<'merchant.end'>): Promise<{ ok: true }> => {
    const row = await readBinding(db, params.bindingId);
    const own = row?.citizenId === citizenId;
    const asRepresentative =
      row !== null && !own && row.role === 'agent' && (await actingSubject(citizenId, row.merchantId))?.role === 'legal_representative';
    if (!row || !(own || asRepresentative)) throw new Problem('merchant.binding_not_found');

    const { name } = await merchantOf(deps, row);
    const reason = own ? '本人结束' : '法定代表人结束';
    await db.inTx(async tx => {
      if ((await endBindingRow(tx, row.id, toInstant(now()), reason)) === 0) throw new Problem('merchant.binding_closed');
      const others = row.role === 'agent' ? await listRepresentatives(tx, row.merchantId) : [];
      for (const told of new Set([row.citizenId, ...others])) {
        await notify(tx, told, {
          eventKey: `binding-ended:${row.id}:${told}`,
          title: '商户绑定已结束',
          text: `「${name}」的${row.role === 'agent' ? '经办人' : '法定代表人'}绑定已结束（${reason}）。`,
          target: { page: 'merchants', id: row.id, subjectId: null },
          reminder: 'progress',
        });
      }
    });
    return { ok: true };
  };
};
