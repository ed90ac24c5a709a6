import type { ProblemTable } from '../route';

export const identityProblems = {
  'identity.required': [403, '请先完成实名核验'],
  'identity.document_wrong': [422, '证件号码对不上，请逐位核对'],
  'identity.not_matched': [422, '姓名和证件对不上，请核对后再试'],
  'identity.face_not_passed': [422, '人脸核验没有通过，可以换银行卡或柜台核验码'],
  'identity.face_pending': [409, '人脸核验还没有结果，请稍等几秒'],
  'identity.counter_code_wrong': [422, '柜台核验码不对或已用过'],
  'identity.too_many_attempts': [429, '今天试的次数太多，请明天再试，或到柜台办理'],
  'identity.already_verified': [409, '您已完成实名核验'],
  'identity.belongs_to_other': [409, '这个身份已在另一个账号实名，请用原账号登录，或到柜台办理'],
  'identity.under_age': [422, '未满 14 岁，请由监护人在自己的账号里添加'],
  'identity.child_too_old': [422, '已满 14 岁，请本人自己实名'],
  'identity.guardian_not_proved': [422, '没有查到监护关系，请到柜台取核验码'],
  'identity.child_not_found': [404, '没有这个孩子的关联'],
  'subject.not_found': [404, '没有这个主体，或您不能代表它'],
} as const satisfies ProblemTable;
