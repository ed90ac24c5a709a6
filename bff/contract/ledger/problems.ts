import type { ProblemTable } from '../route';

export const ledgerProblems = {
  'ledger.unwritable': [503, '查询记录暂时写不进去，为保证每次查看都有记录，这次不能显示档案'],
} as const satisfies ProblemTable;
