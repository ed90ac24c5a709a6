import type { ProblemTable } from '../route';

export const helpProblems = { 'help.not_found': [404, '没有这条投诉建议'] } as const satisfies ProblemTable;
