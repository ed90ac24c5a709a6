import type { CallInput, Reply } from '../../bff/contract/types';
import { beijingDay } from '../../bff/lib/time';
import type { TestApp } from './app';
import type { Phone } from './people';

export type Wish = CallInput<'registration.submit'>['body'];
export type Entry = Reply<'registration.read'>;

/** One merchant and its phone. */
export interface Merchant {
  readonly phone: Phone;
  readonly subjectId: string;
}

export const merchantOf = async (phone: Phone): Promise<Merchant> => {
  const { subjects } = await phone.ok('identity.read');
  const merchant = subjects.find(({ kind }) => kind === 'merchant');
  if (!merchant) throw new Error('acts for no merchant');
  return { phone, subjectId: merchant.subjectId };
};

/** A day so many days from the app's today. */
export const dayFrom = (app: TestApp, days: number): string => beijingDay(new Date(app.clock.now().getTime() + days * 24 * 3600_000));

let counter = 0;

/** A wish that holds, of any kind; each is another entry. Codes of merchants of the sandbox are real check digits. */
export const wishOf = async (
  app: TestApp,
  { phone }: Pick<Merchant, 'phone'>,
  kind: Wish['kind'],
  fields: Wish['fields'] = {},
  more: Partial<Wish> = {},
): Promise<Wish> => {
  counter += 1;
  const nth = counter;
  const { kinds } = await phone.ok('registration.kinds');
  const policy = kinds.find(one => one.kind === kind);
  if (!policy) throw new Error(`no kind ${kind}`);
  const samples: Record<Wish['kind'], Wish['fields']> = {
    license: {
      permitName: '食品经营许可证',
      permitNumber: `JY99TEST${nth}`,
      issuer: '青禾市行政审批局（演示）',
      scope: '预包装食品销售',
      validFrom: dayFrom(app, -300),
      validTo: dayFrom(app, 300),
    },
    operation: {
      premises: `青禾市禾光路 ${nth} 号`,
      brand: '杜小铺',
      products: '日用百货',
      openedOn: dayFrom(app, -700),
      staffCount: 3,
    },
    contract: {
      counterpartyName: '示例供货有限公司',
      counterpartyCode: '91350100M000100Y43',
      matter: `供应办公用纸 ${nth}`,
      contractNumber: null,
      amountFen: 1_234_500,
      periodFrom: dayFrom(app, -200),
      periodTo: dayFrom(app, -20),
      fulfilment: 'fulfilled',
      fulfilmentNote: null,
    },
    charity: {
      form: 'goods',
      matter: `给社区食堂捐米面 ${nth}`,
      doneOn: dayFrom(app, -10),
      amountFen: 300_000,
      receiverName: '青禾市演示社区',
      receiverCode: '91350100M000100Y43',
    },
  };
  return {
    kind,
    kindVersion: policy.version,
    fields: { ...samples[kind], ...fields },
    attachmentIds: [],
    commitmentVersion: policy.commitment.version,
    draftId: null,
    mends: null,
    recordId: null,
    ...more,
  };
};

export const submit = async (
  app: TestApp,
  merchant: Merchant,
  kind: Wish['kind'] = 'charity',
  fields: Wish['fields'] = {},
): Promise<Entry> =>
  merchant.phone.ok('registration.submit', { params: { subjectId: merchant.subjectId }, body: await wishOf(app, merchant, kind, fields) });

export const readEntry = ({ phone, subjectId }: Merchant, entryId: string): Promise<Entry> =>
  phone.ok('registration.read', { params: { subjectId, entryId } });
