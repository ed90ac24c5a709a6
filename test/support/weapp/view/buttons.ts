import type { Around } from './built-ins';
import type { ViewNode } from './view-node';

const given = (error: unknown): { errMsg: string; errno?: number } => {
  const { message, codes = {} } = error as Error & { codes?: { errno?: number } };
  return { errMsg: `getPhoneNumber:fail ${message}`, ...codes };
};

/** WeChat: the number itself never reaches the app, only a one-use code for it. */
const givePhoneNumber = async (button: ViewNode, { phone, needConsent }: Around): Promise<void> => {
  try {
    await needConsent('button.getPhoneNumber');
    if (phone.answers.phoneNumber === 'deny') throw new Error('user deny');
    const code = await phone.phoneCode();
    button.trigger('getphonenumber', { errMsg: 'getPhoneNumber:ok', code, encryptedData: '', iv: '' });
  } catch (error) {
    button.trigger('getphonenumber', given(error));
  }
};

const submitForm = (button: ViewNode, formType: string): void => {
  let form = button.parent;
  while (form && form.tagName !== 'form') form = form.parent;
  form?.trigger(formType, {});
};

type OpenType = (button: ViewNode, around: Around) => void;

const openTypes: Readonly<Record<string, OpenType>> = {
  share: (button, around) => around.share('button', button),
  getPhoneNumber: (button, around) => void givePhoneNumber(button, around),
  agreePrivacyAuthorization(button, around) {
    around.agreeTapped(button.attribute('id') ?? '');
    button.trigger('agreeprivacyauthorization', {});
  },
};

/** `open-type` and `form-type`; an open-type that this harness does not have throws with its name. */
export const tapButton = (button: ViewNode, around: Around): void => {
  if (button.isOn('disabled')) return;
  const formType = button.attribute('form-type');
  if (formType) submitForm(button, formType);
  // Two may be joined: `getPhoneNumber|agreePrivacyAuthorization`; the consent comes first.
  const wanted = (button.attribute('open-type') ?? '').split('|').filter(Boolean).sort();
  for (const name of wanted) {
    const run = openTypes[name];
    if (!run) throw new Error(`weapp harness: button open-type ${name} is not implemented`);
    run(button, around);
  }
};
