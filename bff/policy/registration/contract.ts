import { amount, choice, day, line, orgCode, text } from './field';
import { readKind } from './kind-shape';

/** 合同履约. Source: docs/rules/registration.md. */
export const contract = readKind({
  kind: 'contract',
  version: '2026-11-01',
  effectiveFrom: '2026-11-01',
  source: '安阳市方案（2020）第五条；字段为本产品的建议',
  verified: false,
  title: '合同履约',
  meaning: '已经签订的合同履行得怎样。对方也用本应用的，可以请对方确认。',
  titleOf: '{matter}',
  steps: [
    { title: '对方', fields: ['counterpartyName', 'counterpartyCode'] },
    { title: '合同', fields: ['matter', 'contractNumber', 'amountFen', 'periodFrom', 'periodTo'] },
    { title: '履行', fields: ['fulfilment', 'fulfilmentNote'] },
  ],
  fields: [
    line('counterpartyName', '对方单位', 100, { hint: '营业执照上的全称', disclosure: 'authorised' }),
    orgCode('counterpartyCode', '对方统一社会信用代码', { hint: '18 位，用来请对方确认', disclosure: 'authorised' }),
    line('matter', '合同内容', 100, { hint: '一句话，例如 供应办公用纸' }),
    line('contractNumber', '合同编号', 64, { hint: '没有编号就空着', required: false, disclosure: 'authorised' }),
    amount('amountFen', '合同金额', { disclosure: 'government' }),
    day('periodFrom', '履行期从'),
    day('periodTo', '履行期到'),
    choice('fulfilment', '履行情况', {
      fulfilled: '全部履行',
      fulfilled_late: '全部履行，有延期',
      partly: '部分履行',
      under_way: '正在履行',
    }),
    text('fulfilmentNote', '怎样履行的', 500, { hint: '交付、验收、付款的情况；有延期或只履行一部分的写明原因', required: false }),
  ],
  rules: [
    { rule: 'not_own_code', field: 'counterpartyCode', say: '这是您单位自己的代码，请填对方的。' },
    { rule: 'at_least', field: 'amountFen', least: 1, say: '金额应大于 0 元，请对照合同改正。' },
    { rule: 'not_future', field: 'periodFrom', say: '履行期还没有开始。开始以后再登记；填错的请改。' },
    { rule: 'not_before', field: 'periodTo', after: 'periodFrom', say: '履行期的结束早于开始，请对照合同改正。' },
    {
      rule: 'required_when',
      field: 'fulfilmentNote',
      when: 'fulfilment',
      is: ['fulfilled_late', 'partly'],
      say: '有延期或只履行了一部分，请写明原因。',
    },
  ],
  sameBy: [
    ['counterpartyCode', 'contractNumber'],
    ['counterpartyCode', 'periodFrom', 'matter'],
  ],
  endsOn: null,
  attachments: { least: 1, most: 9, what: '能证明履行的材料：验收单、收款凭证、发票；合同只拍首页和签章页' },
  confirmation: { by: '合同的另一方', nameField: 'counterpartyName', codeField: 'counterpartyCode' },
});
