import type { ProblemTable } from '../route';

export const consentProblems = {
  'consent.required': [403, '这一步需要您先同意相应事项'],
  'consent.wording_changed': [409, '同意书已更新，请重新阅读后再同意'],
  'consent.not_found': [404, '没有这项同意'],
  'consent.already_withdrawn': [409, '这项同意已经撤回'],
} as const satisfies ProblemTable;
