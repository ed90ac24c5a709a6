import type { RouteTable } from '../route';

export const sessionRoutes = {
  'session.signInWechat': { method: 'POST', path: '/sessions/wechat', audience: 'public', load: 'signin', summary: '用微信登录码登录' },
  'session.sendSmsCode': { method: 'POST', path: '/sms-codes', audience: 'public', load: 'signin', summary: '发送登录短信验证码' },
  'session.signInSms': { method: 'POST', path: '/sessions/sms', audience: 'public', load: 'signin', summary: '用手机号和验证码登录' },
  'session.listDemoPeople': {
    method: 'GET',
    path: '/demo-people',
    audience: 'public',
    load: 'light',
    sandboxOnly: true,
    summary: '演示人物名单',
  },
  'session.signInDemo': {
    method: 'POST',
    path: '/sessions/demo',
    audience: 'public',
    load: 'signin',
    sandboxOnly: true,
    summary: '以演示人物登录',
  },
  'session.renew': { method: 'POST', path: '/sessions/renewal', audience: 'public', load: 'signin', summary: '用续期凭据换新的访问令牌' },
  'session.list': { method: 'GET', path: '/sessions', audience: 'citizen', load: 'light', summary: '我的登录设备' },
  'session.revoke': { method: 'DELETE', path: '/sessions/:sessionId', audience: 'citizen', load: 'write', summary: '退出一台设备' },
  'session.readPhoneKey': {
    method: 'GET',
    path: '/sessions/:sessionId/phone-key',
    audience: 'citizen',
    load: 'light',
    summary: '手机上加密留存的表单的钥匙',
  },
  'session.revokeAll': { method: 'DELETE', path: '/sessions', audience: 'citizen', load: 'write', summary: '退出全部设备' },
  'session.bindPhone': { method: 'PUT', path: '/me/phone', audience: 'citizen', load: 'write', summary: '用微信手机号授权码绑定手机' },
} as const satisfies RouteTable;
