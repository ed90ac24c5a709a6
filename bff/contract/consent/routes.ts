import type { RouteTable } from '../route';

export const consentRoutes = {
  'consent.list': {
    method: 'GET',
    path: '/consents',
    audience: 'citizen',
    load: 'light',
    summary: '我同意过的事项，每次的原文、版本、时间',
  },
  'consent.give': { method: 'POST', path: '/consents', audience: 'citizen', load: 'write', creates: true, summary: '同意一项' },
  'consent.withdraw': {
    method: 'POST',
    path: '/consents/:consentId/withdrawal',
    audience: 'citizen',
    load: 'write',
    summary: '撤回一项同意',
  },
  'consent.readWording': {
    method: 'GET',
    path: '/consent-wordings/:kind',
    audience: 'public',
    load: 'light',
    summary: '一项同意的现行原文',
  },
} as const satisfies RouteTable;
