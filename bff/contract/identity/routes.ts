import type { RouteTable } from '../route';

export const identityRoutes = {
  'identity.read': { method: 'GET', path: '/identity', audience: 'citizen', load: 'light', summary: '我的实名状态和我能代表的主体' },
  'identity.startFace': { method: 'POST', path: '/identity/face-checks', audience: 'citizen', load: 'signin', summary: '开始人脸核验' },
  'identity.verify': { method: 'POST', path: '/identity/verifications', audience: 'citizen', load: 'signin', summary: '完成实名核验' },
  'identity.addChild': {
    method: 'POST',
    path: '/identity/children',
    audience: 'verified',
    load: 'signin',
    creates: true,
    summary: '监护人添加未满 14 岁的孩子',
  },
  'identity.endChild': {
    method: 'DELETE',
    path: '/identity/children/:subjectId',
    audience: 'verified',
    load: 'write',
    summary: '不再代表孩子',
  },
} as const satisfies RouteTable;
