import type { ProblemTable } from '../route';

export const merchantProblems = {
  'merchant.code_wrong': [422, '统一社会信用代码对不上，请逐位核对'],
  'merchant.unknown': [422, '没有查到这个统一社会信用代码'],
  'merchant.not_representative': [422, '登记的法定代表人不是您；如刚变更，请等登记机关更新，或以经办人绑定'],
  'merchant.already_bound': [409, '您已绑定这家商户'],
  'merchant.binding_not_found': [404, '没有这条绑定'],
  'merchant.binding_closed': [409, '这条绑定已经处理过'],
  'merchant.sms_code_wrong': [422, '同意码不对，请向法定代表人核对'],
  'merchant.counter_code_wrong': [422, '柜台核验码不对或已用过'],
  'merchant.no_registered_phone': [422, '登记信息里没有法定代表人的手机号，请用柜台核验码，或请法定代表人在应用里同意'],
  'merchant.sms_too_often': [429, '同意码发得太频繁，请稍后再取'],
} as const satisfies ProblemTable;
