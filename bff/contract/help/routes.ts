import type { RouteTable } from '../route';

export const helpRoutes = {
  'help.send': {
    method: 'POST',
    path: '/help-messages',
    audience: 'citizen',
    load: 'write',
    creates: true,
    summary: '投诉、建议、求助，得到一个编号',
  },
  'help.list': { method: 'GET', path: '/help-messages', audience: 'citizen', load: 'light', summary: '我的投诉建议' },
  'help.read': { method: 'GET', path: '/help-messages/:messageId', audience: 'citizen', load: 'light', summary: '一条投诉建议和答复' },
} as const satisfies RouteTable;
