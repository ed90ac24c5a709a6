import { amount, choice, count, day, line, orgCode } from './field';
import { readKind } from './kind-shape';

/** 社会公益. Source: docs/rules/registration.md. */
export const charity = readKind({
  kind: 'charity',
  version: '2026-11-01',
  effectiveFrom: '2026-11-01',
  source: '安阳市方案（2020）第五条；字段为本产品的建议',
  verified: false,
  title: '社会公益',
  meaning: '捐款、捐物、志愿服务。接收单位也用本应用的，可以请它确认。',
  titleOf: '{matter}',
  steps: [
    { title: '做了什么', fields: ['form', 'matter', 'doneOn', 'amountFen', 'hours'] },
    { title: '接收单位', fields: ['receiverName', 'receiverCode'] },
  ],
  fields: [
    choice('form', '方式', { money: '捐款', goods: '捐物', volunteering: '志愿服务' }),
    line('matter', '做了什么', 100, { hint: '一句话，例如 给社区食堂捐米面' }),
    day('doneOn', '哪一天', { hint: '持续多天的填最后一天' }),
    amount('amountFen', '金额或折价', { hint: '捐款填金额，捐物填折价', required: false }),
    count('hours', '服务时长（小时）', { hint: '志愿服务填，按人数加总', required: false }),
    line('receiverName', '接收单位', 100, { hint: '慈善组织、社区、学校等的全称' }),
    orgCode('receiverCode', '接收单位统一社会信用代码', { hint: '18 位，用来请它确认', disclosure: 'authorised' }),
  ],
  rules: [
    { rule: 'not_future', field: 'doneOn', say: '日期在今天以后。做完以后再登记；填错的请改。' },
    { rule: 'required_when', field: 'amountFen', when: 'form', is: ['money', 'goods'], say: '捐款请填金额，捐物请填折价。' },
    { rule: 'required_when', field: 'hours', when: 'form', is: ['volunteering'], say: '志愿服务请填时长。' },
    { rule: 'at_least', field: 'amountFen', least: 1, say: '金额应大于 0 元，请改正。' },
    { rule: 'at_least', field: 'hours', least: 1, say: '时长至少 1 小时，请改正。' },
    { rule: 'not_own_code', field: 'receiverCode', say: '这是您单位自己的代码，请填接收单位的。' },
  ],
  sameBy: [['receiverCode', 'doneOn', 'form', 'matter']],
  endsOn: null,
  attachments: { least: 0, most: 9, what: '捐赠票据、感谢信、志愿服务证明，或活动照片（不要拍到受助人的脸）' },
  confirmation: { by: '接收单位', nameField: 'receiverName', codeField: 'receiverCode' },
});
