import type { RouteTable } from '../route';

const one = '/desk/cases/:number';

export const deskRoutes = {
  'desk.queue': { method: 'GET', path: '/desk/cases', audience: 'staff', roles: ['reviewer'], load: 'desk', summary: '待办：先到期的在前' },
  'desk.open': {
    method: 'POST',
    path: `${one}/opening`,
    audience: 'staff',
    roles: ['reviewer'],
    load: 'desk',
    summary: '打开一件并暂时归自己办；商户的查询记录里会有这一次',
  },
  'desk.release': {
    method: 'POST',
    path: `${one}/release`,
    audience: 'staff',
    roles: ['reviewer'],
    load: 'desk',
    summary: '放回待办，让别人办',
  },
  'desk.attachment': {
    method: 'GET',
    path: `${one}/attachments/:attachmentId`,
    audience: 'staff',
    roles: ['reviewer'],
    load: 'file',
    summary: '看一份附件；商户的查询记录里会有这一次',
  },
  'desk.decide': {
    method: 'POST',
    path: `${one}/decisions`,
    audience: 'staff',
    roles: ['reviewer'],
    load: 'desk',
    creates: true,
    summary: '核实、退回或不予核实；要双人的先成为拟办意见',
  },
  'desk.countersign': {
    method: 'POST',
    path: `${one}/countersignatures`,
    audience: 'staff',
    roles: ['reviewer'],
    load: 'desk',
    creates: true,
    summary: '对别人的拟办意见表示同意或不同意',
  },
  'desk.decideText': {
    method: 'POST',
    path: `${one}/text-decisions`,
    audience: 'staff',
    roles: ['reviewer'],
    load: 'desk',
    creates: true,
    summary: '公开页上的文字能不能公开',
  },
} as const satisfies RouteTable;
