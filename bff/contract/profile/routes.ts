import type { RouteTable } from '../route';

export const profileRoutes = {
  'profile.read': {
    method: 'GET',
    path: '/subjects/:subjectId/file',
    audience: 'subject',
    load: 'file',
    summary: '信用档案总览：各类信息的状态与条数',
  },
  'profile.readSection': {
    method: 'GET',
    path: '/subjects/:subjectId/file/sections/:sectionId',
    audience: 'subject',
    load: 'file',
    summary: '一类信息的记录(分页)',
  },
  'profile.readRecord': {
    method: 'GET',
    path: '/subjects/:subjectId/file/sections/:sectionId/records/:recordId',
    audience: 'subject',
    load: 'file',
    summary: '一条记录的全部内容与解释',
  },
  'profile.readCounterSlip': {
    method: 'GET',
    path: '/subjects/:subjectId/file/sections/:sectionId/records/:recordId/counter-slip',
    audience: 'subject',
    load: 'report',
    summary: '带去柜台的办事单(PDF)',
  },
  'profile.checkSelf': {
    method: 'GET',
    path: '/subjects/:subjectId/self-check',
    audience: 'subject',
    load: 'file',
    summary: '自测：哪些记录有帮助、哪些有影响、怎么办',
  },
} as const satisfies RouteTable;
