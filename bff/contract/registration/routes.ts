import type { RouteTable } from '../route';

export const registrationRoutes = {
  'registration.kinds': {
    method: 'GET',
    path: '/registration-kinds',
    audience: 'public',
    load: 'light',
    summary: '自愿登记的四类、字段和承诺书',
  },
  'registration.prefill': {
    method: 'POST',
    path: '/subjects/:subjectId/registration-prefill',
    audience: 'subject',
    load: 'file',
    summary: '按许可编号在自己的档案里找',
  },
  'registration.submit': {
    method: 'POST',
    path: '/subjects/:subjectId/registrations',
    audience: 'subject',
    load: 'write',
    creates: true,
    summary: '提交一条自愿登记，得到登记号和回执',
  },
  'registration.list': {
    method: 'GET',
    path: '/subjects/:subjectId/registrations',
    audience: 'subject',
    load: 'light',
    summary: '这家商户的自愿登记',
  },
  'registration.read': {
    method: 'GET',
    path: '/subjects/:subjectId/registrations/:entryId',
    audience: 'subject',
    load: 'light',
    summary: '一条自愿登记：内容、进度、回执',
  },
  'registration.withdraw': {
    method: 'POST',
    path: '/subjects/:subjectId/registrations/:entryId/withdrawal',
    audience: 'subject',
    load: 'write',
    summary: '撤下一条自愿登记',
  },
  'registration.askReview': {
    method: 'POST',
    path: '/subjects/:subjectId/registrations/:entryId/text-review',
    audience: 'subject',
    load: 'write',
    summary: '请工作人员看没有通过检查的公开文字',
  },
  'registration.poster': {
    method: 'GET',
    path: '/subjects/:subjectId/merchant-poster',
    audience: 'subject',
    load: 'file',
    summary: '商户海报上的内容和小程序码',
  },
  'registration.publicPage': {
    method: 'GET',
    path: '/merchant-pages/:pageCode',
    audience: 'public',
    load: 'verify',
    summary: '商户自己的公开页',
  },
} as const satisfies RouteTable;
