import type { RouteTable } from '../route';

export const ledgerRoutes = {
  'ledger.list': {
    method: 'GET',
    path: '/subjects/:subjectId/reads',
    audience: 'subject',
    load: 'file',
    summary: '查询记录：谁看过我的档案',
  },
  'ledger.readChain': {
    method: 'GET',
    path: '/subjects/:subjectId/reads/chain',
    audience: 'subject',
    load: 'file',
    summary: '查询记录的链与检查点，供手机核对',
  },
} as const satisfies RouteTable;
