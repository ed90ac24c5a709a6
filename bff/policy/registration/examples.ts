import type { Kind } from './kinds';

/** What stands in the example row of a sheet: plainly nobody's, and refused when it is left in. Choices by their titles. */
export const sheetExamples: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  license: {
    permitName: '示例许可证',
    permitNumber: '示例编号 0000',
    issuer: '示例审批局',
    scope: '示例：预包装食品销售',
    validFrom: '2026-01-01',
    validTo: '2030-12-31',
  },
  operation: { premises: '示例市示例路 8 号', brand: '示例小铺', products: '示例：日用百货', openedOn: '2020-05-01', staffCount: '3' },
  contract: {
    counterpartyName: '示例有限公司',
    counterpartyCode: '000000000000000000',
    matter: '示例：供应办公用纸',
    contractNumber: '示例合同 001',
    amountFen: '12345.60',
    periodFrom: '2026-01-01',
    periodTo: '2026-06-30',
    fulfilment: '全部履行',
    fulfilmentNote: '示例：按期交付，已验收付款',
  },
  charity: {
    form: '捐物',
    matter: '示例：给社区食堂捐米面',
    doneOn: '2026-05-01',
    amountFen: '3000',
    receiverName: '示例社区',
    receiverCode: '000000000000000000',
  },
};
