import type { Reply } from '../../contract/types';
import { Problem } from '../../lib/problem';
import type { KnownSubject, MerchantDeps } from './deps';
import type { BindingRow } from './store';

export type ShownBinding = Reply<'merchant.bind'>;

export const showBinding = (row: BindingRow, merchant: KnownSubject): ShownBinding => ({
  bindingId: row.id,
  subjectId: row.merchantId,
  merchantName: merchant.name,
  orgType: merchant.orgType ?? 'enterprise',
  role: row.role,
  state: row.state,
  requestedAt: row.requestedAt,
  endsOn: row.endsOn,
  endedReason: row.endedReason,
});

/** The merchant of a binding; the row is there as long as the binding is. */
export const merchantOf = async (
  { readSubject }: Pick<MerchantDeps, 'readSubject'>,
  row: Pick<BindingRow, 'merchantId'>,
): Promise<KnownSubject> => {
  const merchant = await readSubject(row.merchantId);
  if (!merchant) throw new Problem('merchant.binding_not_found');
  return merchant;
};
