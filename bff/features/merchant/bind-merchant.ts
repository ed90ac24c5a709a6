import type { Call } from '../../http/call';
import { UniqueViolation } from '../../lib/db';
import { maskName } from '../../lib/mask';
import { checkOrgCode } from '../../lib/org-code';
import { Problem } from '../../lib/problem';
import { beijingDay, startOfBeijingDay, toInstant } from '../../lib/time';
import type { PlatformSubject } from '../../platform/ports';
import type { MerchantDeps } from './deps';
import { type ShownBinding, showBinding } from './show-binding';
import { type BindingRow, countRequestsSince, insertBinding, listRepresentatives, liveKeyOf } from './store';

/** Each request writes to a representative who did not ask for it. */
const agentRequestsPerDay = 20;

export interface BindWish {
  readonly citizenId: string;
  readonly orgCode: string;
  readonly role: BindingRow['role'];
}

/**
 * Ties an account to a merchant: the registered legal representative at once, an agent after a consent. Source: docs/rules/identity.md.
 * @throws Problem `merchant.code_wrong`, `merchant.unknown`, `merchant.not_representative`, `merchant.already_bound`,
 * `identity.too_many_attempts`, `consent.required`, `platform.unavailable`
 */
export const bindMerchant = (deps: MerchantDeps) => {
  const { db, now, newId, credit, notify, personOf, documentOf, ensureMerchant, attempt, holdConsents } = deps;

  const find = async (orgCode: string): Promise<PlatformSubject & { orgType: NonNullable<PlatformSubject['orgType']> }> => {
    const check = checkOrgCode(orgCode);
    if (!check.ok) throw new Problem('merchant.code_wrong', { errors: [{ pointer: '/orgCode', detail: check.reason }] });
    const known = await credit.resolveMerchant(orgCode);
    if (known?.kind !== 'merchant') throw new Problem('merchant.unknown');
    return { ...known, orgType: known.orgType ?? 'enterprise' };
  };

  const tellRepresentatives = async (
    tx: Parameters<typeof notify>[0],
    row: BindingRow,
    merchantName: string,
    agentName: string,
  ): Promise<void> => {
    for (const representative of await listRepresentatives(tx, row.merchantId)) {
      await notify(tx, representative, {
        eventKey: `agent-asked:${row.id}:${representative}`,
        title: '有人申请作经办人',
        text: `${maskName(agentName)}申请作「${merchantName}」的经办人，同意后可以代表它查看信用档案、申请报告。请核对是不是您委托的人。`,
        target: { page: 'merchants', id: row.id, subjectId: null },
        reminder: 'progress',
      });
    }
  };

  return async ({ citizenId, orgCode, role }: BindWish, keep: Call<'merchant.bind'>['keep']): Promise<ShownBinding> => {
    const [personId, document] = await Promise.all([personOf(citizenId), documentOf(citizenId)]);
    if (personId === null || !document) throw new Problem('identity.required');
    const found = await find(orgCode);
    if (
      role === 'legal_representative' &&
      !(await attempt(citizenId, 'merchant', () => credit.isLegalRepresentative(found.ref, document)))
    ) {
      throw new Problem('merchant.not_representative');
    }
    const { name, orgType } = found;
    const merchantId = await ensureMerchant({ orgCode, name, orgType, platformRef: found.ref });
    const at = toInstant(now());
    const active = role === 'legal_representative';
    const row: BindingRow = {
      id: newId(),
      citizenId,
      personId,
      merchantId,
      role,
      state: active ? 'active' : 'pending',
      requestedAt: at,
      decidedAt: active ? at : null,
      endsOn: null,
      endedAt: null,
      endedReason: null,
      checkedAt: active ? at : null,
      liveKey: liveKeyOf(citizenId, merchantId),
    };
    const reply = showBinding(row, { subjectId: merchantId, name, idNumber: orgCode, orgType, platformRef: found.ref });
    try {
      await db.inTx(async tx => {
        await holdConsents(tx, citizenId, ['privacy', 'identity']);
        if (!active && (await countRequestsSince(tx, citizenId, startOfBeijingDay(beijingDay(now())))) >= agentRequestsPerDay)
          throw new Problem('identity.too_many_attempts');
        await insertBinding(tx, row);
        if (!active) await tellRepresentatives(tx, row, name, document.name);
        await keep(tx, reply);
      });
    } catch (error) {
      if (error instanceof UniqueViolation) throw new Problem('merchant.already_bound');
      throw error;
    }
    return reply;
  };
};
