import type { RouteTable } from '../route';

/** Everything of the staff lies below `/desk`: their cookie is sent there and nowhere else. */
export const staffRoutes = {
  'staff.signIn': {
    method: 'POST',
    path: '/desk/session',
    audience: 'public',
    load: 'staff_signin',
    summary: '工作人员登录：口令加动态口令',
  },
  'staff.renew': { method: 'POST', path: '/desk/session/renewal', audience: 'staff', load: 'desk', summary: '还在用，登录先不要到时' },
  'staff.me': { method: 'GET', path: '/desk/session', audience: 'staff', load: 'desk', summary: '谁在登录，登录到什么时候' },
  'staff.signOut': { method: 'DELETE', path: '/desk/session', audience: 'staff', load: 'desk', summary: '工作人员退出登录' },
  'staff.invited': {
    method: 'POST',
    path: '/desk/invitation',
    audience: 'public',
    load: 'staff_signin',
    summary: '第一次登录：凭邀请码得到动态口令的密钥',
  },
  'staff.join': {
    method: 'POST',
    path: '/desk/invitation/end',
    audience: 'public',
    load: 'staff_signin',
    summary: '第一次登录：设口令，验动态口令，邀请码用完',
  },
} as const satisfies RouteTable;
