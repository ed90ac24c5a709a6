import type { ProblemTable } from '../route';

export const sessionProblems = {
  'session.required': [401, '请先登录'],
  'session.expired': [401, '登录已过期，请重新登录'],
  'session.revoked': [401, '这台设备已退出登录，请重新登录'],
  'session.renewal_refused': [401, '登录凭据已失效，请重新登录'],
  'session.cross_site': [403, '请求来源不对，请从本应用里操作'],
  'session.wechat_code_refused': [422, '微信登录码已用过或过期，请再点一次登录'],
  'session.sms_code_wrong': [422, '验证码不对，请看最新一条短信'],
  'session.sms_code_expired': [422, '验证码已过期，或输错太多次，请重新获取'],
  'session.sms_too_often': [429, '验证码发得太频繁，请稍后再取'],
  'session.phone_quota_used': [503, '微信手机号服务暂时用不了，请改用短信验证码'],
  'session.phone_taken': [409, '这个手机号已绑定另一个账号'],
  'session.not_found': [404, '没有这台设备的登录记录'],
  'session.demo_unknown': [404, '没有这位演示人物'],
} as const satisfies ProblemTable;
