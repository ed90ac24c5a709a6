import type { ProblemTable } from '../route';

export const confirmationProblems = {
  'confirmation.not_found': [404, '没有这条要确认的内容'],
  'confirmation.own': [403, '登记这一条的商户也由您办理，不能自己给自己确认。请对方的其他人来确认'],
  'confirmation.over': [409, '这条已经处理过，或对方改了内容、撤下了'],
} as const satisfies ProblemTable;
