import type { RouteTable } from '../route';

export const noticeRoutes = {
  'notice.list': { method: 'GET', path: '/notices', audience: 'citizen', load: 'light', summary: '站内消息' },
  'notice.markRead': { method: 'POST', path: '/notices/:noticeId/reading', audience: 'citizen', load: 'write', summary: '标为已读' },
} as const satisfies RouteTable;
