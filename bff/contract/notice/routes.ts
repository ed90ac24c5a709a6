import type { RouteTable } from '../route';

export const noticeRoutes = {
  'notice.list': { method: 'GET', path: '/notices', audience: 'citizen', load: 'light', summary: '站内消息' },
  'notice.listReminders': {
    method: 'GET',
    path: '/notices/reminders',
    audience: 'citizen',
    load: 'light',
    summary: '微信提醒：有哪几种，各还能发几次',
  },
  'notice.answerReminders': {
    method: 'POST',
    path: '/notices/reminders',
    audience: 'citizen',
    load: 'write',
    creates: true,
    summary: '微信问过以后，本人怎么回答的：同意一次，可以发一次',
  },
  'notice.markRead': { method: 'POST', path: '/notices/:noticeId/reading', audience: 'citizen', load: 'write', summary: '标为已读' },
} as const satisfies RouteTable;
