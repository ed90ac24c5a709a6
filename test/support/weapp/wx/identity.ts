import { randomFillSync } from 'node:crypto';
import { Refusal, type WxNow, type WxPart } from './part';

const appId = 'wx0000000000000000';

/** Who is behind the phone, in WeChat's one-use codes. The phone-number button is in view/buttons.ts. */
export const identityPart = ({ phone, app }: WxNow): WxPart => ({
  later: {
    async login() {
      if (!phone.online) throw new Refusal('network is unreachable', { errno: 600001 });
      return { code: await phone.loginCode() };
    },
    /** WeChat: whole bytes, at most 1048576. */
    async getRandomValues({ length }: { readonly length: unknown }) {
      if (typeof length !== 'number' || !Number.isInteger(length) || length < 1 || length > 1_048_576)
        throw new Refusal('parameter error: parameter.length should be an integer up to 1048576');
      return { randomValues: randomFillSync(new Uint8Array(length)) };
    },
    async checkSession() {
      return {};
    },
  },
  atOnce: {
    getAccountInfoSync: () => ({ miniProgram: { appId, envVersion: 'release', version: '1.0.0' } }),
    getLaunchOptionsSync: () => app.entry.launch,
    getEnterOptionsSync: () => app.entry.last,
  },
});
