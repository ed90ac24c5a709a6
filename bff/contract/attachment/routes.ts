import type { RouteTable } from '../route';

const one = '/subjects/:subjectId/attachments/:attachmentId';

export const attachmentRoutes = {
  'attachment.unused': {
    method: 'GET',
    path: '/subjects/:subjectId/attachments',
    audience: 'subject',
    load: 'light',
    summary: '传过、还没用上的附件',
  },
  'attachment.begin': {
    method: 'POST',
    path: '/subjects/:subjectId/attachments',
    audience: 'subject',
    load: 'write',
    creates: true,
    summary: '开始传一个附件',
  },
  'attachment.append': { method: 'PUT', path: `${one}/content`, audience: 'subject', load: 'upload', summary: '接着传一段' },
  'attachment.finish': { method: 'POST', path: `${one}/end`, audience: 'subject', load: 'write', summary: '传完了，开始检查' },
  'attachment.read': { method: 'GET', path: one, audience: 'subject', load: 'light', summary: '传到哪里、检查得怎样' },
  'attachment.open': {
    method: 'GET',
    path: `${one}/kept`,
    audience: 'subject',
    load: 'file',
    summary: '再看自己交过的一份附件；会记在查询记录里',
  },
  'attachment.remove': { method: 'DELETE', path: one, audience: 'subject', load: 'write', summary: '不要这个附件了' },
} as const satisfies RouteTable;
