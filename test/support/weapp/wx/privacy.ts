import { Refusal, type WxNow, type WxPart } from './part';

interface PrivacyAnswer {
  event: 'exposureAuthorization' | 'agree' | 'disagree';
  buttonId?: string;
}

/** After a refusal WeChat does not ask again for this long; what needs consent fails at once. */
const quietAfterRefusalMs = 10_000;

const refused = () => new Refusal('privacy permission is not authorized', { errno: 104 });

const refusedAt = new WeakMap<object, number>();
const asking = new WeakMap<object, Promise<void>>();

const ask = ({ phone, listeners, app, realm }: WxNow, referrer: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const settle = (agreed: boolean) => {
      phone.agreedToPrivacy = agreed;
      if (agreed) return resolve();
      refusedAt.set(phone, phone.nowMs());
      reject(refused());
    };
    if (!listeners.has('NeedPrivacyAuthorization')) return settle(phone.answers.privacy === 'agree');
    const resolveByApp = ({ event, buttonId = '' }: PrivacyAnswer) => {
      if (event === 'disagree') return settle(false);
      if (event !== 'agree') return;
      if (app.tappedAgreeIds.has(buttonId)) return settle(true);
      app.warn(`onNeedPrivacyAuthorization: the agree button "${buttonId}" was not tapped`);
    };
    listeners.tell('NeedPrivacyAuthorization', resolveByApp, realm.give({ referrer }));
  });

/**
 * Waits until the person has agreed to the privacy guide: by the app's own sheet when it listens, by WeChat's otherwise. Acts that need
 * consent at the same time share one question. @throws Refusal 104
 */
export const needConsent = (now: WxNow, referrer: string): Promise<void> => {
  const { phone, listeners } = now;
  if (phone.agreedToPrivacy) return Promise.resolve();
  const open = asking.get(listeners);
  if (open) return open;
  if (phone.nowMs() - (refusedAt.get(phone) ?? Number.NEGATIVE_INFINITY) < quietAfterRefusalMs) return Promise.reject(refused());
  const question = ask(now, referrer).finally(() => asking.delete(listeners));
  asking.set(listeners, question);
  return question;
};

/** Consent to the privacy guide (WeChat: 小程序隐私协议开发指南), asked by the first private act. */
export const privacyPart = (now: WxNow): WxPart => ({
  later: {
    getPrivacySetting: () => ({ needAuthorization: !now.phone.agreedToPrivacy, privacyContractName: '《城信小程序隐私保护指引》' }),
    async requirePrivacyAuthorize() {
      await needConsent(now, 'requirePrivacyAuthorize');
      return {};
    },
    openPrivacyContract: () => ({}),
  },
  handles: {
    onNeedPrivacyAuthorization: (listener: (...args: unknown[]) => void) => {
      now.listeners.off('NeedPrivacyAuthorization');
      now.listeners.on('NeedPrivacyAuthorization', listener);
    },
  },
});
