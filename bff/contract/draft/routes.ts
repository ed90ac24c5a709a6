import type { RouteTable } from '../route';

const one = '/subjects/:subjectId/drafts/:draftId';

export const draftRoutes = {
  'draft.list': { method: 'GET', path: '/subjects/:subjectId/drafts', audience: 'subject', load: 'light', summary: '没写完的草稿' },
  'draft.read': { method: 'GET', path: one, audience: 'subject', load: 'light', summary: '一份草稿' },
  'draft.write': { method: 'PUT', path: one, audience: 'subject', load: 'write', summary: '存一份草稿' },
  'draft.discard': { method: 'DELETE', path: one, audience: 'subject', load: 'write', summary: '不要这份草稿了' },
} as const satisfies RouteTable;
