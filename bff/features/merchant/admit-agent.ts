import type { Call } from '../../http/call';
import type { Sql } from '../../lib/db';
import { Problem } from '../../lib/problem';
import { beijingDay, dayInWords, toInstant } from '../../lib/time';
import type { MerchantDeps } from './deps';
import { merchantOf, type ShownBinding, showBinding } from './show-binding';
import { activateBinding, type BindingRow, listRepresentatives, readBinding, refuseBinding } from './store';

const codeLifetimeSec = 5 * 60;
const resendAfterSec = 60;
/** Messages one merchant's representative may get, whoever asks and however often they ask anew. */
const messages = { perHour: 5, perDay: 10 } as const;
/** An agent acts for a year at most, then the representative is asked again. */
const agentDays = 365;

/**
 * An agent acts after the legal representative agreed: in the app, by reading out a code sent to the registered phone, or by a code
 * from a service counter. Both sides are told. Source: docs/rules/identity.md.
 */
export const admitAgent = (deps: MerchantDeps) => {
  const { db, seal, now, credit, identity, sms, notify, actingSubject, attempt, issueCode, redeemCode } = deps;

  const target = (row: BindingRow) => ({ page: 'merchants', id: row.id, subjectId: null }) as const;

  /** @throws Problem `merchant.binding_closed` somebody was faster */
  const admit = async (row: BindingRow, how: string): Promise<ShownBinding> => {
    const merchant = await merchantOf(deps, row);
    const at = now();
    const endsOn = beijingDay(new Date(at.getTime() + agentDays * 24 * 3600_000));
    await db.inTx(async tx => {
      if ((await activateBinding(tx, row.id, toInstant(at), endsOn)) === 0) throw new Problem('merchant.binding_closed');
      await tellBoth(tx, row, {
        event: 'agent-admitted',
        title: '经办人绑定已生效',
        toAgent: `您可以作为经办人代表「${merchant.name}」了，有效到 ${dayInWords(endsOn)}（${how}）。`,
        toRepresentative: `「${merchant.name}」有了一位经办人，有效到 ${dayInWords(endsOn)}（${how}）。不是您委托的，请马上在商户页结束他的绑定。`,
      });
    });
    return showBinding({ ...row, state: 'active', decidedAt: toInstant(at), endsOn }, merchant);
  };

  const tellBoth = async (
    tx: Sql,
    row: BindingRow,
    words: { event: string; title: string; toAgent: string; toRepresentative: string },
  ): Promise<void> => {
    const tell = (citizenId: string, text: string) =>
      notify(tx, citizenId, {
        eventKey: `${words.event}:${row.id}:${citizenId}`,
        title: words.title,
        text,
        target: target(row),
        reminder: 'progress',
      });
    await tell(row.citizenId, words.toAgent);
    for (const representative of await listRepresentatives(tx, row.merchantId)) await tell(representative, words.toRepresentative);
  };

  /** The agent's own request. A foreign one and none answer alike. */
  const ownRequest = async (citizenId: string, bindingId: string): Promise<BindingRow> => {
    const row = await readBinding(db, bindingId);
    if (!row || row.citizenId !== citizenId) throw new Problem('merchant.binding_not_found');
    if (row.state !== 'pending') throw new Problem('merchant.binding_closed');
    return row;
  };

  return {
    /** @throws Problem `merchant.binding_not_found`, `merchant.binding_closed`, `merchant.no_registered_phone`, `merchant.sms_too_often` */
    async sendSmsCode({ citizen, params }: Call<'merchant.sendSmsCode'>) {
      const row = await ownRequest(citizen.citizenId, params.bindingId);
      const merchant = await merchantOf(deps, row);
      const contact = merchant.platformRef === null ? null : await credit.readRepresentativeContact(merchant.platformRef);
      if (!contact) throw new Problem('merchant.no_registered_phone');
      const from = { index: seal.index('merchant_messages', row.merchantId), ...messages };
      const issued = await issueCode({ purpose: 'agent_consent', about: row.id, from });
      if (!issued.sent) throw new Problem('merchant.sms_too_often', { retryAfterSec: issued.retryAfterSec });
      try {
        const to = { phoneRef: contact.phoneRef };
        await sms.send(to, 'agent_consent', { code: issued.code, merchant: merchant.name, minutes: String(codeLifetimeSec / 60) });
      } catch (error) {
        await issued.undo();
        throw error;
      }
      return { maskedPhone: contact.maskedPhone, expiresInSec: codeLifetimeSec, resendAfterSec };
    },

    /** @throws Problem `merchant.binding_*`, `merchant.sms_code_wrong`, `merchant.counter_code_wrong`, `identity.too_many_attempts` */
    async confirm({ citizen, params, body }: Call<'merchant.confirm'>): Promise<ShownBinding> {
      const row = await ownRequest(citizen.citizenId, params.bindingId);
      if (body.by === 'sms') {
        // Counted by account as well: a request ended and made anew brings new codes to guess at, and so does another merchant.
        const redeemed = async () => (await redeemCode('agent_consent', row.id, body.code)) === 'right';
        if (!(await attempt(citizen.citizenId, 'agent', redeemed))) throw new Problem('merchant.sms_code_wrong');
        return admit(row, '法定代表人用短信同意');
      }
      const { idNumber: orgCode } = await merchantOf(deps, row);
      const proved = await attempt(citizen.citizenId, 'agent', () => identity.useCounterCode(body.code, 'agent', orgCode));
      if (!proved) throw new Problem('merchant.counter_code_wrong');
      return admit(row, '柜台核验');
    },

    /** By the legal representative of this moment. @throws Problem `merchant.binding_not_found`, `merchant.binding_closed` */
    async decide({ citizen, params, body }: Call<'merchant.decide'>): Promise<{ ok: true }> {
      const row = await readBinding(db, params.bindingId);
      const acting = row && (await actingSubject(citizen.citizenId, row.merchantId));
      if (row?.role !== 'agent' || acting?.role !== 'legal_representative') throw new Problem('merchant.binding_not_found');
      if (row.state !== 'pending') throw new Problem('merchant.binding_closed');
      if (body.agree) {
        await admit(row, '法定代表人在应用里同意');
        return { ok: true };
      }
      const merchant = await merchantOf(deps, row);
      await db.inTx(async tx => {
        if ((await refuseBinding(tx, row.id, toInstant(now()), '法定代表人没有同意')) === 0) throw new Problem('merchant.binding_closed');
        await tellBoth(tx, row, {
          event: 'agent-refused',
          title: '经办人申请没有通过',
          toAgent: `「${merchant.name}」的法定代表人没有同意您作经办人。`,
          toRepresentative: `您没有同意「${merchant.name}」的经办人申请。`,
        });
      });
      return { ok: true };
    },
  };
};
