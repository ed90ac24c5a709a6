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

type Step = Parameters<TestApp['container']['registration']['moveEntry']>[1];
const platform = '市公共信用信息平台';
const office = '青禾市社会信用体系建设办公室（演示）';
const reasons = [
  { pointer: '/fields/matter', text: '请写明捐给了谁' },
  { pointer: '/', text: '请把收据一起交来' },
];

/** Moves as platform, office and clock make them; only while the relay stands still (`background: false`). */
export const movesIn = (app: TestApp) => {
  const step = (entry: Entry, move: Step) => app.container.registration.moveEntry({ number: entry.number }, move);
  return {
    toOffice: (entry: Entry) => step(entry, { move: 'pass_to_office', actor: 'platform', by: platform }),
    giveBack: (entry: Entry) => step(entry, { move: 'return', actor: 'office', by: office, reasons }),
    refuse: (entry: Entry) => step(entry, { move: 'refuse', actor: 'office', by: office, reasons: reasons.slice(0, 1) }),
    verify: (trust: 'document_checked' | 'agency_verified') => (entry: Entry) =>
      step(entry, { move: 'verify', actor: 'agency', by: office, trust }),
    publish: (entry: Entry) => step(entry, { move: 'publish', actor: 'platform', by: platform }),
    expire: (entry: Entry) => step(entry, { move: 'expire', actor: 'clock', by: '到期自动撤下' }),
  };
};

/** One of each state and each trust, oldest first; the relay stands still. */
export const inEveryState = async (app: TestApp, shop: Merchant): Promise<Entry[]> => {
  const { toOffice, giveBack, refuse, verify, publish, expire } = movesIn(app);
  const made = async (matter: string, ...moves: readonly ((entry: Entry) => Promise<unknown>)[]) => {
    const entry = await submit(app, shop, 'charity', { matter });
    for (const move of moves) await move(entry);
    return entry;
  };
  return [
    await made('在路上的'),
    await made('信用办在看的', toOffice),
    await made('退回的', toOffice, giveBack),
    await made('不予核实的', toOffice, refuse),
    await made('核实了还没公布的', verify('document_checked')),
    await made('看过材料的', verify('document_checked'), publish),
    await made('部门核过的', verify('agency_verified'), publish),
    await made('到期的', verify('agency_verified'), publish, expire),
    await made('撤下的', ({ entryId }) =>
      shop.phone.ok('registration.withdraw', { params: { subjectId: shop.subjectId, entryId }, body: { revision: 1 } }),
    ),
  ];
};
