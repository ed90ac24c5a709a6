import type { ProblemTable } from '../route';

export const registrationProblems = {
  'registration.not_found': [404, '没有这条自愿登记'],
  'registration.merchants_only': [403, '自愿登记是给商户的：请先绑定商户，再以商户的身份办理'],
  'registration.kind_changed': [409, '这一类的填写要求有更新，请重新打开表单核对后再提交'],
  'registration.commitment_changed': [409, '真实性承诺有新的文本，请读过以后再提交'],
  'registration.duplicate': [409, '这一条已经登记过，不用再登记'],
  'registration.draft_spent': [409, '这份草稿已经提交过'],
  'registration.moved': [409, '这一条刚刚有变化，请刷新后再办'],
  'registration.page_not_found': [404, '没有这个商户页'],
} as const satisfies ProblemTable;
