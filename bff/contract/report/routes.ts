import type { RouteTable } from '../route';

export const reportRoutes = {
  'report.preview': {
    method: 'POST',
    path: '/subjects/:subjectId/report-previews',
    audience: 'subject',
    load: 'file',
    summary: '开报告前：会有什么、没有什么',
  },
  'report.request': {
    method: 'POST',
    path: '/subjects/:subjectId/reports',
    audience: 'subject',
    load: 'report',
    creates: true,
    summary: '申请一份报告',
  },
  'report.list': { method: 'GET', path: '/subjects/:subjectId/reports', audience: 'subject', load: 'light', summary: '我的报告' },
  'report.read': {
    method: 'GET',
    path: '/subjects/:subjectId/reports/:reportId',
    audience: 'subject',
    load: 'light',
    summary: '一份报告的状态',
  },
  'report.download': {
    method: 'GET',
    path: '/subjects/:subjectId/reports/:reportId/pdf',
    audience: 'subject',
    load: 'report',
    summary: '下载报告 PDF',
  },
  'report.revoke': {
    method: 'POST',
    path: '/subjects/:subjectId/reports/:reportId/revocation',
    audience: 'subject',
    load: 'write',
    summary: '撤回一份报告',
  },
  'report.setClerkCode': {
    method: 'PUT',
    path: '/subjects/:subjectId/reports/:reportId/clerk-code',
    audience: 'subject',
    load: 'write',
    summary: '允许或不再允许核对人看文书号',
  },
  'report.verify': { method: 'GET', path: '/verify/:verifyCode', audience: 'public', load: 'verify', summary: '核验一份报告' },
  'report.verifyNumbers': {
    method: 'POST',
    path: '/verify/:verifyCode/numbers',
    audience: 'public',
    load: 'verify',
    summary: '凭持有人给的 6 位码核对文书号',
  },
} as const satisfies RouteTable;
