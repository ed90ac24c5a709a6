import { Refusal, type WxNow, type WxPart } from './part';

/** WeChat: at most five templates of one mini-program in one question. */
const mostTemplates = 5;

/** Subscription messages: only inside a person's tap. */
export const subscribePart = ({ phone, app }: WxNow): WxPart => ({
  later: {
    async requestSubscribeMessage({ tmplIds = [] }: { tmplIds?: readonly string[] }) {
      if (!app.isTapping) throw new Refusal('can only be invoked by user TAP gesture.');
      if (tmplIds.length === 0) throw new Refusal("TmplIds can't be empty", { errCode: 10001 });
      if (tmplIds.length > mostTemplates) throw new Refusal('Templates count out of max bounds', { errCode: 20003 });
      if (!phone.subscribeSwitch) throw new Refusal('The main switch is switched off', { errCode: 20004 });
      const { subscribe } = phone.answers;
      const said = tmplIds.map(id => [id, typeof subscribe === 'string' ? subscribe : (subscribe[id] ?? 'reject')] as const);
      for (const [id, answer] of said) if (answer === 'accept') await phone.onAccepted(id);
      return Object.fromEntries(said);
    },
  },
});
