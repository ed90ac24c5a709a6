import type { RouteTable } from '../route';

const all = '/subjects/:subjectId/bulk-imports';
const one = `${all}/:importId` as const;

export const bulkRoutes = {
  'bulk.template': {
    method: 'GET',
    path: '/registration-templates/:kind/xlsx',
    audience: 'public',
    load: 'file',
    summary: '一类自愿登记的空白登记表（xlsx）',
  },
  'bulk.list': { method: 'GET', path: all, audience: 'subject', load: 'light', summary: '最近的批量登记' },
  'bulk.begin': { method: 'POST', path: all, audience: 'subject', load: 'write', creates: true, summary: '开始传一张填好的登记表' },
  'bulk.append': { method: 'PUT', path: `${one}/content`, audience: 'subject', load: 'upload', summary: '接着传一段登记表' },
  'bulk.finish': { method: 'POST', path: `${one}/end`, audience: 'subject', load: 'write', summary: '登记表传完了，开始核对' },
  'bulk.read': { method: 'GET', path: one, audience: 'subject', load: 'light', summary: '一次批量登记办到哪里' },
  'bulk.decide': { method: 'POST', path: `${one}/decision`, audience: 'subject', load: 'write', summary: '签承诺并登记，或者放弃' },
  'bulk.marked': { method: 'GET', path: `${one}/xlsx`, audience: 'subject', load: 'report', summary: '标出错处的登记表（xlsx）' },
  'bulk.export': {
    method: 'GET',
    path: '/subjects/:subjectId/registration-export/:format',
    audience: 'subject',
    load: 'report',
    summary: '导出自己的全部自愿登记（xlsx 或 JSON）',
  },
} as const satisfies RouteTable;
