import type { RouteTable } from '../route';

export const confirmationRoutes = {
  'confirmation.list': {
    method: 'GET',
    path: '/subjects/:subjectId/confirmations',
    audience: 'subject',
    load: 'light',
    summary: '别的商户请我确认的合同和捐赠',
  },
  'confirmation.decide': {
    method: 'POST',
    path: '/subjects/:subjectId/confirmations/:confirmationId/decision',
    audience: 'subject',
    load: 'write',
    summary: '确认，或说明不是这样',
  },
} as const satisfies RouteTable;
