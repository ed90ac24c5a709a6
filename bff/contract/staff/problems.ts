import type { ProblemTable } from '../route';

export const staffProblems = {
  'staff.required': [401, '请先登录工作台'],
  'staff.session_ended': [401, '登录已结束，请重新登录'],
  'staff.not_allowed': [403, '您的岗位不能做这件事，请找管理员'],
  'staff.csrf': [403, '请求来源不对，请刷新工作台再操作'],
  /** The same for a wrong account, password or code, and for somebody disabled: nobody learns which. */
  'staff.refused': [422, '账号、口令或动态口令不对，或账号已停用；动态口令用过一次就要等下一个'],
  'staff.locked': [429, '试的次数太多，这个账号暂时不能登录，请到时间再试'],
  'staff.invitation_wrong': [422, '邀请码不对、用过或过期，请找管理员重新要一个'],
  'staff.password_weak': [422, '口令太容易猜，请换一个'],
} as const satisfies ProblemTable;
