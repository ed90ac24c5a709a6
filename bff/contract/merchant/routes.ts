import type { RouteTable } from '../route';

export const merchantRoutes = {
  'merchant.bind': {
    method: 'POST',
    path: '/merchant-bindings',
    audience: 'verified',
    load: 'signin',
    creates: true,
    summary: '绑定商户(法定代表人或经办人)',
  },
  'merchant.list': {
    method: 'GET',
    path: '/merchant-bindings',
    audience: 'verified',
    load: 'light',
    summary: '我的商户绑定，以及等我同意的经办人申请',
  },
  'merchant.confirm': {
    method: 'POST',
    path: '/merchant-bindings/:bindingId/confirmation',
    audience: 'verified',
    load: 'signin',
    summary: '经办人用短信码或柜台码完成绑定',
  },
  'merchant.sendSmsCode': {
    method: 'POST',
    path: '/merchant-bindings/:bindingId/sms-codes',
    audience: 'verified',
    load: 'signin',
    summary: '向法定代表人登记手机发送同意码',
  },
  'merchant.decide': {
    method: 'POST',
    path: '/merchant-bindings/:bindingId/decision',
    audience: 'verified',
    load: 'write',
    summary: '法定代表人同意或拒绝经办人',
  },
  'merchant.end': { method: 'DELETE', path: '/merchant-bindings/:bindingId', audience: 'verified', load: 'write', summary: '结束绑定' },
} as const satisfies RouteTable;
